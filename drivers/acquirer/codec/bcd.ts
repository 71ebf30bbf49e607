import { refusal, taken, type Read } from './read.ts'

/**
 * Packed BCD, as UnionPay-style messages have the `n` and `z` fields of ISO 8583:1987: two digits a byte. Where the
 * count is odd, half a byte is left: behind the digits where they stand left, before them where they stand right.
 */
export type Align = 'left' | 'right'
export type PadNibble = '0' | 'F'

export const bcdBytes = (digits: number): number => (digits + 1) >> 1

/** `digits`: of 0 to 9, and of a track also `=`, which is the nibble D. Whoever calls has looked at them. */
export function toBcd(digits: string, align: Align, pad: PadNibble): Buffer {
  if (digits.length % 2 === 0) return Buffer.from(nibblesOf(digits), 'hex')
  return Buffer.from(align === 'left' ? nibblesOf(digits) + pad : pad + nibblesOf(digits), 'hex')
}

const nibblesOf = (digits: string): string => digits.replaceAll('=', 'D')

/** So many digits; refused where the half byte that is left is not the one that fills up. */
export function fromBcd(bytes: Uint8Array, digits: number, align: Align, pad: PadNibble): Read<string> {
  const nibbles = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
  if (digits % 2 === 0) return taken(nibbles.replaceAll('d', '='))
  const filler = align === 'left' ? nibbles.at(-1) : nibbles[0]
  if (filler !== pad.toLowerCase()) return refusal('padding')
  return taken((align === 'left' ? nibbles.slice(0, -1) : nibbles.slice(1)).replaceAll('d', '='))
}
