import type { Clock } from '../clock/port.ts'

/** When something is asked again: after each of these in turn, then every `thenMs`, the last time at `untilMs`. */
export interface Rhythm {
  readonly afterMs: readonly number[]
  readonly thenMs: number
  readonly untilMs: number
}

/** As the platform recommends it for the first minute; a cashier waits no longer than the rest. */
export const QUERY_RHYTHM: Rhythm = {
  ...{ afterMs: [5_000, 5_000, 5_000, 5_000, 10_000, 10_000, 20_000], thenMs: 30_000, untilMs: 300_000 },
}
/** While an order is undone the counter stands still, and it is tried again. */
export const UNDO_RHYTHM: Rhythm = { afterMs: [0], thenMs: 5_000, untilMs: 30_000 }

/** Resolves to true at each beat, and to false once it is over, or `noMore` is aborted. */
export function beating(
  { afterMs, thenMs, untilMs }: Rhythm,
  { wait, elapsedMs }: Pick<Clock, 'wait' | 'elapsedMs'>,
  noMore: AbortSignal,
): () => Promise<boolean> {
  const beganMs = elapsedMs()
  let nth = 0
  return async () => {
    const leftMs = beganMs + untilMs - elapsedMs()
    if (leftMs <= 0 || noMore.aborted) return false
    const ms = Math.min(afterMs[nth++] ?? thenMs, leftMs)
    try {
      if (ms > 0) await wait(ms, noMore)
      return true
    } catch {
      // Nobody waits any more.
      return false
    }
  }
}
