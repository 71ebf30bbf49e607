import { HEAD_OFFICE_PREFIX, inGroups } from '#domain/head-office-code'
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { fromBase32, toBase32 } from './base32.ts'

/**
 * What head office signs (Ed25519) and a station checks, so small that it can be typed: 157 signs, or a QR code.
 *
 *     1 version and kind · 4 key · 10 place · 4 issued · 4 expires · 8 id · own fields · 64 signature · 3 checksum
 *
 * `place` is a digest of merchant, terminal and the station's own key: what is for another one fits nowhere else, and
 * the code stays short. Times are minutes since 1970, UTC. The signature is over all before it, the checksum (the
 * beginning of SHA-256) over all before that: a typing slip is told from a forged code.
 */
export type TokenKind = 'activation' | 'reset' | 'demand'
const KINDS: readonly TokenKind[] = ['activation', 'reset', 'demand']

export interface TokenFields {
  readonly kind: TokenKind
  /** Hex of ten bytes. */
  readonly place: string
  /** Whole minutes, in milliseconds since 1970, UTC. */
  readonly issuedMs: number
  readonly expiresMs: number
  /** Hex of eight bytes. */
  readonly id: string
  /** Whose secret may be set anew: of a `reset` alone, else empty. */
  readonly operator: string
}

export interface Token extends TokenFields {
  /** The beginning of the fingerprint of the key that is said to have signed it, hex. */
  readonly key: string
  readonly signed: Uint8Array
  readonly signature: Uint8Array
}

const VERSION = 1
const MINUTE_MS = 60_000
const [KEY, PLACE, TIME, ID, SIGNATURE, CHECKSUM] = [4, 10, 4, 8, 64, 3]
const HEAD = 1 + KEY + PLACE + 2 * TIME + ID
const OPERATOR_MAX = 6

/** Base64 of SubjectPublicKeyInfo. */
export const publicText = (key: KeyObject): string =>
  (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'der', type: 'spki' }).toString('base64')

const digest = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

/** What names a key of head office in codes and settings. */
export const keyId = (publicKey: string): string =>
  digest(Buffer.from(publicKey, 'base64')).subarray(0, KEY).toString('hex')

/** What names a station's key to people: sixteen signs. */
export const deviceFingerprint = (publicKey: string): string =>
  toBase32(digest(Buffer.from(publicKey, 'base64')).subarray(0, PLACE))

export interface Place {
  readonly merchant: string
  readonly terminal: string
  /** The fingerprint of the station's key. */
  readonly device: string
}
export const placeOf = ({ merchant, terminal, device }: Place): string =>
  digest([merchant, terminal, device].join('\n')).subarray(0, PLACE).toString('hex')

/** As it is typed: signs in groups. */
export function makeToken(fields: TokenFields, key: KeyObject): string {
  const times = Buffer.alloc(2 * TIME)
  times.writeUInt32BE(fields.issuedMs / MINUTE_MS, 0)
  times.writeUInt32BE(fields.expiresMs / MINUTE_MS, TIME)
  const signed = Buffer.concat([
    Uint8Array.of((VERSION << 4) | KINDS.indexOf(fields.kind)),
    Buffer.from(keyId(publicText(key)), 'hex'),
    Buffer.from(fields.place, 'hex'),
    ...[times, Buffer.from(fields.id, 'hex'), Buffer.from(fields.operator)],
  ])
  const whole = Buffer.concat([signed, sign(null, signed, key)])
  return inGroups(toBase32(Buffer.concat([whole, digest(whole).subarray(0, CHECKSUM)])))
}

/** As a scanner is to read it. */
export const scannable = (token: string): string => HEAD_OFFICE_PREFIX + token.replaceAll('-', '')

/** Null where it was misread or mistyped: it is no code at all, whoever made it. */
export function readToken(text: string): Token | null {
  const bytes = fromBase32(text.trim().toUpperCase().replace(HEAD_OFFICE_PREFIX, ''))
  const own = (bytes?.length ?? 0) - HEAD - SIGNATURE - CHECKSUM
  if (!bytes || own < 0 || own > OPERATOR_MAX) return null
  const whole = Buffer.from(bytes.subarray(0, bytes.length - CHECKSUM))
  if (!digest(whole).subarray(0, CHECKSUM).equals(bytes.subarray(whole.length))) return null
  const signed = whole.subarray(0, HEAD + own)
  const first = signed[0] ?? 0
  const kind = KINDS[first & 15]
  const operator = signed.subarray(HEAD).toString('latin1')
  if (first >> 4 !== VERSION || kind === undefined || !/^\d*$/.test(operator)) return null
  const [placeAt, timeAt, idAt] = [1 + KEY, 1 + KEY + PLACE, 1 + KEY + PLACE + 2 * TIME]
  return {
    ...{
      kind,
      operator,
      signed,
      signature: whole.subarray(HEAD + own),
      key: signed.subarray(1, placeAt).toString('hex'),
    },
    ...{ place: signed.subarray(placeAt, timeAt).toString('hex'), id: signed.subarray(idAt, HEAD).toString('hex') },
    issuedMs: signed.readUInt32BE(timeAt) * MINUTE_MS,
    expiresMs: signed.readUInt32BE(timeAt + TIME) * MINUTE_MS,
  }
}

export const isSignedBy = ({ signed, signature }: Pick<Token, 'signed' | 'signature'>, key: KeyObject): boolean =>
  verify(null, signed, key, signature)
