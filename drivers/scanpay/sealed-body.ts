import { SM4_BLOCK, sm4Decrypt, sm4Encrypt } from '../cipher/sm4.ts'

/** A whole body under SM4 in ECB with PKCS #5 padding, as base64: what the paths that end in `_encry` carry. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const KEY_BYTES = 16

/** Of the base64 that a merchant is given; throws a RangeError where it is no key. */
export function bodyKeyOf(base64: string): Buffer {
  const key = Buffer.from(base64, 'base64')
  if (key.length !== KEY_BYTES || key.toString('base64') !== base64) throw new RangeError('not a key of 16 bytes')
  return key
}

export function sealedBody(key: Uint8Array, text: string): string {
  const plain = Buffer.from(text)
  const missing = SM4_BLOCK - (plain.length % SM4_BLOCK)
  return sm4Encrypt(key, Buffer.concat([plain, Buffer.alloc(missing, missing)])).toString('base64')
}

/** Null for what was not made so. */
export function openedBody(key: Uint8Array, base64: string): string | null {
  const sealed = BASE64.test(base64) ? Buffer.from(base64, 'base64') : null
  if (!sealed || sealed.length === 0 || sealed.length % SM4_BLOCK !== 0) return null
  const padded = sm4Decrypt(key, sealed)
  const missing = padded.at(-1) ?? 0
  const isPadded = missing >= 1 && missing <= SM4_BLOCK && padded.subarray(-missing).every((byte) => byte === missing)
  return isPadded ? padded.subarray(0, -missing).toString() : null
}
