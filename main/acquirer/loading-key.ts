import type { Handlers } from '#contract'
import { done, refused } from '#domain/result'
import type { AcquirerProfile } from '#drivers/acquirer/codec/profile'
import { masterKey } from '#drivers/acquirer/master-key'
import type { Vault } from '../vault.ts'
import { MASTER_KEY } from './settings.ts'

/** The master key goes into the vault; whoever loaded it holds its check value against the acquirer's letter. */
export const loadKey =
  (vault: Pick<Vault, 'put'>, profile: AcquirerProfile, loaded: () => Promise<void>): Handlers['cards']['loadKey'] =>
  async ({ components }) => {
    const made = masterKey(components, profile)
    if (!made) return refused('weak-key')
    await vault.put(MASTER_KEY, Buffer.from(made.key).toString('hex'))
    await loaded()
    return done({ check: made.check })
  }
