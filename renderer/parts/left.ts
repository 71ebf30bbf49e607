import type { CashierView } from '#contract/view'
import { useEffect, useState } from 'react'
import { useEnd } from '../station.ts'

const LOOK_AGAIN_MS = 500
const MINUTE_MS = 60_000
const HOUR_M = 60

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

/** `71:59`: hours and minutes. */
export function hoursOf(leftMs: number): string {
  const minutes = Math.ceil(leftMs / MINUTE_MS)
  return `${Math.floor(minutes / HOUR_M)}:${String(minutes % HOUR_M).padStart(2, '0')}`
}
