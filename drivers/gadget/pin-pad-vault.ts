import { AES } from '../cipher/aes.ts'
import { checkValue } from '../cipher/blocks.ts'
import { DES, desDecrypt } from '../cipher/des.ts'
import { aesDerivationKey, aesInitialKey, aesKeyFor } from '../pin-pad/aes-dukpt.ts'
import { initialKey, keyFor, nextKsn, transactionKey } from '../pin-pad/dukpt.ts'
import { pinBlock0, pinBlock4, type PinOf } from '../pin-pad/pin-block.ts'

/** The keys in a pad's head, and what it does with them. Nothing here gives a clear key or a PIN to anybody. */
export interface Vault {
  readonly load: (kind: 'master' | 'working', slot: string, wrapped: Uint8Array, check: string) => Loaded
  readonly erase: (kind: string, slot: string) => void
  /** `M0:08D7B4,W0:…`, as the pad lists them. */
  readonly list: () => string
  /** Null where there is no such key, or no more of them. */
  readonly sessionBlock: (slot: string, of: PinOf) => Uint8Array | null
  readonly tdesBlock: (of: PinOf) => WithKsn | null
  readonly aesBlock: (of: PinOf, chance: Uint8Array) => WithKsn | null
}
export type Loaded = { readonly is: 'loaded' | 'check-value'; readonly check: string } | { readonly is: 'keys-missing' }
export interface WithKsn {
  readonly block: Uint8Array
  readonly ksn: Uint8Array
}

/** As its maker filled it: each left out is not there. */
export interface VaultMake {
  readonly transport?: Uint8Array
  readonly tdes?: { readonly base: Uint8Array; readonly ksn: Uint8Array }
  /** `id`: eight bytes. */
  readonly aes?: { readonly base: Uint8Array; readonly id: Uint8Array; readonly counter: number }
}

const ONES_MAX = 16
const COUNTER_BYTES = 4
const upper = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

export function makeVault({ transport, tdes, aes }: VaultMake): Vault {
  const keys = { master: new Map<string, Uint8Array>(), working: new Map<string, Uint8Array>() }
  const initial = tdes && initialKey(tdes.base, tdes.ksn)
  const aesInitial = aes && aesInitialKey(aes.base, aes.id)
  let ksn = tdes?.ksn ?? null
  let counter = aes?.counter ?? 0
  return {
    load: (kind, slot, wrapped, check) => {
      const under = kind === 'master' ? transport : keys.master.get(slot)
      if (!under) return { is: 'keys-missing' }
      const key = desDecrypt(under, wrapped)
      const own = upper(checkValue(DES, key, check.length === 8 ? 4 : 3))
      if (own !== check) return { is: 'check-value', check: own }
      keys[kind].set(slot, key)
      // A working key is worth nothing under another master key.
      if (kind === 'master') keys.working.delete(slot)
      return { is: 'loaded', check: own }
    },
    erase: (kind, slot) => void (kind === 'master' ? keys.master : keys.working).delete(slot),
    list: () => {
      const of = (letter: string, map: Map<string, Uint8Array>) =>
        [...map].map(([slot, key]) => `${letter}${slot}:${upper(checkValue(DES, key, 3))}`)
      const dukpt = [
        ...(initial ? [`T0:${upper(checkValue(DES, initial, 3))}`] : []),
        ...(aesInitial ? [`A0:${upper(checkValue(AES, aesInitial, 3))}`] : []),
      ]
      return [...of('M', keys.master), ...of('W', keys.working), ...dukpt].join(',')
    },
    sessionBlock: (slot, of) => {
      const key = keys.working.get(slot)
      return key ? pinBlock0(of, key) : null
    },
    tdesBlock: (of) => {
      ksn = ksn && nextKsn(ksn)
      return initial && ksn ? { ksn, block: pinBlock0(of, keyFor('pin', transactionKey(initial, ksn))) } : null
    },
    aesBlock: (of, chance) => {
      counter = nextCounter(counter)
      if (!aes || !aesInitial || counter > 0xffffffff) return null
      const derived = aesDerivationKey(aesInitial, aes.id, counter)
      const count = Buffer.alloc(COUNTER_BYTES)
      count.writeUInt32BE(counter)
      return {
        ksn: Buffer.concat([aes.id, count]),
        block: pinBlock4(of, aesKeyFor('pin', derived, aes.id, counter), chance),
      }
    },
  }
}

/** Counts of more than 16 one-bits are left out (X9.24-3, 6.3). */
function nextCounter(counter: number): number {
  let next = counter + 1
  while (next.toString(2).replaceAll('0', '').length > ONES_MAX) next++
  return next
}
