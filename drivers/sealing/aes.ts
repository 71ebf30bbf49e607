import { createCipheriv, createDecipheriv } from 'node:crypto'

export const KEY_BYTES = 32
export const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM; base64 of nonce, tag and text. A nonce is used once with a key. */
export function sealWith(key: Uint8Array, nonce: Uint8Array, clear: string): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
}

/** Null where it was changed, or sealed under another key. */
export function unsealWith(key: Uint8Array, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null
  const nonce = bytes.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    // The tag does not fit.
    return null
  }
}
