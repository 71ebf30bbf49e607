import type { Clock } from '../clock/port.ts'

/** Looks for what is plugged in or out again and again: where the system tells too, that only makes it quicker. */
export interface Watch {
  /** Begins to look with its first listener, who is told of each change. */
  readonly onChange: (listener: (paths: ReadonlySet<string>) => void) => void
  /** Looks at once. */
  readonly look: () => void
  readonly close: () => void
}

/** Between two looks, ms. */
export const LOOK_MS = 2_000
/**
 * After a change it looks again, and tells again: a device is there before the system has set who may open it, and has
 * its serial port or HID node a little later than itself, ms.
 */
export const SETTLE_MS = [250, 1_000] as const

/** `paths`: of all that is plugged in; must not reject. */
export function makeWatch({ wait }: Pick<Clock, 'wait'>, paths: () => Promise<readonly string[]>): Watch {
  const listeners: ((paths: ReadonlySet<string>) => void)[] = []
  const closed = new AbortController()
  let nudge = new AbortController()
  let settling: readonly number[] = []
  const isOver = () => closed.signal.aborted
  const rest = (ms: number) => wait(ms, AbortSignal.any([closed.signal, nudge.signal])).catch(() => undefined)
  const run = async () => {
    let before = new Set(await paths())
    while (!isOver()) {
      const [settle, ...later] = settling
      settling = later
      await rest(settle ?? LOOK_MS)
      if (isOver()) return
      const nudged = nudge.signal.aborted
      if (nudged) nudge = new AbortController()
      const now = new Set(await paths())
      const changed = now.size !== before.size || [...now].some((path) => !before.has(path))
      before = now
      if (changed || nudged) settling = SETTLE_MS
      if (changed || settle !== undefined) for (const tell of listeners) tell(now)
    }
  }
  return {
    onChange: (listener) => {
      if (listeners.push(listener) === 1) void run()
    },
    look: () => nudge.abort(),
    close: () => closed.abort(),
  }
}
