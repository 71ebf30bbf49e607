import { useEffect, useState } from 'react'

const LOOK_AGAIN_MS = 500
const MINUTE_S = 60

/** How long something is still good, `4:59`, by a clock that nobody sets. It counts from when it is first drawn. */
export function Countdown({ leftMs }: { readonly leftMs: number }) {
  const [endMs] = useState(() => performance.now() + leftMs)
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    const looking = setInterval(() => setNowMs(performance.now()), LOOK_AGAIN_MS)
    return () => clearInterval(looking)
  }, [])
  const seconds = Math.ceil(Math.max(0, endMs - nowMs) / 1000)
  return <>{`${Math.floor(seconds / MINUTE_S)}:${String(seconds % MINUTE_S).padStart(2, '0')}`}</>
}
