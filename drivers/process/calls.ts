import type { Clock } from '../clock/port.ts'

/**
 * `not-sent`: it was not there, or does no such thing, and nothing has happened · `gone`: it went away, `late`: it said
 * nothing within the time, and what has happened nobody knows · `fault`: it has a bug, and the log has it.
 */
export type Called =
  { readonly is: 'answer'; readonly value: unknown } | { readonly is: 'not-sent' | 'gone' | 'late' | 'fault' }

/** Calls under way at once: more is a main gone wild. */
const CALLS_MAX = 256

/** Calls that wait for an answer. */
export interface Calls {
  readonly begin: (limitMs: number, send: (id: number) => void) => Promise<Called>
  readonly settle: (id: number, called: Called) => void
  /** Whoever was to answer is gone. */
  readonly gone: () => void
}

export function makeCalls({ wait }: Pick<Clock, 'wait'>): Calls {
  const waiting = new Map<number, (called: Called) => void>()
  let newest = 0
  return {
    begin: (limitMs, send) => {
      if (waiting.size >= CALLS_MAX) return Promise.resolve({ is: 'not-sent' })
      const id = ++newest
      return new Promise((resolve) => {
        const ended = new AbortController()
        const end = (called: Called) => {
          waiting.delete(id)
          ended.abort()
          resolve(called)
        }
        waiting.set(id, end)
        wait(limitMs, ended.signal).then(
          () => end({ is: 'late' }),
          () => undefined,
        )
        send(id)
      })
    },
    settle: (id, called) => waiting.get(id)?.(called),
    gone: () => {
      for (const end of [...waiting.values()]) end({ is: 'gone' })
    },
  }
}
