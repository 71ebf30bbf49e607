import { setTimeout as wait } from 'node:timers/promises'

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

/** A window went away before it had opened; the station has not been told of it. */
export class WindowLost extends Error {
  readonly why: 'closed' | 'crashed'
  constructor(why: WindowLost['why']) {
    super(`the window ${why === 'closed' ? 'was closed' : 'lost its page'} while it opened`)
    this.why = why
  }
}

/**
 * One opening is tried this often. What took the last page away may take the next one too, since a browser keeps a
 * page process in reserve and gives it out before it has noticed that it is dead.
 */
export const OPEN_TRIES_MAX = 3
const TRY_AGAIN_AFTER_MS = 100

/** Opens a window, anew where its page dies before it is open; any other failure is not for trying again. */
export async function openPersistently<T>(open: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await open()
    } catch (problem) {
      const again = problem instanceof WindowLost && problem.why === 'crashed' && tries < OPEN_TRIES_MAX
      if (!again) throw problem
      await wait(TRY_AGAIN_AFTER_MS)
    }
  }
}
