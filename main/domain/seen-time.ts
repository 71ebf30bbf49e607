/**
 * Time as the journal has seen it pass. The wall clock is anybody's to set, so durations of days are counted by this:
 * turned back it stands still for a moment and goes on from there, turned forward it has passed.
 */
export interface SeenTime {
  /** Of the newest moment any record bears, and of the last record; milliseconds since 1970, UTC. */
  readonly latestMs: number
  readonly lastMs: number
  /** Only its differences mean something. */
  readonly passedMs: number
}

export const NO_TIME: SeenTime = { latestMs: 0, lastMs: 0, passedMs: 0 }

/**
 * Between two records that both lie before the newest moment, no more is counted than a night: a longer step there is a
 * clock that was wrong and is put right, as after a dead battery.
 */
export const STEP_MAX_MS = 86_400_000

/** What has passed when the wall clock says `atMs`; never less than at the last record. */
export function passedAt({ latestMs, lastMs, passedMs }: SeenTime, atMs: number): number {
  const known = Math.min(atMs, latestMs) - lastMs
  return passedMs + Math.min(Math.max(known, 0), STEP_MAX_MS) + Math.max(0, atMs - latestMs)
}

/** After a record of that moment. */
export const timeSeen = (time: SeenTime, atMs: number): SeenTime => ({
  ...{ latestMs: Math.max(time.latestMs, atMs), lastMs: atMs, passedMs: passedAt(time, atMs) },
})
