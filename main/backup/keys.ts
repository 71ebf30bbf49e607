import type { DeriveKey } from '#drivers/hashing/port'
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import type { Header, Kdf } from './format.ts'

/**
 * Whose key opens a backup. The station holds the public half alone: it can make backups and open none.
 *
 * The wrapping of a file's key, 32 random bytes: X25519 of an ephemeral key and the recipient's; HKDF-SHA-256 of that
 * with both public keys as salt and INFO as info; AES-256-GCM under the result, nonce zero, for it is used once.
 */
const INFO = 'cashier-station backup 1'
export const KEY_BYTES = 32
const CIPHER = 'aes-256-gcm'
const NONCE = Buffer.alloc(12)
/** RFC 8410: what stands before the 32 bytes of an X25519 private key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex')

const publicKey = (x: string): KeyObject => createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' })

export const privateKey = (bytes: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' })

/** The public half, base64url. */
export const publicHalf = (key: KeyObject): string =>
  (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'jwk' }).x ?? ''

/** What people compare keys by. */
export const fingerprintOf = (key: string): string =>
  createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex').slice(0, 16)

export async function keyOfPassphrase(derive: DeriveKey, passphrase: string, kdf: Kdf): Promise<KeyObject> {
  const { salt, memory: memoryKiB, passes, lanes } = kdf
  return privateKey(await derive(passphrase, Buffer.from(salt, 'base64url'), { memoryKiB, passes, lanes }))
}

/** A public or a private X25519 key in PEM; null where it is none. */
export function readPem(kind: 'public' | 'private', text: string): KeyObject | null {
  try {
    const key = kind === 'public' ? createPublicKey(text) : createPrivateKey(text)
    return key.asymmetricKeyType === 'x25519' ? key : null
  } catch {
    // The library says only by throwing that a text is no key.
    return null
  }
}

/** The file's key for this recipient. `ephemeral`: 32 random bytes, never used again. */
export function wrapKey(
  fileKey: Uint8Array,
  recipient: string,
  ephemeral: Uint8Array,
): Pick<Header, 'ephemeral' | 'wrapped'> {
  const own = privateKey(ephemeral)
  const key = wrappingKey(diffieHellman({ privateKey: own, publicKey: publicKey(recipient) }), [
    ...[publicHalf(own), recipient],
  ])
  const cipher = createCipheriv(CIPHER, key, NONCE)
  const wrapped = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()])
  return { ephemeral: publicHalf(own), wrapped: wrapped.toString('base64url') }
}

export type Unwrapped =
  { readonly is: 'key'; readonly key: Buffer } | { readonly is: 'wrong-key' } | { readonly is: 'damaged' }

export function unwrapKey(header: Header, own: KeyObject): Unwrapped {
  const recipient = publicHalf(own)
  if (fingerprintOf(recipient) !== header.recipient) return { is: 'wrong-key' }
  const bytes = Buffer.from(header.wrapped, 'base64url')
  try {
    const shared = diffieHellman({ privateKey: own, publicKey: publicKey(header.ephemeral) })
    const cipher = createDecipheriv(CIPHER, wrappingKey(shared, [header.ephemeral, recipient]), NONCE)
    cipher.setAuthTag(bytes.subarray(KEY_BYTES))
    return { is: 'key', key: Buffer.concat([cipher.update(bytes.subarray(0, KEY_BYTES)), cipher.final()]) }
  } catch {
    // The right key, and yet the tag does not fit, or the ephemeral key is no key.
    return { is: 'damaged' }
  }
}

const wrappingKey = (shared: Buffer, keys: readonly string[]): Buffer =>
  Buffer.from(
    hkdfSync('sha256', shared, Buffer.concat(keys.map((key) => Buffer.from(key, 'base64url'))), INFO, KEY_BYTES),
  )
