import type { FeeSchedule } from './fees.ts'
import type { PostedProfile } from './posted-profile.ts'
import type {
  BodyOf,
  Posted,
  PostedNotice,
  PostedStation,
  PostingEvent,
  PostingKind,
  PostingScope,
  StationStanding,
  Taken,
} from './postings.ts'
import { refused, type Refused } from './result.ts'
import type { Till } from './till.ts'

/** What of head office's postings holds for the till now, and what is to happen next. */

/** Nothing that head office posts strikes a sale in the midst of it; one with a tender has lines. */
export const isBetweenSales = ({ sale }: Pick<Till, 'sale'>): boolean => sale.lines.length === 0

const NONE = { now: null, next: null }
export const postedOf = ({ postings }: Pick<Till, 'postings'>, kind: PostingKind, scope: PostingScope): Posted =>
  postings.posted.find((each) => each.kind === kind && each.scope === scope) ?? { kind, scope, ...NONE }

/** By head office's clock, of what was taken under this name; null where nothing was. */
export const newestOf = ({ now, next }: Posted): Taken | null => next ?? now

/** In force for all stations of the shop, and for this one. */
export function inForce<Kind extends PostingKind>(
  till: Pick<Till, 'postings'>,
  kind: Kind,
): { readonly [Scope in PostingScope]: (Taken<Kind> & { readonly lists: number }) | null } {
  // What is kept under a kind is of this kind: `taken` put it there.
  const now = (scope: PostingScope) => postedOf(till, kind, scope).now as (Taken<Kind> & { lists: number }) | null
  return { all: now('all'), own: now('own') }
}

/** The newer of both by head office's clock; the station's own where they are of one moment. */
export function newerInForce<Kind extends PostingKind>(till: Pick<Till, 'postings'>, kind: Kind) {
  const { all, own } = inForce(till, kind)
  return all && own ? (all.issuedMs > own.issuedMs ? all : own) : (own ?? all)
}

export const feesOf = (till: Pick<Till, 'postings'>): FeeSchedule | null =>
  newerInForce(till, 'fees')?.body.fees ?? null

/** For all stations and for this one; line by line the station's own win. */
export function profileOf(till: Pick<Till, 'postings'>): Readonly<Record<PostingScope, PostedProfile>> {
  const { all, own } = inForce(till, 'profile')
  return { all: all?.body.lines ?? {}, own: own?.body.lines ?? {} }
}

/** The stations of the shop, as head office vouches for them. */
export const stationsOf = (till: Pick<Till, 'postings'>): readonly PostedStation[] =>
  newerInForce(till, 'stations')?.body.stations ?? []

/** Both lists together; of two with one name the station's own. */
export function noticesOf(till: Pick<Till, 'postings'>): readonly PostedNotice[] {
  const { all, own } = inForce(till, 'notices')
  const mine = own?.body.notices ?? []
  return [...(all?.body.notices ?? []).filter(({ id }) => !mine.some((each) => each.id === id)), ...mine]
}

export const shownNotices = (till: Pick<Till, 'postings'>, nowMs: number): readonly PostedNotice[] =>
  noticesOf(till).filter(
    ({ fromMs, untilMs }) => (fromMs === null || fromMs <= nowMs) && (untilMs === null || nowMs < untilMs),
  )

export const hasRead = ({ postings }: Pick<Till, 'postings'>, notice: string, operator: string): boolean =>
  postings.read.some((each) => each.notice === notice && each.operator === operator)

/** The stricter of both. */
export function stationStanding(till: Pick<Till, 'postings'>): StationStanding {
  const { all, own } = inForce(till, 'standing')
  const both = [all?.body.station, own?.body.station]
  return both.includes('closed') ? 'closed' : both.includes('cash-only') ? 'cash-only' : 'open'
}

/** Codes that head office took back by a posting. */
export function deadCodes(till: Pick<Till, 'postings'>): readonly string[] {
  const { all, own } = inForce(till, 'standing')
  return [...(all?.body.codes ?? []), ...(own?.body.codes ?? [])].map(({ token }) => token)
}

export type Applied = PostingEvent & { readonly is: 'posting-applied' }

export type BeginRefusal = 'station-closed' | 'notice-unread'

/** Why the next sale may not begin; null where it may, and always while one is open. */
export function beginRefusal(till: Till, nowMs: number): Refused<BeginRefusal> | null {
  if (!isBetweenSales(till)) return null
  if (stationStanding(till) === 'closed') return refused('station-closed')
  const isDue = ({ id, mustRead }: PostedNotice) => mustRead && till.duty !== null && !hasRead(till, id, till.duty)
  return shownNotices(till, nowMs).some(isDue) ? refused('notice-unread') : null
}

/** What is to be applied now; null while a sale is open, or nothing's time has come. `held`: not now, by its digest. */
export function postingDue(till: Till, nowMs: number, held: ReadonlySet<string>): Applied | null {
  if (!isBetweenSales(till)) return null
  for (const { kind, scope, now, next } of till.postings.posted) {
    const one = next ?? now
    if (one === null || (one.fromMs !== null && one.fromMs > nowMs) || held.has(one.digest)) continue
    const lists = one.body.kind === 'catalogue' ? listsDue(one.body, nowMs) : 0
    if (next === null && lists <= (now?.lists ?? 0)) continue
    return { is: 'posting-applied', scope, kind, issuedMs: one.issuedMs, digest: one.digest, lists }
  }
  return null
}

const listsDue = ({ lists }: BodyOf<'catalogue'>, nowMs: number): number =>
  lists.filter(({ fromMs }) => fromMs === null || fromMs <= nowMs).length

/** When something's time comes next, or a notice is over; null where nothing waits. */
export function nextDueMs(till: Till, nowMs: number): number | null {
  const times = till.postings.posted.flatMap(({ now, next }) => {
    const one = next ?? now
    if (!one) return []
    return [one.fromMs, ...(one.body.kind === 'catalogue' ? one.body.lists.map(({ fromMs }) => fromMs) : [])]
  })
  const ofNotices = noticesOf(till).flatMap(({ fromMs, untilMs }) => [fromMs, untilMs])
  const ahead = [...times, ...ofNotices].filter((ms) => ms !== null).filter((ms) => ms > nowMs)
  return ahead.length === 0 ? null : Math.min(...ahead)
}
