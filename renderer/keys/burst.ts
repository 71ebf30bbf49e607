import { CODE_LENGTH_MAX, LOST } from '#domain/scanned-code'

/**
 * Tells a scanner that types like a keyboard from a person who types. Signs are held back until it is certain which of
 * the two it is: a scanner's come a few milliseconds apart, in a run that ends with Enter or with silence; a person's
 * do not. Nothing held is ever lost: it becomes a scan, or is typed where it was meant for.
 */
export interface Burst {
  readonly signs: readonly string[]
  /** When each came, ms; by the event's own clock, since a busy page hears of several at once. */
  readonly timesMs: readonly number[]
  /** Something of it was lost, so that it is no whole code any more. */
  readonly spoilt?: boolean
}

export const QUIET: Burst = { signs: [], timesMs: [] }

/** After its first sign a person is known by not going on within this. */
const FIRST_GAP_MS = 50
/** Once under way a scanner may stumble this long: slow wireless ones do. */
const GAP_MS = 90
/** Half of a scanner's gaps are shorter than this; two fast fingers do not keep that up. */
const MEDIAN_GAP_MS = 35
/** EAN-8 has eight digits; shop codes of fewer than six are typed. */
const SIGNS_MIN = 6
/** The longest code main takes, with a sign left for LOST. */
const SIGNS_MAX = CODE_LENGTH_MAX - 1

/** What to do with what was held: `typed` goes where the keys were meant for. */
export type Settled = { readonly is: 'scan'; readonly code: string } | { readonly is: 'typed'; readonly text: string }

/** How long to wait for the next sign before what is held is settled. */
export const patienceMs = ({ signs }: Burst): number => (signs.length < 2 ? FIRST_GAP_MS : GAP_MS)

/** One more sign. What was held from before a longer gap is settled first. */
export function withSign(burst: Burst, sign: string, atMs: number): { burst: Burst; before: Settled | null } {
  const last = burst.timesMs.at(-1)
  const inTime = last !== undefined && atMs - last <= patienceMs(burst)
  const full = burst.signs.length >= SIGNS_MAX
  // The rest of a code that is too long belongs to it, and is no code of its own.
  if (inTime && full && isScanner(burst)) return { burst: spoilt(burst, atMs), before: null }
  if (!inTime || full) return { burst: { signs: [sign], timesMs: [atMs] }, before: settle(burst) }
  return { burst: { ...burst, signs: [...burst.signs, sign], timesMs: [...burst.timesMs, atMs] }, before: null }
}

/** A run of which something is lost; it goes on until its end all the same. */
export const spoilt = ({ signs, timesMs }: Burst, atMs: number): Burst => ({
  ...{ signs, timesMs: [...timesMs.slice(0, -1), atMs], spoilt: true },
})

/** The end of a run, by Enter, Tab or silence; null where nothing was held. */
export function settle(burst: Burst): Settled | null {
  if (burst.signs.length === 0) return null
  const text = burst.signs.join('')
  return isScanner(burst) ? { is: 'scan', code: burst.spoilt ? text + LOST : text } : { is: 'typed', text }
}

/** Whether nobody but a scanner types like this, as far as it has come. */
export function isScanner({ signs, timesMs }: Burst): boolean {
  if (signs.length < SIGNS_MIN) return false
  const gaps = timesMs.slice(1).map((atMs, i) => atMs - (timesMs[i] ?? atMs))
  const median = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? Infinity
  return median <= MEDIAN_GAP_MS
}
