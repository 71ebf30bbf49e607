import type { Align } from './bcd.ts'
import type { AcquirerProfile } from './profile.ts'

/**
 * The fields of a UnionPay-style terminal, of the 64 of ISO 8583:1987; a bit for any other is refused, as nobody could
 * know where it ends. Sizes are digits of `n` and `z`, bytes of all others; with a prefix the size is the most.
 *
 * `n` digits, `z` a track, `an` letters and digits, `ans` printable ASCII: text. `gbk`: text in GBK. `b`: bytes. Fixed
 * `an` and `ans` are filled up with spaces, which their values do not have.
 */
export interface FieldFormat {
  readonly name: string
  readonly kind: 'n' | 'z' | 'an' | 'ans' | 'gbk' | 'b'
  readonly size: number
  /** Bytes of BCD that say how long it is: LL one, LLL two. */
  readonly prefix: 0 | 1 | 2
  /** Of an odd count of digits. */
  readonly align: Align
}

const fixed = (kind: FieldFormat['kind'], size: number, name: string, align: Align = 'right'): FieldFormat => ({
  ...{ name, kind, size, prefix: 0, align },
})
const upTo = (kind: FieldFormat['kind'], size: number, prefix: 1 | 2, name: string): FieldFormat => ({
  ...{ name, kind, size, prefix, align: 'left' },
})
const [LL, LLL] = [1, 2] as const

export const FIELDS: Readonly<Partial<Record<number, FieldFormat>>> = {
  2: upTo('n', 19, LL, 'PAN'),
  3: fixed('n', 6, 'processing code'),
  4: fixed('n', 12, 'amount, fen'),
  11: fixed('n', 6, 'STAN'),
  12: fixed('n', 6, 'local time, hhmmss'),
  13: fixed('n', 4, 'local date, MMDD'),
  14: fixed('n', 4, 'expiry, YYMM'),
  15: fixed('n', 4, 'settlement date, MMDD'),
  // The one odd field of fixed length that stands left.
  22: fixed('n', 3, 'entry mode', 'left'),
  23: fixed('n', 3, 'card sequence number'),
  25: fixed('n', 2, 'condition code'),
  26: fixed('n', 2, 'PIN capture code'),
  32: upTo('n', 11, LL, 'acquirer'),
  35: upTo('z', 37, LL, 'track 2'),
  36: upTo('z', 104, LLL, 'track 3'),
  37: fixed('an', 12, 'RRN'),
  38: fixed('an', 6, 'authorisation code'),
  39: fixed('an', 2, 'response code'),
  41: fixed('ans', 8, 'terminal'),
  42: fixed('ans', 15, 'merchant'),
  44: upTo('gbk', 25, LL, 'additional response'),
  48: upTo('n', 999, LLL, 'totals or details'),
  49: fixed('an', 3, 'currency'),
  52: fixed('b', 8, 'PIN block'),
  53: fixed('n', 16, 'security control'),
  54: upTo('an', 20, LLL, 'balance'),
  55: upTo('b', 255, LLL, 'chip data'),
  58: upTo('gbk', 100, LLL, 'electronic wallet'),
  59: upTo('b', 999, LLL, 'payment code and others'),
  60: upTo('n', 99, LLL, 'message type, batch, network management'),
  61: upTo('n', 29, LLL, 'original message'),
  62: upTo('b', 999, LLL, 'keys and parameters'),
  // Columns of bytes, some of which a host may cut in the middle of a sign: f63.ts reads them one by one.
  63: upTo('b', 163, LLL, 'operator, remarks'),
  64: fixed('b', 8, 'MAC'),
}

/** As this host has it; null where there is no such field. */
export function formatOf(field: number, profile: AcquirerProfile): FieldFormat | null {
  const format = FIELDS[field]
  if (!format) return null
  if (field === 2 || field === 32) return { ...format, align: profile.f2Align }
  if (field === 35) return { ...format, align: profile.f35Align }
  if (field === 48 && profile.f48 === 'ascii') return { ...format, kind: 'ans' }
  if (field === 61 && profile.f61 === 'ascii') return { ...format, kind: 'ans' }
  return format
}
