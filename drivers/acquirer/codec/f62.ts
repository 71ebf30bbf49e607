import type { AcquirerProfile, KeyLayout } from './profile.ts'
import { refusal, taken, type Read } from './read.ts'

/**
 * F62 of a UnionPay-style sign-in answer: the working keys, each under the terminal’s master key (TMK) and with its
 * check value behind it. PIK for PINs, MAK for MACs, TDK for tracks.
 */
export interface WrappedKeys {
  readonly pik: WrappedWorkingKey
  readonly mak: WrappedWorkingKey
  /** Null where the layout has none. */
  readonly tdk: WrappedWorkingKey | null
}
export interface WrappedWorkingKey {
  readonly wrapped: Uint8Array
  /** Four bytes. */
  readonly check: Uint8Array
}

interface KeySlots {
  readonly pik: number
  readonly mak: number
  readonly tdk: number | null
}
const CHECK_BYTES = 4
/** Bytes of each key, without its check value, by 60.3. */
const LAYOUTS: Readonly<Record<KeyLayout, KeySlots>> = {
  '001': { pik: 8, mak: 8, tdk: null },
  '003': { pik: 16, mak: 16, tdk: null },
  '004': { pik: 16, mak: 16, tdk: 16 },
  '005': { pik: 16, mak: 16, tdk: null },
  '006': { pik: 16, mak: 16, tdk: 16 },
}

/** A MAK of eight bytes in a slot of sixteen has noughts behind it. */
export type KeysOf = Pick<AcquirerProfile, 'keyLayout' | 'makBytes'>

export function readF62({ keyLayout, makBytes }: KeysOf, bytes: Uint8Array): Read<WrappedKeys> {
  const slots = LAYOUTS[keyLayout]
  const all = [slots.pik, slots.mak, ...(slots.tdk === null ? [] : [slots.tdk])]
  if (bytes.length !== all.reduce((sum, size) => sum + size + CHECK_BYTES, 0)) return refusal('length')
  let at = 0
  const next = (size: number): WrappedWorkingKey => {
    const check = at + size
    const key = {
      wrapped: Uint8Array.from(bytes.subarray(at, check)),
      check: Uint8Array.from(bytes.subarray(check, check + CHECK_BYTES)),
    }
    at = check + CHECK_BYTES
    return key
  }
  const [pik, mak] = [next(slots.pik), next(slots.mak)]
  if (mak.wrapped.subarray(makBytes).some((byte) => byte !== 0)) return refusal('padding')
  const tdk = slots.tdk === null ? null : next(slots.tdk)
  return taken({ pik, mak: { ...mak, wrapped: mak.wrapped.slice(0, makBytes) }, tdk })
}

/** As the host makes it. */
export function f62Bytes({ keyLayout, makBytes }: KeysOf, { pik, mak, tdk }: WrappedKeys): Read<Buffer> {
  const slots = LAYOUTS[keyLayout]
  if ((tdk === null) !== (slots.tdk === null) || mak.wrapped.length !== makBytes) return refusal('length')
  const padded = { ...mak, wrapped: Buffer.concat([mak.wrapped, Buffer.alloc(Math.max(0, slots.mak - makBytes))]) }
  const keys: readonly (readonly [WrappedWorkingKey, number])[] = [
    ...([
      [pik, slots.pik],
      [padded, slots.mak],
    ] as const),
    ...(tdk && slots.tdk !== null ? [[tdk, slots.tdk] as const] : []),
  ]
  if (keys.some(([key, size]) => key.wrapped.length !== size || key.check.length !== CHECK_BYTES))
    return refusal('length')
  return taken(Buffer.concat(keys.flatMap(([key]) => [key.wrapped, key.check])))
}
