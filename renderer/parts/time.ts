import { localTime } from '#domain/receipt-parts'

/** A moment as the shop's clock shows it, on the screen as on paper. */
export const shopTime = localTime

/** Hours and minutes of it. */
export const shopClock = (atMs: number, timeZone: string): string => localTime(atMs, timeZone).slice(11, 16)

/** The time of day of it, to the second. */
export const shopTimeOfDay = (atMs: number, timeZone: string): string => localTime(atMs, timeZone).slice(11)
