import type { Disk } from '#drivers/disk/port'
import type { Sealing } from '#drivers/sealing/port'
import type { Carried, CarriedSecrets } from './backup/carried.ts'
import { PEPPER } from './operators/pepper.ts'
import { AUTHENTICATOR } from './operators/secrets.ts'
import { openVault, type Vault } from './vault.ts'

/** What of a vault a backup carries: what people’s secrets are checked by. */
const isCarried = (name: string): boolean => name === PEPPER || name.startsWith(AUTHENTICATOR)

export const carriedOf = (vault: Vault): Carried =>
  Object.fromEntries(
    vault
      .names()
      .filter(isCarried)
      .map((name) => [name, vault.get(name) ?? '']),
  )

/** For a command, by the sealing that it can use in a data folder. */
export const carriedSecrets = (disk: Disk, sealingIn: (folder: string) => Sealing): CarriedSecrets => ({
  read: async (folder) => {
    const vault = await openVault({ disk, folder, sealing: sealingIn(folder) })
    return vault.unreadable.some(isCarried) ? null : carriedOf(vault)
  },
  keep: async (folder, carried) => {
    const vault = await openVault({ disk, folder, sealing: sealingIn(folder) })
    for (const [name, secret] of Object.entries(carried)) await vault.put(name, secret)
  },
})
