import { xor } from '../cipher/blocks.ts'
import { desEncrypt } from '../cipher/des.ts'

/**
 * A key of its own for each transaction (ANSI X9.24-1, triple DES): from what is in a reader nobody comes by the keys
 * it had before. The serial number (KSN) of ten bytes names the reader and counts in its last 21 bits.
 */
const KSN_BYTES = 10
const COUNTER_BITS = 21
const COUNTER_MAX = 2 ** COUNTER_BITS - 1
const OTHER_HALF = Buffer.from('c0c0c0c000000000c0c0c0c000000000', 'hex')

/** What a key is turned into for one use, so that no two uses have the same (table A-1). */
const VARIANTS = {
  pin: '00000000000000ff00000000000000ff',
  macRequest: '000000000000ff00000000000000ff00',
  macResponse: '00000000ff00000000000000ff000000',
  dataRequest: '0000000000ff00000000000000ff0000',
  dataResponse: '000000ff00000000000000ff00000000',
} as const
export type DukptUse = keyof typeof VARIANTS

const counterOf = (ksn: Uint8Array): number => (Buffer.from(ksn).readUInt32BE(6) & COUNTER_MAX) >>> 0

/** The serial number without its count. */
function nameOf(ksn: Uint8Array): Buffer {
  if (ksn.length !== KSN_BYTES) throw new RangeError('a KSN has ten bytes')
  const name = Buffer.from(ksn)
  name.writeUInt32BE((name.readUInt32BE(6) & ~COUNTER_MAX) >>> 0, 6)
  return name
}

/** What is loaded into the reader of that serial number, from the key that its maker’s host keeps. */
export function initialKey(base: Uint8Array, ksn: Uint8Array): Buffer {
  const name = nameOf(ksn).subarray(0, 8)
  return Buffer.concat([desEncrypt(base, name), desEncrypt(xor(base, OTHER_HALF), name)])
}

/** The key of the transaction that the serial number counts; the host has it by the initial key alone. */
export function transactionKey(initial: Uint8Array, ksn: Uint8Array): Buffer {
  const register = nameOf(ksn).subarray(2)
  const counter = counterOf(ksn)
  let key = Buffer.from(initial)
  for (let bit = 1 << (COUNTER_BITS - 1); bit > 0; bit >>>= 1) {
    if ((counter & bit) === 0) continue
    register.writeUInt32BE((register.readUInt32BE(4) | bit) >>> 0, 4)
    key = Buffer.concat([half(xor(key, OTHER_HALF), register), half(key, register)])
  }
  return key
}

/** One way: from what comes out nobody finds the key that went in. */
function half(key: Uint8Array, register: Uint8Array): Buffer {
  const [left, right] = [key.subarray(0, 8), key.subarray(8, 16)]
  return xor(desEncrypt(left, xor(register, right)), right)
}

/** For one use. Keys for data are turned once more, under themselves. */
export function keyFor(use: DukptUse, transaction: Uint8Array): Buffer {
  const key = xor(transaction, Buffer.from(VARIANTS[use], 'hex'))
  if (use !== 'dataRequest' && use !== 'dataResponse') return key
  return Buffer.concat([desEncrypt(key, key.subarray(0, 8)), desEncrypt(key, key.subarray(8))])
}

/**
 * The next serial number: counts of more than ten one-bits are left out, so that no key is more than ten steps away.
 * Null where the reader has used up its keys.
 */
export function nextKsn(ksn: Uint8Array): Buffer | null {
  const next = nameOf(ksn)
  let counter = counterOf(ksn) + 1
  while (onesIn(counter) > 10) counter++
  if (counter > COUNTER_MAX) return null
  next.writeUInt32BE((next.readUInt32BE(6) | counter) >>> 0, 6)
  return next
}

const onesIn = (count: number): number => count.toString(2).replaceAll('0', '').length
