import { localTime } from '#domain/receipt-parts'
import type { Clock } from '#drivers/clock/port'
import { waited } from '../backup/schedule.ts'

/** When the shop is empty, by its own clock. */
const QUIET_MINUTE = 3 * 60 + 30
/** From then on so long the night's check may begin. */
const QUIET_MS = 3_600_000
/** After a start, first the counter is opened. */
export const FIRST_LOOK_MS = 600_000
/** Between two looks at what is due. */
export const LOOK_EVERY_MS = 900_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** So long one that was stopped, or could not be made, is not begun again by itself. */
const AGAIN_MS = 12 * 3_600_000

export interface NightParts {
  readonly clock: Clock
  readonly timeZone: string
  readonly closing: AbortSignal
  /** When the last whole check ended, by the time of day; null where there was none. */
  readonly checkedAtMs: () => number | null
  /** The night's work; it does not reject. */
  readonly work: () => Promise<void>
  /** What may have changed by itself. */
  readonly look: () => Promise<void>
}

/** Looks now and then what is due while the station runs. Resolves when `closing` ends it. */
export async function keepWatch({ clock, timeZone, closing, checkedAtMs, work, look }: NightParts): Promise<void> {
  let beganAtMs: number | null = null
  await look()
  for (let wait = FIRST_LOOK_MS; await waited(clock, wait, closing); wait = LOOK_EVERY_MS) {
    await look()
    if (beganAtMs !== null && clock.elapsedMs() - beganAtMs < AGAIN_MS) continue
    if (!isCheckDue({ nowMs: clock.nowMs(), timeZone, checkedAtMs: checkedAtMs() })) continue
    beganAtMs = clock.elapsedMs()
    await work()
  }
}

interface Due {
  readonly nowMs: number
  readonly timeZone: string
  readonly checkedAtMs: number | null
}

/** Each night; and by day where the station was off at night, so that the last check is older than a day. */
export function isCheckDue({ nowMs, timeZone, checkedAtMs }: Due): boolean {
  if (checkedAtMs === null) return true
  const age = nowMs - checkedAtMs
  // One from the future was made by a clock that was wrong, or this one is: nobody knows how old it is.
  if (age < 0 || age >= DAY_MS) return true
  const [hours = 0, minutes = 0] = localTime(nowMs, timeZone).slice('YYYY-MM-DD '.length).split(':').map(Number)
  const quietForMs = ((hours * 60 + minutes - QUIET_MINUTE) * MINUTE_MS + DAY_MS) % DAY_MS
  return quietForMs < QUIET_MS && age > quietForMs
}
