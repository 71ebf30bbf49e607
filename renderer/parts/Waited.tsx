import { useEffect, useState } from 'react'

const TICK_MS = 250
const MINUTE_S = 60

/** How long something has been waited for, `00:18`, counted by this page from a moment of main's clock. */
export function Waited({ sinceMs }: { readonly sinceMs: number }) {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const ticking = setInterval(() => setNowMs(Date.now()), TICK_MS)
    return () => clearInterval(ticking)
  }, [])
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / 1000))
  const two = (count: number) => String(count).padStart(2, '0')
  return (
    <time>
      {two(Math.floor(seconds / MINUTE_S))}:{two(seconds % MINUTE_S)}
    </time>
  )
}
