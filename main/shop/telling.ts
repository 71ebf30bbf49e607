import type { Clock } from '#drivers/clock/port'

/** Others learn of a change at once, and of many changes together a moment later; and that all is well now and then. */
const GAP_MS = 200
const TELL_EVERY_MS = 10_000

export interface Telling {
  readonly clock: Pick<Clock, 'wait'>
  readonly closing: AbortSignal
  /** Whether there is anybody to tell. */
  readonly isHeard: () => boolean
  readonly tell: () => void
}

/** Calls `tell` when something has changed, and now and then. Resolves when `closing` ends it. */
export function keepTelling({ clock, closing, isHeard, tell }: Telling): Bell {
  let isDue = false
  const bell = makeBell(clock, closing)
  const isOver = () => closing.aborted
  async function run(): Promise<void> {
    while (!isOver()) {
      if (!isDue) await bell.next(isHeard() ? TELL_EVERY_MS : null)
      isDue = false
      if (isOver() || !isHeard()) continue
      tell()
      await clock.wait(GAP_MS, closing).catch(() => undefined)
    }
  }
  const ring = () => {
    isDue = true
    bell.ring()
  }
  return { ring, ended: run() }
}

export interface Bell {
  readonly ring: () => void
  readonly ended: Promise<void>
}

/** Something that is waited for, with or without a limit. */
export function makeBell({ wait }: Pick<Clock, 'wait'>, closing: AbortSignal) {
  let ring: () => void = () => undefined
  return {
    ring: () => ring(),
    /** Resolves when it rings, after `ms` (null: never), or when all is closed. */
    next: async (ms: number | null): Promise<void> => {
      const rung = new AbortController()
      ring = () => rung.abort()
      const until = AbortSignal.any([rung.signal, closing])
      if (ms !== null) return wait(ms, until).catch(() => undefined)
      if (until.aborted) return
      await new Promise<void>((resolve) => until.addEventListener('abort', () => resolve(), { once: true }))
    },
  }
}
