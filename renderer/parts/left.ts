import type { CashierView } from '#contract/view'
import { useEffect, useState } from 'react'
import { useEnd } from '../station.ts'

const LOOK_AGAIN_MS = 500

/** How much is left of something that ends, ms, by a clock that nobody sets. */
export function useLeft(leftMs: (view: CashierView) => number): number {
  const endMs = useEnd(leftMs)
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    const looking = setInterval(() => setNowMs(performance.now()), LOOK_AGAIN_MS)
    return () => clearInterval(looking)
  }, [])
  return Math.max(0, endMs - nowMs)
}
