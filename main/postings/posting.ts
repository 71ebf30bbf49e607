import { POSTING_KINDS, type PostingKind, type PostingRefusal, type PostingScope } from '#domain/postings'
import { done, refused, type Done, type Refused } from '#domain/result'
import { postingName } from '#drivers/hub/names'
import { createHash, sign, verify, type KeyObject } from 'node:crypto'
import { keyId, publicText } from '../head-office/token.ts'
import { Signature, type Trust } from '../head-office/trust.ts'

/**
 * What head office posts for a shop or a station, signed (Ed25519) as a text of lines:
 *
 *     cashier-station posting 1 · name · merchant · issued · from · key · body · signature
 *
 * `name` is the one that it bears at the hub (`<shop>.all.<kind>`, `<shop>.<station>.<kind>`), so what is for one is
 * for no other; `issued` is milliseconds since 1970, UTC; `from` is the shop's own time, or `-`; `body` is JSON in one
 * line. All before the signature is signed, byte for byte.
 */
const FIRST_LINE = 'cashier-station posting 1'
const NO_TIME = '-'
const [LINES, BODY] = [8, 6]
/** With what its record adds it fits into one line of the journal. */
export const POSTING_BYTES_MAX = 49_152
const ABOUT_CHARACTERS = 120

export const isKind = (word: string): word is PostingKind => POSTING_KINDS.some((kind) => kind === word)

/** What a posting is called at the hub. `station` null: for all of the shop. */
export const nameOf = (shop: string, station: string | null, kind: PostingKind): string =>
  postingName(shop, station ?? 'all', kind)
/** Parts of big ones are called by what they hold. */
export const partName = (shop: string, part: string): string => postingName(shop, 'part', part)

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

export interface PostingFields {
  readonly name: string
  readonly merchant: string
  readonly issuedMs: number
  /** The shop's own time, `2026-12-01 06:00:00`; null: at once. */
  readonly from: string | null
  /** Of its kind, as JSON knows it. */
  readonly body: unknown
}

export function signPosting({ name, merchant, issuedMs, from, body }: PostingFields, key: KeyObject): Buffer {
  const lines = [FIRST_LINE, name, merchant, issuedMs, from ?? NO_TIME, keyId(publicText(key)), JSON.stringify(body)]
  const text = lines.join('\n')
  return Buffer.from(`${text}\n${sign(null, Buffer.from(text), key).toString('base64')}`)
}

export interface JudgedPosting extends PostingFields {
  readonly key: string
  /** Of all that was signed. */
  readonly digest: string
}
export type Refusal = Refused<PostingRefusal> & { readonly about: string }
export const not = (why: PostingRefusal, about = ''): Refusal => ({
  ...refused(why),
  about: about.slice(0, ABOUT_CHARACTERS),
})

/** Without asking who signed it: for head office's own tools. Null where it is no posting. */
export function readPosting(payload: Uint8Array): (JudgedPosting & Signed) | null {
  const lines = Buffer.from(payload).toString().split('\n')
  const [first, name = '', merchant = '', issued = '', from = '', key = '', text = '', signature = ''] = lines
  const isForm = lines.length === LINES && first === FIRST_LINE && /^\d{1,15}$/.test(issued)
  if (!isForm || !Signature.safeParse(signature).success) return null
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    // A line that is no JSON.
    return null
  }
  const signed = Buffer.from(lines.slice(0, BODY + 1).join('\n'))
  const head = { name, merchant, issuedMs: Number(issued), from: from === NO_TIME ? null : from, body }
  return { ...head, key, digest: sha256(signed), signed, signature }
}

interface Signed {
  readonly signed: Buffer
  readonly signature: string
}

export interface PostingExpected {
  /** Under which it was found. */
  readonly name: string
  /** Null where the station trusts nobody. */
  readonly trust: Trust | null
}

/** Whether these bytes are a posting of head office for whoever looks under this name; its kind judges the body. */
export function judgePosting(payload: Uint8Array, { name, trust }: PostingExpected): Done<JudgedPosting> | Refusal {
  if (payload.length > POSTING_BYTES_MAX) return not('posting-too-big', String(payload.length))
  const read = readPosting(payload)
  if (!read) return not('posting-misread')
  const { signed, signature, ...posting } = read
  const key = trust?.keys.get(posting.key)
  if (!key || !verify(null, signed, key, Buffer.from(signature, 'base64'))) return not('posting-forged', posting.key)
  if (posting.merchant !== trust?.merchant) return not('posting-elsewhere', posting.merchant)
  return posting.name === name ? done(posting) : not('posting-elsewhere', posting.name)
}

/** The name of a scope here. */
export const nameAt = (
  { shop, station }: { readonly shop: string; readonly station: string },
  kind: PostingKind,
  scope: PostingScope,
): string => nameOf(shop, scope === 'all' ? null : station, kind)
