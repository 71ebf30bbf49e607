import { newestOf, postedOf } from '#domain/in-force'
import type { PostingBody, PostingEvent, PostingKind, PostingScope } from '#domain/postings'
import { momentOf } from '#domain/shop-day'
import type { Till } from '#domain/till'
import type { HubLine, Posting } from '#drivers/hub/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { trustChanged } from '../head-office/policy-file.ts'
import { trustNow, trustOf, type HeadOfficeFile } from '../head-office/trust.ts'
import type { StationSettings } from '../settings.ts'
import { Moment, understood } from './bodies.ts'
import { fetchLists } from './fetching.ts'
import { fitness, type FitnessParts } from './fitness.ts'
import { judgePosting, not, type JudgedPosting, type Refusal } from './posting.ts'
import { aboutOf } from './record.ts'
import type { Shelf } from './shelf.ts'

export interface TakingParts extends Omit<FitnessParts, 'till' | 'trust'> {
  readonly acts: Acts
  readonly random: Random
  readonly headOffice: HeadOfficeFile
  readonly settings: Pick<StationSettings, 'timeZone'>
  readonly shelf: Shelf
  readonly shop: string
}

/** What lies at the hub under one name of this station. */
export interface Lying {
  readonly posting: Posting
  readonly kind: PostingKind
  readonly scope: PostingScope
}

/**
 * `settled`: it is taken, known or refused, and need not be looked at again · `again`: it can not be said yet, because
 * the line, the disk or a part of it failed, or a manager's word is waited for.
 */
export type TakenAs = 'settled' | 'again'

/** Judges a posting and writes down that it is taken, with what of it is on this machine by then; or why it is not. */
export async function take(parts: TakingParts, line: Pick<HubLine, 'posting'>, lying: Lying): Promise<TakenAs> {
  const { acts, random, headOffice, settings, shelf, shop } = parts
  const { posting, kind, scope } = lying
  const { name, revision, payload } = posting
  const till = acts.till()
  const trust = trustNow(trustOf(headOffice), till)
  const judged = judgePosting(payload, { name, trust })
  if (!judged.ok) return refuse(parts, lying, judged)
  const { issuedMs, digest, from, body: wire } = judged.value
  const isKnown = newestOf(postedOf(till, kind, scope))?.digest === digest
  const older = isKnown ? null : olderThan(till, kind, scope, judged.value)
  if (older) return refuse(parts, lying, older)
  const body = understood(kind, wire, settings.timeZone)
  if (typeof body === 'string') return refuse(parts, lying, not('posting-unsound', body))
  const fromMs = heldFrom(from, body, settings.timeZone)
  if (fromMs === 'never') return refuse(parts, lying, not('posting-unsound', `${from ?? ''}: no such time`))
  const unfit = isKnown ? null : fitness({ ...parts, till, trust }, scope, judged.value, body)
  if (unfit) return refuse(parts, lying, unfit)
  const waits = trustChanged(headOffice, till.integrity.accepted)
  if (waits.length > 0) return refuse(parts, lying, not('posting-waits', waits.join(', ')))
  if (kind === 'catalogue') {
    const fetched = await fetchLists({ line, shelf, shop }, wire)
    if (fetched === 'silence') return 'again'
    if (fetched) return refuse(parts, lying, fetched)
  }
  const event: PostingEvent = { is: 'posting-taken', name, revision, scope, issuedMs, digest, fromMs, body }
  const isNewer = (now: Till) => issuedMs > (newestOf(postedOf(now, kind, scope))?.issuedMs ?? -1)
  await acts.happened(random.id(), (now) => (isNewer(now) ? event : null))
  return 'settled'
}

/** Of a catalogue, when the first of its lists begins. */
function heldFrom(from: string | null, body: PostingBody, timeZone: string): number | null | 'never' {
  if (body.kind === 'catalogue') return from === null ? (body.lists[0]?.fromMs ?? null) : 'never'
  return from === null ? null : Moment.safeParse(from).success ? (momentOf(from, timeZone) ?? 'never') : 'never'
}

function olderThan(till: Till, kind: PostingKind, scope: PostingScope, { issuedMs }: JudgedPosting): Refusal | null {
  const newest = newestOf(postedOf(till, kind, scope))
  return newest && issuedMs <= newest.issuedMs ? not('posting-older', new Date(issuedMs).toISOString()) : null
}

/** What may be set right without another posting. */
const NOT_FOR_GOOD: ReadonlySet<Refusal['why']> = new Set(['part-missing', 'part-forged', 'posting-waits'])

/** Written down once of each revision, so that head office reads in the ledger why nothing came of it. */
async function refuse({ acts, random }: TakingParts, { posting, kind }: Lying, refusal: Refusal): Promise<TakenAs> {
  const { name, revision } = posting
  const { why } = refusal
  const event: PostingEvent = { is: 'posting-refused', name, kind, revision, why, about: aboutOf(refusal.about) }
  await acts.happened(random.id(), ({ postings }) =>
    postings.refused.some((each) => each.name === name && each.revision === revision && each.why === why)
      ? null
      : event,
  )
  return NOT_FOR_GOOD.has(why) ? 'again' : 'settled'
}
