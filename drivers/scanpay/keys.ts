import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { RSA_BITS_MIN } from './signing.ts'

/** Keys as people hand them over: PEM, with line ends or, as it comes out of a field of one line, without. */

/**
 * Why a text is not the key that is wanted. `garbled`: no PEM, cut off, or of a key that does not sign · `private`,
 * `public`: the other half of a pair, or the whole of it, where it does not belong.
 */
export type KeyFault = 'garbled' | 'encrypted' | 'private' | 'public' | 'not-rsa' | 'too-short' | 'too-long'
type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: KeyFault }

export interface MerchantKey {
  readonly key: KeyObject
  /** PKCS #8, in PEM: the secret. */
  readonly pem: string
  /** SubjectPublicKeyInfo, in PEM: for the platform. */
  readonly publicKey: string
  /** Names the pair for people: the first 16 hex digits of SHA-256 of the public key. */
  readonly print: string
}

/** What a platform signs with, and until when its certificate says so; null where it is a bare key. */
export interface PlatformKey {
  readonly key: KeyObject
  /** Milliseconds since 1970. */
  readonly untilMs: number | null
}

/** Longer ones make nothing safer, and no place that keeps secrets need hold them. */
const RSA_BITS_MAX = 4096
const PRINT_DIGITS = 16
const PEM = /^\s*-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/
const LINE = /.{1,64}/g
const TRIED = Buffer.from('a key that signs')

/** On another thread: it takes a while. */
export async function makeMerchantKey(): Promise<MerchantKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS_MIN })
  return pairOf(privateKey)
}

export function readMerchantKey(text: string): Read<MerchantKey> {
  const form = inForm(text)
  if (!form) return { ok: false, why: text.includes('ENCRYPTED') ? 'encrypted' : 'garbled' }
  if (form.label === 'ENCRYPTED PRIVATE KEY') return { ok: false, why: 'encrypted' }
  if (!form.label.endsWith('PRIVATE KEY')) return { ok: false, why: 'public' }
  const read = readRsa(() => createPrivateKey(form.pem))
  if (!read.ok) return read
  const signature = signedBy(read.value)
  const isWhole = signature !== null && verify('sha256', TRIED, createPublicKey(form.pem), signature)
  return isWhole ? { ok: true, value: pairOf(read.value) } : { ok: false, why: 'garbled' }
}

/** Of a certificate, or of a public key. */
export function readPlatformKey(text: string): Read<PlatformKey> {
  const form = inForm(text)
  if (text.includes('PRIVATE KEY')) return { ok: false, why: 'private' }
  if (!form) return { ok: false, why: 'garbled' }
  const read = readRsa(() => createPublicKey(form.pem))
  return read.ok ? { ok: true, value: { key: read.value, untilMs: endOf(form) } } : read
}

/** Whether it is one that TLS can be held against. */
export function isCertificate(text: string): boolean {
  const form = inForm(text)
  return form?.label === 'CERTIFICATE' && endOf(form) !== null
}

interface Form {
  readonly label: string
  readonly pem: string
}

/** In lines again; null for what is no PEM, or more than one. */
function inForm(text: string): Form | null {
  const [, label, inner] = PEM.exec(text) ?? []
  if (label === undefined || inner === undefined) return null
  const lines = inner.replace(/\s/g, '').match(LINE) ?? []
  return { label, pem: [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n') }
}

function readRsa(read: () => KeyObject): Read<KeyObject> {
  let key: KeyObject
  try {
    key = read()
  } catch {
    // What OpenSSL says of it may quote it.
    return { ok: false, why: 'garbled' }
  }
  if (key.asymmetricKeyType !== 'rsa') return { ok: false, why: 'not-rsa' }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < RSA_BITS_MIN) return { ok: false, why: 'too-short' }
  return bits > RSA_BITS_MAX ? { ok: false, why: 'too-long' } : { ok: true, value: key }
}

function signedBy(key: KeyObject): Buffer | null {
  try {
    return sign('sha256', TRIED, key)
  } catch {
    // Its numbers do not belong together.
    return null
  }
}

function pairOf(key: KeyObject): MerchantKey {
  const half = createPublicKey(key)
  const print = createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex')
  return {
    ...{ key, pem: key.export({ type: 'pkcs8', format: 'pem' }).toString() },
    publicKey: half.export({ type: 'spki', format: 'pem' }).toString(),
    print: print.slice(0, PRINT_DIGITS),
  }
}

/** Null where it is no certificate. */
function endOf({ label, pem }: Form): number | null {
  if (label !== 'CERTIFICATE') return null
  try {
    return Date.parse(new X509Certificate(pem).validTo)
  } catch {
    // It only says that it is one.
    return null
  }
}
