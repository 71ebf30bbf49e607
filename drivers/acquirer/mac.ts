import { timingSafeEqual } from 'node:crypto'
import { xor, type BlockCipher } from '../cipher/blocks.ts'
import { DES, DES_BLOCK, desDecrypt, desEncrypt } from '../cipher/des.ts'
import { SM4 } from '../cipher/sm4.ts'
import { pack, type Message } from './codec/message.ts'
import type { AcquirerProfile, MacKind } from './codec/profile.ts'
import { refusal, taken, type Read } from './codec/read.ts'

/**
 * F64, the MAC of a message. It is over the MAB: from the type to the byte before F64, without what is around it on the
 * line.
 */
const MAC_FIELD = 64
const MAC_BYTES = 8
/** MTI and bitmap; the last byte of the bitmap has the bit of F64. */
const BITMAP_END = 10

/**
 * Eight bytes. `mak`: of single DES eight bytes, sixteen where each step is triple DES; X9.19 and SM4 have sixteen
 * always. Throws a RangeError for a key of another length.
 */
export function macOf(kind: MacKind, mak: Uint8Array, mab: Uint8Array): Buffer {
  switch (kind) {
    case 'unionpay-ecb':
      return unionPay(DES, mak, mab)
    case 'sm4':
      return unionPay(SM4, mak, mab)
    case 'x9.9':
      assertKey(mak, 8)
      return chained(mak, mab)
    case 'x9.19':
      assertKey(mak, 16)
      return retail(mak, mab)
  }
}

function assertKey(mak: Uint8Array, bytes: number): void {
  if (mak.length !== bytes) throw new RangeError(`a MAK of ${mak.length} bytes`)
}

const blocksOf = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_none, at) => bytes.subarray(at * size, (at + 1) * size))

/**
 * UnionPay-style: all blocks exclusive-or’d, the result written in hex, that enciphered half by half, and the first
 * eight signs of that in hex again. Two whole blocks that change places it does not see: the line needs TLS besides.
 */
function unionPay(cipher: BlockCipher, mak: Uint8Array, mab: Uint8Array): Buffer {
  const size = cipher.blockBytes
  const all = blocksOf(mab, size).reduce<Buffer>((so, block) => xor(so, block), Buffer.alloc(size))
  const signs = hexSigns(all)
  const first = cipher.encrypt(mak, signs.subarray(0, size))
  return hexSigns(cipher.encrypt(mak, xor(first, signs.subarray(size)))).subarray(0, MAC_BYTES)
}

const hexSigns = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('hex').toUpperCase(), 'latin1')

/** ANSI X9.9: CBC from nought, the last block filled up with nought. */
function chained(key: Uint8Array, mab: Uint8Array): Buffer {
  // A short block counts as filled up with nought.
  return blocksOf(mab, DES_BLOCK).reduce<Buffer>(
    (so, block) => desEncrypt(key, xor(so, block)),
    Buffer.alloc(DES_BLOCK),
  )
}

/** ANSI X9.19, the retail MAC: the same with the first half of the key, and triple DES at the end. */
function retail(mak: Uint8Array, mab: Uint8Array): Buffer {
  const [left, right] = [mak.subarray(0, 8), mak.subarray(8)]
  return desEncrypt(left, desDecrypt(right, chained(left, mab)))
}

/** Packs a message that has no F64 yet, with its MAC as F64. */
export function seal(message: Message, profile: AcquirerProfile, mak: Uint8Array): Read<Buffer> {
  if (message.fields.has(MAC_FIELD)) return refusal('mac-field', MAC_FIELD)
  const fields = new Map([...message.fields, [MAC_FIELD, new Uint8Array(MAC_BYTES)]])
  const packed = pack({ mti: message.mti, fields }, profile)
  if (!packed.ok) return packed
  const mab = packed.value.subarray(0, -MAC_BYTES)
  packed.value.set(macOf(profile.macKind, mak, mab), mab.length)
  return taken(packed.value)
}

/** `missing`: the bitmap has no F64, which for a financial answer is as bad as a bad one. */
export type Verified = 'good' | 'bad' | 'missing'

/** `bytes`: a message as it came, from its type on. */
export function verify(bytes: Uint8Array, { macKind }: AcquirerProfile, mak: Uint8Array): Verified {
  const last = bytes[BITMAP_END - 1] ?? 0
  if ((last & 1) === 0) return 'missing'
  if (bytes.length < BITMAP_END + MAC_BYTES) return 'bad'
  const mab = bytes.subarray(0, -MAC_BYTES)
  return timingSafeEqual(macOf(macKind, mak, mab), bytes.subarray(-MAC_BYTES)) ? 'good' : 'bad'
}
