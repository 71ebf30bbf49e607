import { hasRead, isBetweenSales, newerInForce, newestOf, noticesOf, postedOf } from './in-force.ts'
import { assert, never } from './result.ts'
import type { FeeSchedule } from './fees.ts'
import type { SecretKind } from './lockout.ts'
import type { PostedProfile } from './posted-profile.ts'
import type { TillEvent } from './events.ts'
import type { Operator, Till } from './till.ts'
import { withOperators } from './posted-operators.ts'

/**
 * What head office posted for this till, folded from the journal: a file that is removed or put back changes nothing. A
 * posting is the whole of its kind. It is taken when it was found good, and applied between two sales, when its time
 * has come.
 */
export const POSTING_KINDS = [
  ...(['catalogue', 'operators', 'policy', 'fees', 'notices', 'standing', 'profile', 'stations'] as const),
] as const
export type PostingKind = (typeof POSTING_KINDS)[number]
/** For all stations of the shop, or for this one. */
export const POSTING_SCOPES = ['all', 'own'] as const
export type PostingScope = (typeof POSTING_SCOPES)[number]

/** Goods in the place of all there were, or other prices for some. */
export interface PostedList {
  readonly is: 'goods' | 'prices'
  /** Null: at once. */
  readonly fromMs: number | null
  readonly rows: number
  /** SHA-256 of the list as it was packed, hex. */
  readonly digest: string
}
export interface PostedNotice {
  readonly id: string
  readonly title: PostedWords
  readonly text: PostedWords
  readonly fromMs: number | null
  readonly untilMs: number | null
  /** Whoever sells reads it before the next sale. */
  readonly mustRead: boolean
}
export interface PostedWords {
  readonly zh: string
  /** Null: head office wrote none. */
  readonly en: string | null
}
/** A station of the shop, and the key by which what it says is known: base64 of its SubjectPublicKeyInfo. */
export interface PostedStation {
  readonly station: string
  readonly publicKey: string
}
export type StationStanding = 'open' | 'cash-only' | 'closed'

/** `token`: what is done once bears a name, as codes do. */
export type PostingBody =
  | { readonly kind: 'catalogue'; readonly lists: readonly PostedList[] }
  | { readonly kind: 'operators'; readonly operators: readonly Operator[] }
  /** As head office signed it, JSON. */
  | { readonly kind: 'policy'; readonly document: string }
  | { readonly kind: 'fees'; readonly fees: FeeSchedule }
  | { readonly kind: 'notices'; readonly notices: readonly PostedNotice[] }
  | {
      readonly kind: 'standing'
      readonly demand: { readonly token: string; readonly graceMs: number } | null
      readonly secrets: readonly { readonly token: string; readonly operator: string; readonly secret: SecretKind }[]
      readonly codes: readonly { readonly token: string }[]
      /** Of head office itself, which are believed no more. */
      readonly keys: readonly string[]
      readonly station: StationStanding
    }
  | { readonly kind: 'profile'; readonly lines: PostedProfile }
  | { readonly kind: 'stations'; readonly stations: readonly PostedStation[] }
export type BodyOf<Kind extends PostingKind> = PostingBody & { readonly kind: Kind }

export interface Taken<Kind extends PostingKind = PostingKind> {
  /** By head office's clock, which alone says what is newer. */
  readonly issuedMs: number
  /** SHA-256 of all that was signed, hex. */
  readonly digest: string
  /** Null: at once. */
  readonly fromMs: number | null
  readonly body: BodyOf<Kind>
}
export interface Posted {
  readonly kind: PostingKind
  readonly scope: PostingScope
  /** In force; `lists`: how many of a catalogue's. */
  readonly now: (Taken & { readonly lists: number }) | null
  readonly next: Taken | null
}

export const POSTING_REFUSALS = [
  ...(['posting-misread', 'posting-forged', 'posting-elsewhere', 'posting-older', 'posting-unsound'] as const),
  ...(['posting-too-big', 'part-missing', 'part-forged', 'would-break', 'posting-waits'] as const),
] as const
/**
 * Why a posting is not taken. `posting-elsewhere`: of another merchant, shop, station or kind · `would-break`: the
 * station could not go on with it · `posting-waits`: no manager has accepted yet whom the station trusts now.
 */
export type PostingRefusal = (typeof POSTING_REFUSALS)[number]
export interface PostingRefused {
  readonly name: string
  readonly kind: PostingKind
  /** The hub's, of this name. */
  readonly revision: number
  readonly why: PostingRefusal
  /** What is wrong with it, for whoever looks for the reason; may be empty. */
  readonly about: string
}

