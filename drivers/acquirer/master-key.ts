import { checkValue, xor } from '../cipher/blocks.ts'
import { DES } from '../cipher/des.ts'
import { SM4 } from '../cipher/sm4.ts'
import type { AcquirerProfile } from './codec/profile.ts'

/** A terminal's master key (TMK), sixteen bytes, from two components of which each is known to one person. */
export interface MasterKey {
  readonly key: Uint8Array
  /** Of noughts under it, the first three bytes in hex: what the acquirer's letter says. */
  readonly check: string
}

const CHECK_BYTES = 3
const isNoughts = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)

/**
 * Null where they make no key that only both know: a component of noughts leaves it to the other's owner, the same
 * twice gives noughts, and two equal halves are single DES.
 */
export function masterKey([one, other]: readonly [string, string], { macKind }: AcquirerProfile): MasterKey | null {
  const parts = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')] as const
  const key = xor(...parts)
  const half = key.length / 2
  if ([...parts, key].some(isNoughts) || key.subarray(0, half).equals(key.subarray(half))) return null
  const check = checkValue(macKind === 'sm4' ? SM4 : DES, key, CHECK_BYTES)
  return { key: Uint8Array.from(key), check: check.toString('hex').toUpperCase() }
}
