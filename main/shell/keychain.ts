import { keyFileSealing } from '#drivers/sealing/key-file'
import type { Sealing } from '#drivers/sealing/port'

/** The system's keychain as a shell offers it. */
export interface Keychain {
  /** Whether a real one is there now; it may be locked, or never have existed. */
  readonly available: () => Promise<boolean>
  readonly encrypt: (clear: string) => Promise<Buffer>
  /** Rejects for what it did not encrypt. */
  readonly decrypt: (sealed: Buffer) => Promise<string>
}

/** Secrets in the system's keychain where there is one, else under a key file; each says which of the two sealed it. */
export function keychainSealing(keychain: Keychain, folder: string): Sealing {
  const file = keyFileSealing(folder)
  return {
    strength: async () => ((await keychain.available()) ? 'keychain' : 'weak'),
    seal: async (clear) => {
      if (!(await keychain.available())) return `file:${await file.seal(clear)}`
      return `keychain:${(await keychain.encrypt(clear)).toString('base64')}`
    },
    unseal: async (sealed) => {
      const [place, body] = sealed.split(':', 2)
      // Sealed by a command, or by the other shell.
      if (body === undefined) return file.unseal(sealed)
      if (place === 'file') return file.unseal(body)
      if (place !== 'keychain') return null
      try {
        return await keychain.decrypt(Buffer.from(body, 'base64'))
      } catch {
        // Sealed by another user or machine, or changed since: the port's word for that is null.
        return null
      }
    },
  }
}

/** For a command, which has no shell: what lies under the key file, whichever shell sealed it. */
export function commandSealing(folder: string): Sealing {
  const file = keyFileSealing(folder)
  return {
    ...file,
    unseal: (sealed) =>
      sealed.startsWith('keychain:') ? Promise.resolve(null) : file.unseal(sealed.replace(/^file:/, '')),
  }
}
