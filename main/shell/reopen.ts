/**
 * How often something that went away by itself is opened again. A slip of the finger or one crash must not end the
 * shop's day; a window that dies as fast as it opens must not flicker for ever, so the fourth time ends clearly.
 */
export const REOPENS_MAX = 3
export const REOPEN_WINDOW_MS = 60_000

export interface Reopening {
  /** Times of the reopenings that still count; give it back with the next question. */
  readonly history: readonly number[]
  readonly allowed: boolean
}

/** `nowMs` comes from a clock that never runs backwards. */
export function mayReopen(history: readonly number[], nowMs: number): Reopening {
  const recent = history.filter((atMs) => nowMs - atMs < REOPEN_WINDOW_MS)
  if (recent.length >= REOPENS_MAX) return { history: recent, allowed: false }
  return { history: [...recent, nowMs], allowed: true }
}
