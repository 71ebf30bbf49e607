import { localTime } from './receipt-parts.ts'

/** No clock on earth is further from UTC. */
const FURTHEST_MS = 15 * 3_600_000
const DAY_MS = 86_400_000

const asUtc = (local: string): number => Date.parse(`${local.replace(' ', 'T')}.000Z`)
const isWritten = (local: string): boolean => {
  const atMs = asUtc(local)
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().slice(0, 19).replace('T', ' ') === local
}

/**
 * The first moment at which the shop's clock shows this (`2026-05-04 13:58:07`), or what comes after it where it never
 * does: summer time may skip it. Milliseconds since 1970, UTC; null where there is no such day or time.
 */
export function momentOf(local: string, timeZone: string): number | null {
  if (!isWritten(local)) return null
  let [before, at] = [asUtc(local) - FURTHEST_MS, asUtc(local) + FURTHEST_MS]
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2)
    if (localTime(middle, timeZone) >= local) at = middle
    else before = middle
  }
  return at
}

/** A day of the shop (`2026-05-04`): its first and its last millisecond; null where there is no such day. */
export function dayOf(day: string, timeZone: string): { readonly from: number; readonly to: number } | null {
  const from = momentOf(`${day} 00:00:00`, timeZone)
  if (from === null) return null
  const next = new Date(asUtc(`${day} 00:00:00`) + DAY_MS).toISOString().slice(0, 10)
  const end = momentOf(`${next} 00:00:00`, timeZone)
  return end === null ? null : { from, to: end - 1 }
}
