import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

/** How the platform and its merchants sign: RSASSA-PKCS1-v1_5 with SHA-256 over lines that each end with LF. */
export interface Signer {
  /** Whom the platform knows the key of, and the serial number of its certificate. */
  readonly appid: string
  readonly serial: string
  readonly key: KeyObject
}

export interface Stamp {
  /** Seconds since 1970. */
  readonly timestamp: number
  /** Of 1 to 32 characters. */
  readonly nonce: string
}

const SCHEME = 'LKLAPI-SHA256withRSA'
export const RSA_BITS_MIN = 2048
const HEADER_CHARACTERS_MAX = 4_096
const BITS_OF_A_BYTE = 8

/** Of PEM. Throws a RangeError for what is no RSA key, or too short a one. */
export const privateKeyOf = (pem: string): KeyObject => rsa(() => createPrivateKey(pem))
/** Of the PEM of a certificate or of a public key; throws as above. */
export const publicKeyOf = (pem: string): KeyObject => rsa(() => createPublicKey(pem))

function rsa(read: () => KeyObject): KeyObject {
  let key: KeyObject
  try {
    key = read()
  } catch {
    // What OpenSSL says of it may quote it.
    throw new RangeError('not a key')
  }
  if (key.asymmetricKeyType !== 'rsa') throw new RangeError('not an RSA key')
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < RSA_BITS_MIN) throw new RangeError('too short a key')
  return key
}

/** What is signed; nothing in a line but the body, which is the last, can hold a line’s end. */
const linesOf = (lines: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]))

/** The `Authorization` header of a request whose body is these very bytes. */
export function authorizationOf({ appid, serial, key }: Signer, { timestamp, nonce }: Stamp, body: Uint8Array): string {
  const signature = sign('sha256', linesOf([appid, serial, String(timestamp), nonce, body]), key).toString('base64')
  const values = { appid, serial_no: serial, timestamp: String(timestamp), nonce_str: nonce, signature }
  for (const value of Object.values(values)) if (!isValue(value)) throw new RangeError('no value of a header')
  return `${SCHEME} ${Object.entries(values)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}`
}

const VALUE = /^[\x21\x23-\x5b\x5d-\x7e]{1,1024}$/
const isValue = (text: string): boolean => VALUE.test(text)

/** Its values by name, in whatever order they come; null for anything else, and for a name that comes twice. */
export function readAuthorization(header: string): ReadonlyMap<string, string> | null {
  if (header.length > HEADER_CHARACTERS_MAX || !header.startsWith(`${SCHEME} `)) return null
  const values = new Map<string, string>()
  for (const part of header.slice(SCHEME.length + 1).split(',')) {
    const [, name, value] = /^\s*([a-z_]{1,32})="([^"]*)"\s*$/.exec(part) ?? []
    if (name === undefined || value === undefined || !isValue(value) || values.has(name)) return null
    values.set(name, value)
  }
  return values
}

/** As Node has them, or in any case; one that comes twice is none. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

function headerOf(headers: Headers, wanted: string): string | null {
  const found = Object.entries(headers).filter(([name, value]) => name.toLowerCase() === wanted && value !== undefined)
  const [only, another] = found
  const value = only?.[1]
  return another || typeof value !== 'string' || !isValue(value) ? null : value
}

/** The number that a platform’s people find an exchange by. It is not signed: for support alone. */
export function traceIdOf(headers: Headers): string | null {
  const id = headerOf(headers, 'lklapi-traceid')
  return id !== null && /^[\w.-]{1,64}$/.test(id) ? id : null
}

/** When the platform signed it; null where it did not, or not for us. */
export function signedAt(
  headers: Headers,
  body: Uint8Array,
  { appid, key }: { readonly appid: string; readonly key: KeyObject },
): number | null {
  const [whose, serial, timestamp, nonce, signature] = [
    ...['lklapi-appid', 'lklapi-serial', 'lklapi-timestamp', 'lklapi-nonce', 'lklapi-signature'],
  ].map((name) => headerOf(headers, name))
  if (whose !== appid || !serial || !timestamp || !nonce || !signature) return null
  const isRight = isSigned(linesOf([whose, serial, timestamp, nonce, body]), signature, key)
  return isRight ? secondsIn(timestamp) : null
}

/** What the platform tells by itself: three lines, neither whom it is for nor which certificate. Null: not signed. */
export function notifiedAt(headers: Headers, body: Uint8Array, key: KeyObject): Stamp | null {
  const given = Object.entries(headers).filter(([name]) => name.toLowerCase() === 'authorization')
  const header = given.length === 1 ? given[0]?.[1] : undefined
  const values = typeof header === 'string' ? readAuthorization(header) : null
  const [timestamp, nonce, signature] = ['timestamp', 'nonce_str', 'signature'].map((name) => values?.get(name))
  if (!timestamp || !nonce || !signature) return null
  if (!isSigned(linesOf([timestamp, nonce, body]), signature, key)) return null
  const seconds = secondsIn(timestamp)
  return seconds === null ? null : { timestamp: seconds, nonce }
}

const secondsIn = (text: string): number | null => (/^\d{1,11}$/.test(text) ? Number(text) : null)

/** Base64 has more than one way to write the same bytes; one is right. */
function isSigned(signed: Uint8Array, signature: string, key: KeyObject): boolean {
  const bytes = Buffer.from(signature, 'base64')
  if (bytes.length * BITS_OF_A_BYTE !== key.asymmetricKeyDetails?.modulusLength) return false
  return bytes.toString('base64') === signature && verify('sha256', signed, key, bytes)
}
