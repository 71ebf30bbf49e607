import { NONCE_BYTES, sealWith, unsealWith } from './aes.ts'
import type { Sealing } from './port.ts'
import { createHash } from 'node:crypto'

export interface VirtualSealing extends Sealing {
  readonly setStrength: (strength: 'keychain' | 'weak') => void
}

/** A machine's keychain, by the machine's name: what one machine sealed another can not read. */
export function makeVirtualSealing(machine: string): VirtualSealing {
  const key = createHash('sha256').update(machine).digest()
  let strength: 'keychain' | 'weak' = 'keychain'
  return {
    strength: () => Promise.resolve(strength),
    seal: (clear) => {
      // By the text, so that one seed gives one run.
      const nonce = createHash('sha256').update(clear).digest().subarray(0, NONCE_BYTES)
      return Promise.resolve(sealWith(key, nonce, clear))
    },
    unseal: (sealed) => Promise.resolve(unsealWith(key, sealed)),
    setStrength: (now) => (strength = now),
  }
}
