import type { Clock } from '#drivers/clock/port'
import { makeBell } from '../bell.ts'

/** Others learn of a change at once, and of many changes together a moment later; and that all is well now and then. */
const GAP_MS = 50
const TELL_EVERY_MS = 10_000

export interface TellingParts {
  readonly clock: Pick<Clock, 'wait'>
  readonly closing: AbortSignal
  /** Whether there is anybody to tell. */
  readonly isHeard: () => boolean
  readonly tell: () => void
}

export interface Telling {
  readonly changed: () => void
  /** Resolves when `closing` has ended it. */
  readonly ended: Promise<void>
}

/** Calls `tell` when something has changed, and now and then. */
export function keepTelling({ clock, closing, isHeard, tell }: TellingParts): Telling {
  const bell = makeBell(clock, closing)
  async function run(): Promise<void> {
    for (;;) {
      await bell.next(isHeard() ? TELL_EVERY_MS : null)
      if (closing.aborted) return
      if (!isHeard()) continue
      tell()
      await clock.wait(GAP_MS, closing).catch(() => undefined)
    }
  }
  return { changed: bell.ring, ended: run() }
}
