import type { Clock } from '#drivers/clock/port'

const HOUR_MS = 3_600_000

/** Whole hours since then, by the time of day; negative where it is still to come. */
export const hoursSince = (atMs: number, clock: Clock): number => Math.floor((clock.nowMs() - atMs) / HOUR_MS)
