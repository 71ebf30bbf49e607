/**
 * A second reader of packets of the profile cup-classic, written field by field from the list and without tables, so
 * that it shares no mistake with the station’s own: what both read alike is read right. It is stricter about nothing.
 */
export interface SecondRead {
  /** From and to: the two addresses of the TPDU. */
  readonly to: string
  readonly from: string
  readonly header: string
  readonly mti: string
  /** Text of text fields; of the others their bytes in hex, upper case. */
  readonly fields: Readonly<Record<number, string>>
}

/** A whole packet with its length; null where it is none. */
export function secondParse(packet: Uint8Array): SecondRead | null {
  try {
    return parse(Buffer.from(packet))
  } catch {
    return null
  }
}

function parse(packet: Buffer): SecondRead {
  let at = 0
  const take = (count: number): Buffer => {
    if (at + count > packet.length) throw new Error('the end')
    at += count
    return packet.subarray(at - count, at)
  }
  const hex = (count: number): string => take(count).toString('hex').toUpperCase()
  const decimal = (count: number): string => {
    const digits = hex(count)
    if (!/^[0-9]*$/.test(digits)) throw new Error('no digits')
    return digits
  }
  /** Digits and, where their count is odd, a nought behind them. */
  const leftDigits = (count: number): string => decimal(Math.ceil(count / 2)).slice(0, count)
  const ascii = (count: number): string => take(count).toString('latin1').replace(/ +$/, '')
  const gbk = (count: number): string => new TextDecoder('gbk', { fatal: true }).decode(take(count))
  const ll = (): number => Number(decimal(1))
  const lll = (): number => Number(decimal(2))

  if (packet.readUInt16BE(0) !== packet.length - 2) throw new Error('the length')
  at = 2
  if (hex(1) !== '60') throw new Error('no TPDU')
  const to = decimal(2)
  const from = decimal(2)
  const header = decimal(6)
  const mti = decimal(2)
  let bits = ''
  for (const byte of take(8)) bits += byte.toString(2).padStart(8, '0')
  const has = (field: number): boolean => bits[field - 1] === '1'
  const fields: Record<number, string> = {}

  if (has(1)) throw new Error('a second bitmap')
  if (has(2)) fields[2] = leftDigits(ll())
  if (has(3)) fields[3] = decimal(3)
  if (has(4)) fields[4] = decimal(6)
  for (const field of [5, 6, 7, 8, 9, 10]) if (has(field)) throw new Error('unknown')
  if (has(11)) fields[11] = decimal(3)
  if (has(12)) fields[12] = decimal(3)
  if (has(13)) fields[13] = decimal(2)
  if (has(14)) fields[14] = decimal(2)
  if (has(15)) fields[15] = decimal(2)
  for (const field of [16, 17, 18, 19, 20, 21]) if (has(field)) throw new Error('unknown')
  // 021 is 0210, to the left; 001 is 0001, to the right.
  if (has(22)) fields[22] = decimal(2).slice(0, 3)
  if (has(23)) fields[23] = decimal(2).slice(1, 4)
  if (has(24)) throw new Error('unknown')
  if (has(25)) fields[25] = decimal(1)
  if (has(26)) fields[26] = decimal(1)
  for (const field of [27, 28, 29, 30, 31]) if (has(field)) throw new Error('unknown')
  if (has(32)) fields[32] = leftDigits(ll())
  for (const field of [33, 34]) if (has(field)) throw new Error('unknown')
  if (has(35)) {
    const count = ll()
    fields[35] = hex(Math.ceil(count / 2))
      .slice(0, count)
      .replaceAll('D', '=')
  }
  if (has(36)) {
    const count = lll()
    fields[36] = hex(Math.ceil(count / 2))
      .slice(0, count)
      .replaceAll('D', '=')
  }
  if (has(37)) fields[37] = ascii(12)
  if (has(38)) fields[38] = ascii(6)
  if (has(39)) fields[39] = ascii(2)
  if (has(40)) throw new Error('unknown')
  if (has(41)) fields[41] = ascii(8)
  if (has(42)) fields[42] = ascii(15)
  if (has(43)) throw new Error('unknown')
  if (has(44)) fields[44] = gbk(ll())
  for (const field of [45, 46, 47]) if (has(field)) throw new Error('unknown')
  if (has(48)) fields[48] = leftDigits(lll())
  if (has(49)) fields[49] = ascii(3)
  for (const field of [50, 51]) if (has(field)) throw new Error('unknown')
  if (has(52)) fields[52] = hex(8)
  if (has(53)) fields[53] = decimal(8)
  if (has(54)) fields[54] = take(lll()).toString('latin1')
  if (has(55)) fields[55] = hex(lll())
  for (const field of [56, 57]) if (has(field)) throw new Error('unknown')
  if (has(58)) fields[58] = gbk(lll())
  if (has(59)) fields[59] = hex(lll())
  if (has(60)) fields[60] = leftDigits(lll())
  if (has(61)) fields[61] = leftDigits(lll())
  if (has(62)) fields[62] = hex(lll())
  if (has(63)) fields[63] = hex(lll())
  if (has(64)) fields[64] = hex(8)
  if (at !== packet.length) throw new Error('more')
  return { to, from, header, mti, fields }
}
