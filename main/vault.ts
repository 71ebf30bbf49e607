import type { Disk } from '#drivers/disk/port'
import type { Sealing } from '#drivers/sealing/port'
import { durableFile } from '#journal/durable-file'
import { z } from 'zod'
import { join } from 'node:path'

/**
 * Small secrets that must be known in the clear again: the pepper of the hashes, keys of one-time codes, what an
 * authenticator was told, passwords of mail servers. Each is sealed by itself in `sealed/vault.json`, by the system's
 * keychain where there is one; what another machine sealed can not be read here.
 */
export interface Vault {
  /** Null where there is none, or none that this machine can read. */
  readonly get: (name: string) => string | null
  /** On disk when it resolves; null removes it. Throws DiskFault, and then nothing has changed. */
  readonly put: (name: string, clear: string | null) => Promise<void>
  /** Names that are there and can be read. */
  readonly names: () => readonly string[]
  /** Names that are there, and that this machine can not read. */
  readonly unreadable: readonly string[]
  /** `weak`: only the file system's permissions protect what is sealed. */
  readonly strength: 'keychain' | 'weak'
}

/** More secrets than a station has. */
const ENTRIES_MAX = 500
const Name = z.string().regex(/^[a-z][\w.-]{0,63}$/)
const VaultFile = z.strictObject({
  entries: z.record(Name, z.string().max(8192)).refine((all) => Object.keys(all).length <= ENTRIES_MAX),
})
type VaultFile = z.infer<typeof VaultFile>

export interface VaultParts {
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly sealing: Sealing
}

/** Throws FileRefused and DiskFault. */
export async function openVault({ disk, folder, sealing }: VaultParts): Promise<Vault> {
  await disk.makeFolder(join(folder, 'sealed'))
  const path = join(folder, 'sealed', 'vault.json')
  const file = await durableFile<VaultFile>({ disk, path, schema: VaultFile, first: { entries: {} } })
  const clear = new Map<string, string>()
  const unreadable: string[] = []
  for (const [name, sealed] of Object.entries(file.data.entries)) {
    const text = await sealing.unseal(sealed)
    if (text === null) unreadable.push(name)
    else clear.set(name, text)
  }
  return {
    get: (name) => clear.get(name) ?? null,
    names: () => [...clear.keys()],
    put: async (name, text) => {
      const before = file.data
      const others = Object.entries(before.entries).filter(([each]) => each !== name)
      const mine = text === null ? [] : [[name, await sealing.seal(text)]]
      file.data = { entries: Object.fromEntries([...others, ...mine]) as VaultFile['entries'] } // pairs of its own kind
      try {
        await file.write()
      } catch (cause) {
        // What the disk did not take is not known here either.
        file.data = before
        throw cause
      }
      if (text === null) clear.delete(name)
      else clear.set(name, text)
    },
    ...{ unreadable, strength: await sealing.strength() },
  }
}
