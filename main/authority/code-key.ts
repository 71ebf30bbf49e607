import type { RefundCode } from '#domain/refund-codes'
import type { Random } from '#drivers/random/port'
import type { Vault } from '../vault.ts'
import { createHmac, timingSafeEqual } from 'node:crypto'

/** The key under which one-time codes are hashed: without it the journal says nothing of them to whoever tries all. */
export interface CodeKey {
  /** HMAC-SHA256, hex. */
  readonly hashOf: (id: string, digits: string) => Promise<string>
  readonly isOf: (code: Pick<RefundCode, 'id' | 'hash'>, digits: string) => Promise<boolean>
}

const NAME = 'codes'
const KEY_BYTES = 32

/** Made at the first need. Codes from before a machine was changed can not be checked here, and are wrong. */
export function makeCodeKey(vault: Vault, random: Random): CodeKey {
  let made: Promise<Buffer> | undefined
  const key = () => (made ??= readOrMake(vault, random))
  const hashOf = async (id: string, digits: string) =>
    createHmac('sha256', await key())
      .update(`${id} ${digits}`)
      .digest('hex')
  return {
    hashOf,
    isOf: async ({ id, hash }, digits) =>
      timingSafeEqual(Buffer.from(await hashOf(id, digits), 'hex'), Buffer.from(hash, 'hex')),
  }
}

async function readOrMake(vault: Vault, random: Random): Promise<Buffer> {
  const kept = vault.get(NAME)
  if (kept !== null) return Buffer.from(kept, 'base64')
  const key = Buffer.from(random.bytes(KEY_BYTES))
  await vault.put(NAME, key.toString('base64'))
  return key
}