export interface Postings {
  readonly posted: readonly Posted[]
  /** The last one of each name that was not taken, until one of it is. */
  readonly refused: readonly (PostingRefused & { readonly atMs: number })[]
  /** Who read which notices that must be read. */
  readonly read: readonly { readonly notice: string; readonly operator: string }[]
  /** Operators that head office took out: what their secrets were must not serve whoever gets their number. */
  readonly removed: readonly string[]
  /** Keys of head office that were taken back, for ever. */
  readonly deadKeys: readonly string[]
}
export const NO_POSTINGS: Postings = { posted: [], refused: [], read: [], removed: [], deadKeys: [] }

export type PostingEvent =
  | ({
      readonly is: 'posting-taken'
      readonly name: string
      readonly revision: number
      readonly scope: PostingScope
    } & Taken)
  | {
      readonly is: 'posting-applied'
      readonly scope: PostingScope
      readonly kind: PostingKind
      readonly issuedMs: number
      readonly digest: string
      /** How many of a catalogue's lists hold from here on; of other kinds 0. */
      readonly lists: number
    }
  | ({ readonly is: 'posting-refused' } & PostingRefused)
  | { readonly is: 'notice-read'; readonly notice: string; readonly operator: string }

const KINDS = new Set<TillEvent['is']>(['posting-taken', 'posting-applied', 'posting-refused', 'notice-read'])
export const isOfPostings = (event: TillEvent): event is PostingEvent => KINDS.has(event.is)

/** How the till stands after one of these. What does not fit is a bug or forged, and throws. */
export function afterPosting(till: Till, event: PostingEvent, atMs: number): Till {
  switch (event.is) {
    case 'posting-taken':
      return taken(till, event)
    case 'posting-applied':
      return applied(till, event)
    case 'posting-refused': {
      const { name, kind, revision, why, about } = event
      return become(till, { refused: [...others(till, name), { name, kind, revision, why, about, atMs }] })
    }
    case 'notice-read': {
      const { notice, operator } = event
      assert(
        noticesOf(till).some(({ id }) => id === notice),
        'a notice that is read was posted',
      )
      return hasRead(till, notice, operator)
        ? till
        : become(till, { read: [...till.postings.read, { notice, operator }] })
    }
    default:
      return never(event)
  }
}

const become = (till: Till, change: Partial<Postings>): Till => ({ ...till, postings: { ...till.postings, ...change } })
const others = ({ postings }: Till, name: string) => postings.refused.filter((each) => each.name !== name)

function taken(till: Till, event: PostingEvent & { is: 'posting-taken' }): Till {
  const { name, scope, issuedMs, digest, fromMs, body } = event
  const before = postedOf(till, body.kind, scope)
  const newest = newestOf(before)
  assert(newest === null || issuedMs > newest.issuedMs, 'no older posting of head office comes back')
  const posted = put(till, { ...before, next: { issuedMs, digest, fromMs, body } })
  return become(till, { posted, refused: others(till, name) })
}

const put = ({ postings }: Till, one: Posted): readonly Posted[] => [
  ...postings.posted.filter(({ kind, scope }) => kind !== one.kind || scope !== one.scope),
  one,
]

function applied(till: Till, { kind, scope, digest, lists }: PostingEvent & { is: 'posting-applied' }): Till {
  assert(isBetweenSales(till), 'what head office posts is applied between two sales')
  const before = postedOf(till, kind, scope)
  const one = before.next ?? before.now
  assert(one?.digest === digest, 'what is applied was taken')
  assert(before.next !== null || lists > (before.now?.lists ?? 0), 'a list comes after those before it')
  const { body } = one
  const after = become(till, { posted: put(till, { kind, scope, now: { ...one, lists }, next: null }) })
  switch (body.kind) {
    case 'operators':
      return withOperators(after, newerInForce(after, 'operators')?.body.operators ?? body.operators)
    case 'notices':
      return become(after, { read: stillRead(till, after) })
    case 'standing':
      return become(after, { deadKeys: [...new Set([...after.postings.deadKeys, ...body.keys])] })
    case 'catalogue':
    case 'policy':
    case 'fees':
    case 'profile':
    case 'stations':
      return after
    default:
      return never(body)
  }
}

/** Who read a notice that says something else now has it to read. */
function stillRead(before: Till, after: Till): Postings['read'] {
  const said = (till: Till, id: string) => {
    const notice = noticesOf(till).find((each) => each.id === id)
    return notice && JSON.stringify([notice.title, notice.text])
  }
  return after.postings.read.filter(({ notice }) => {
    const now = said(after, notice)
    return now !== undefined && now === said(before, notice)
  })
}
