import { createPublicKey, type KeyObject } from 'node:crypto'

/** A public key as settings and stations name it, base64 of its SubjectPublicKeyInfo; null where it is none. */
export function ed25519In(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    // The library says only by throwing that these bytes are no key.
    return null
  }
}
