import type { Clock } from './port.ts'

export interface VirtualClock extends Clock {
  /** Lets time pass: whoever waits is woken in order, and may wait again within the time that passes. */
  readonly advance: (ms: number) => Promise<void>
  /** Sets the time of day, as a person would; nobody's waiting ends sooner or later by it. */
  readonly set: (nowMs: number) => void
}

interface Waiter {
  readonly due: number
  readonly wake: () => void
}

/** Turns of the event loop after which all promises that could settle have settled. */
const SETTLING_TURNS = 5

export function makeVirtualClock(startMs: number): VirtualClock {
  let passed = 0
  let offset = startMs
  const waiters = new Set<Waiter>()
  const settle = async () => {
    for (let turn = 0; turn < SETTLING_TURNS; turn++) await new Promise((resolve) => setImmediate(resolve))
  }

  return {
    nowMs: () => offset + passed,
    elapsedMs: () => passed,
    set: (nowMs) => {
      offset = nowMs - passed
    },
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const waiter: Waiter = { due: passed + ms, wake: resolve }
        waiters.add(waiter)
        signal?.addEventListener('abort', () => {
          waiters.delete(waiter)
          reject(signal.reason as Error) // an AbortSignal's reason is what its owner said
        })
      }),
    advance: async (ms) => {
      const until = passed + ms
      await settle()
      for (;;) {
        const next = [...waiters].filter(({ due }) => due <= until).sort((a, b) => a.due - b.due)[0]
        if (!next) break
        passed = Math.max(passed, next.due)
        waiters.delete(next)
        next.wake()
        await settle()
      }
      passed = until
      await settle()
    },
  }
}
