const BEIJING_MS = 8 * 3_600_000

/** Beijing’s, yyyyMMddHHmmss. */
export const beijingText = (atMs: number): string =>
  new Date(atMs + BEIJING_MS).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')

export const beijingDay = (atMs: number): string => beijingText(atMs).slice(0, 8)

const SHAPE = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/
/** Null for what is no moment, such as 30 February. */
export function readBeijing(text: string): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = SHAPE.exec(text)?.slice(1).map(Number) ?? []
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second) - BEIJING_MS
  return SHAPE.test(text) && beijingText(atMs) === text ? atMs : null
}
