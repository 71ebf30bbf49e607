import type { Clock } from '#drivers/clock/port'

/** What somebody waits for who does one thing after another. */
export interface Bell {
  readonly ring: () => void
  /**
   * Resolves when it rings, or has rung since the last wait was over; `late` after `ms` (null: never). When `until` is
   * over it waits no more, and that counts as rung.
   */
  readonly next: (ms: number | null) => Promise<'rung' | 'late'>
}

export function makeBell({ wait }: Pick<Clock, 'wait'>, until: AbortSignal): Bell {
  let rung = new AbortController()
  return {
    ring: () => rung.abort(),
    next: async (ms) => {
      const over = AbortSignal.any([rung.signal, until])
      if (ms === null) await aborted(over)
      else await wait(ms, over).catch(() => undefined)
      // Both in one turn: what rings now is for the next one who waits.
      const isRung = over.aborted
      rung = new AbortController()
      return isRung ? 'rung' : 'late'
    },
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Does `work` once for all who ask for it, some time after the first of them, or when `until` says so. */
export function inAWhile({ wait }: Pick<Clock, 'wait'>, ms: number, until: AbortSignal, work: () => void): () => void {
  let isDue = false
  return () => {
    if (isDue) return
    isDue = true
    void wait(ms, until)
      .catch(() => undefined)
      .then(() => {
        isDue = false
        work()
      })
  }
}
