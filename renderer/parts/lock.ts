import type { LockView } from '#contract/view'
import { useEffect, useState } from 'react'
import { useEnd } from '../station.ts'
import type { CashierView } from '#contract/view'

const LOOK_AGAIN_MS = 500

/** How long main would still refuse this secret unheard, ms; 0 when it would listen. Counted by a clock nobody sets. */
export function useLeftMs(lock: (view: CashierView) => LockView | null | undefined): number {
  const endMs = useEnd((view) => lock(view)?.lockedForMs ?? 0)
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    const looking = setInterval(() => setNowMs(performance.now()), LOOK_AGAIN_MS)
    return () => clearInterval(looking)
  }, [])
  return Math.max(0, endMs - nowMs)
}

const SECOND_MS = 1000
const MINUTE_S = 60

/** `1:05`: minutes and seconds, as a kitchen clock shows them. */
export function clockOf(leftMs: number): string {
  const seconds = Math.ceil(leftMs / SECOND_MS)
  return `${Math.floor(seconds / MINUTE_S)}:${String(seconds % MINUTE_S).padStart(2, '0')}`
}
