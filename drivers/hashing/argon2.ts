import type { DeriveKey, Hashing, HashingCost } from './port.ts'
import { hash, hashRaw, verify } from '@node-rs/argon2'

/** argon2id (RFC 9106) on the library's own threads, so that a check does not freeze the window. */
export function makeHashing({ memoryKiB, passes, lanes }: HashingCost): Hashing {
  const options = optionsFor({ memoryKiB, passes, lanes })
  return {
    hash: (secret) => hash(secret.normalize('NFC'), options),
    verify: (stored, secret) => verify(stored, secret.normalize('NFC')),
    isStale: (stored) => !stored.startsWith(`$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$`),
  }
}

export const deriveKey: DeriveKey = (secret, salt, cost) =>
  hashRaw(secret.normalize('NFC'), { ...optionsFor(cost), salt, outputLen: 32 })

const optionsFor = ({ memoryKiB, passes, lanes }: HashingCost) => ({
  // 2 is argon2id; the library's own enum is ambient and can not be imported under isolated modules.
  ...{ algorithm: 2, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes },
})
