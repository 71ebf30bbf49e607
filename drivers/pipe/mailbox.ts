import type { Clock } from '../clock/port.ts'

/** What came on a line and nobody has looked at yet, in order. */
export interface Mailbox<Item> {
  /** What is more than it holds is lost. */
  readonly put: (items: readonly Item[]) => void
  /** Nothing more will come. */
  readonly end: () => void
  readonly clear: () => void
  /** Null where nothing has come by then, by the clock nobody sets. */
  readonly next: (untilMs: number) => Promise<Item | 'gone' | null>
}

export function makeMailbox<Item>({ wait, elapsedMs }: Pick<Clock, 'wait' | 'elapsedMs'>, max: number): Mailbox<Item> {
  const kept: Item[] = []
  let over = false
  let wake: () => void = () => undefined
  return {
    put: (items) => {
      kept.push(...items.slice(0, max - kept.length))
      wake()
    },
    end: () => {
      over = true
      wake()
    },
    clear: () => void kept.splice(0),
    next: async (untilMs) => {
      while (kept.length === 0 && !over && elapsedMs() < untilMs) {
        const ended = new AbortController()
        const woken = new Promise<void>((resolve) => {
          wake = resolve
        })
        await Promise.race([woken, wait(untilMs - elapsedMs(), ended.signal).catch(() => undefined)])
        ended.abort()
      }
      return kept.shift() ?? (over ? 'gone' : null)
    },
  }
}
