import { AES_BLOCK, aesDecrypt, aesEncrypt } from '../cipher/aes.ts'
import { xor } from '../cipher/blocks.ts'
import { DES_BLOCK, desDecrypt, desEncrypt } from '../cipher/des.ts'

/**
 * PIN blocks of ISO 9564-1. A real PIN pad makes them in its own head, and what this program has of a PIN is nothing
 * but the block; here they are made for the twin, and opened for the twin of an acquirer.
 */
const PIN = /^\d{4,12}$/
const PAN = /^\d{12,19}$/

export interface PinOf {
  readonly pin: string
  readonly pan: string
}

/** Format 0: the PIN, filled up with `F`, on the twelve digits before the check digit. Eight bytes in the clear. */
function clearFormat0({ pin, pan }: PinOf): Buffer {
  const field = `0${pin.length.toString(16)}${pin}`.padEnd(2 * DES_BLOCK, 'f')
  return xor(Buffer.from(field, 'hex'), accountField(pan))
}

const accountField = (pan: string): Buffer => Buffer.from(pan.slice(-13, -1).padStart(2 * DES_BLOCK, '0'), 'hex')

/** Format 4: the PIN, filled up with `A`, and eight bytes of chance; sixteen bytes. */
const pinField4 = (pin: string, chance: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`4${pin.length.toString(16)}${pin}`.padEnd(AES_BLOCK, 'a'), 'hex'), chance])

const accountField4 = (pan: string): Buffer => Buffer.from(`${pan.length - 12}${pan}`.padEnd(2 * AES_BLOCK, '0'), 'hex')

/** Throws where it is no PIN, or no card number. */
function assertReadable({ pin, pan }: PinOf): void {
  if (!PIN.test(pin) || !PAN.test(pan)) throw new RangeError('a PIN has 4 to 12 digits, a card number 12 to 19')
}

/** Under a key of triple DES. */
export function pinBlock0(of: PinOf, key: Uint8Array): Buffer {
  assertReadable(of)
  return desEncrypt(key, clearFormat0(of))
}

/** Under a key of AES; `chance` is eight random bytes. */
export function pinBlock4(of: PinOf, key: Uint8Array, chance: Uint8Array): Buffer {
  assertReadable(of)
  if (chance.length !== AES_BLOCK / 2) throw new RangeError('eight bytes of chance')
  return aesEncrypt(key, xor(aesEncrypt(key, pinField4(of.pin, chance)), accountField4(of.pan)))
}

/** Null where this key and card number make no PIN of it. */
export function pinOf0(block: Uint8Array, pan: string, key: Uint8Array): string | null {
  const field = xor(desDecrypt(key, block), accountField(pan)).toString('hex')
  return pinIn(field, '0', 'f')
}

export function pinOf4(block: Uint8Array, pan: string, key: Uint8Array): string | null {
  const field = aesDecrypt(key, xor(aesDecrypt(key, block), accountField4(pan)))
  return pinIn(field.subarray(0, AES_BLOCK / 2).toString('hex'), '4', 'a')
}

function pinIn(field: string, format: string, filler: string): string | null {
  const length = parseInt(field[1] ?? '', 16)
  const [pin, rest] = [field.slice(2, 2 + length), field.slice(2 + length)]
  const isWhole = field.startsWith(format) && PIN.test(pin) && rest === filler.repeat(rest.length)
  return isWhole ? pin : null
}
