import { timingSafeEqual } from 'node:crypto'
import { checkValue, type BlockCipher } from '../cipher/blocks.ts'
import { DES } from '../cipher/des.ts'
import { SM4 } from '../cipher/sm4.ts'
import { f62Bytes, readF62, type KeysOf, type WrappedKeys, type WrappedWorkingKey } from './codec/f62.ts'
import type { KeyLayout } from './codec/profile.ts'
import { taken, type Read } from './codec/read.ts'

/** What a sign-in gives for the day. In the clear: nothing of it may be written anywhere. */
export interface WorkingKeys {
  /** For PINs. */
  readonly pik: Uint8Array
  /** For MACs. */
  readonly mak: Uint8Array
  /** For tracks; null where the layout has none. */
  readonly tdk: Uint8Array | null
}
export type WorkingKeyName = 'PIK' | 'MAK' | 'TDK'

/** All of them or none. `layout`: it is not as long as this layout has it · `check-value`: it is another key. */
export type WorkingKeysOpened =
  | { readonly ok: true; readonly keys: WorkingKeys }
  | { readonly ok: false; readonly why: 'layout' }
  | { readonly ok: false; readonly why: 'check-value'; readonly key: WorkingKeyName }

const CHECK_BYTES = 4
const cipherOf = (layout: KeyLayout): BlockCipher => (layout === '005' || layout === '006' ? SM4 : DES)

/**
 * `f62`: of the sign-in answer. `tmk`: sixteen bytes; each key is under it block by block (ECB), by triple DES or SM4.
 * Throws a RangeError for a TMK of another length.
 */
export function openWorkingKeys(of: KeysOf, f62: Uint8Array, tmk: Uint8Array): WorkingKeysOpened {
  assertTmk(tmk)
  const wrapped = readF62(of, f62)
  if (!wrapped.ok) return { ok: false, why: 'layout' }
  const cipher = cipherOf(of.keyLayout)
  const open = (given: WrappedWorkingKey): Uint8Array | null => {
    const key = cipher.decrypt(tmk, given.wrapped)
    return timingSafeEqual(checkValue(cipher, key, CHECK_BYTES), given.check) ? Uint8Array.from(key) : null
  }
  const { pik: pinKey, mak: macKey, tdk: trackKey } = wrapped.value
  const [pik, mak, tdk] = [open(pinKey), open(macKey), trackKey && open(trackKey)]
  if (!pik) return { ok: false, why: 'check-value', key: 'PIK' }
  if (!mak) return { ok: false, why: 'check-value', key: 'MAK' }
  if (trackKey && !tdk) return { ok: false, why: 'check-value', key: 'TDK' }
  return { ok: true, keys: { pik, mak, tdk } }
}

/** F62 as a host makes it. */
export function wrapWorkingKeys(of: KeysOf, { pik, mak, tdk }: WorkingKeys, tmk: Uint8Array): Read<Uint8Array> {
  assertTmk(tmk)
  const cipher = cipherOf(of.keyLayout)
  const wrap = (key: Uint8Array): WrappedWorkingKey => ({
    wrapped: cipher.encrypt(tmk, key),
    check: checkValue(cipher, key, CHECK_BYTES),
  })
  const keys: WrappedKeys = { pik: wrap(pik), mak: wrap(mak), tdk: tdk && wrap(tdk) }
  const bytes = f62Bytes(of, keys)
  return bytes.ok ? taken(bytes.value) : bytes
}

function assertTmk(tmk: Uint8Array): void {
  if (tmk.length !== 16) throw new RangeError(`a TMK of ${tmk.length} bytes`)
}
