/**
 * Crockford's base 32: digits and capitals without I, L, O and U. What people mistake for each other is read as one:
 * small letters, O for 0, I and L for 1; dashes and spaces are theirs.
 */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BITS = 5

export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    while (bits >= BITS) {
      bits -= BITS
      text += SIGNS.charAt((held >> bits) & 31)
    }
  }
  return bits === 0 ? text : text + SIGNS.charAt((held << (BITS - bits)) & 31)
}

const TIDY: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' }
/** As the signs are meant. */
export const tidied = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/[OIL]/g, (sign) => TIDY[sign] ?? sign)

/** Null where a sign is none of ours, or the last one says more than there are bytes for. */
export function fromBase32(text: string): Uint8Array | null {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const sign of tidied(text)) {
    const value = SIGNS.indexOf(sign)
    if (value < 0) return null
    held = ((held << BITS) | value) & 0xfff
    bits += BITS
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  return bits < BITS && (held & ((1 << bits) - 1)) === 0 ? Uint8Array.from(bytes) : null
}
