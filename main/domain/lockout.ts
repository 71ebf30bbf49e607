/** How often a secret was entered wrongly in a row, and when last. Folded from the journal: a restart forgets none. */
export interface Failures {
  readonly count: number
  readonly lastMs: number
}

export const NO_FAILURES: Failures = { count: 0, lastMs: 0 }
/** Tries that cost nothing but a count. */
export const FREE_TRIES = 5
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 15 * 60_000

export const failedAgain = (failures: Failures, nowMs: number): Failures => ({
  count: failures.count + 1,
  lastMs: nowMs,
})

/** Until when the next try is refused unheard: 30 s after the fifth wrong one, doubling to 15 minutes. */
export function lockedUntilMs({ count, lastMs }: Failures): number {
  if (count < FREE_TRIES) return 0
  // The exponent is bounded first: 30 s doubled five times already passes the longest wait.
  return lastMs + Math.min(FIRST_WAIT_MS * 2 ** Math.min(count - FREE_TRIES, 10), LONGEST_WAIT_MS)
}

/** Tries before the next wait begins. */
export const triesLeft = ({ count }: Failures): number => Math.max(FREE_TRIES - count, count >= FREE_TRIES ? 1 : 0)
