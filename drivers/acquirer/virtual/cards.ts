/** A card of the twin’s bank, and what its account has. */
export interface TestCard {
  readonly pan: string
  /** YYMM. */
  readonly expiry: string
  /** Of track 2: 2 or 6 at its head is a card with a chip, 6 or 0 at its end one that wants its PIN. */
  readonly service: string
  /** Behind the service code, digits. */
  readonly discretionary: string
  readonly hasChip: boolean
  /** Tag 5F34; null where it has no chip. */
  readonly sequence: string | null
  /** Null: it is signed for. */
  readonly pin: string | null
  /** Fen that it has to spend. */
  readonly balance: number
  /** Fen at most in one transaction. */
  readonly limit: number
  readonly isForeign: boolean
  /** What it is answered always; null where that depends. */
  readonly refusedWith: string | null
  /** Field 55 of its chip for one request, fixed: its cryptogram is not real, and the twin does not look at it. */
  readonly chip: Uint8Array | null
}

/**
 * Numbers of the ranges that payment companies print in their manuals as numbers for tests: 620000 and noughts of
 * UnionPay, 400000 and noughts of Visa. No bank gives out cards with them. All pass Luhn.
 */
const issuer = (last: string): string => withCheckDigit(`620000000000${last}`)

/** With its check digit behind it (ISO/IEC 7812-1, Annex B). */
export function withCheckDigit(digits: string): string {
  const sum = Array.from(digits)
    .reverse()
    .reduce((so, digit, at) => so + doubled(Number(digit), at % 2 === 0), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

const doubled = (digit: number, isDoubled: boolean): number => {
  const value = isDoubled ? 2 * digit : digit
  return value > 9 ? value - 9 : value
}

const CARD: Omit<TestCard, 'pan'> = {
  ...{ expiry: '3512', service: '120', discretionary: '1234500000', hasChip: false, sequence: null, pin: '123456' },
  ...{ balance: 1_000_000, limit: 5_000_000, isForeign: false, refusedWith: null, chip: null },
}
/** UnionPay debit (A000000333010101) and credit (…02). */
const CHIP: Omit<TestCard, 'pan'> = {
  ...{ ...CARD, service: '220', hasChip: true, sequence: '001', chip: chipSample('A000000333010101') },
}

const refused = (last: string, refusedWith: string): TestCard => ({ ...CARD, pan: issuer(last), refusedWith })

export const TEST_CARDS = {
  /** A stripe with a PIN. */
  stripe: { ...CARD, pan: issuer('001') },
  /** A chip with a PIN. */
  chip: { ...CHIP, pan: issuer('002') },
  /** A credit card with a chip, which is signed for; 19 digits. */
  signed: {
    ...{ ...CHIP, pan: withCheckDigit('620000000000000003'), service: '201', pin: null },
    ...{ balance: 5_000_000, chip: chipSample('A000000333010102') },
  },
  /** Little on it, and no more than 500.00 at once. */
  poor: { ...CARD, pan: issuer('004'), balance: 10_000, limit: 50_000 },
  foreign: {
    ...{ ...CHIP, pan: withCheckDigit('400000000000005'), service: '201', pin: null, isForeign: true },
    chip: chipSample('A0000000031010'),
  },
  expired: { ...CARD, pan: issuer('006'), expiry: '2001' },
  /** Always refused: by its bank; as lost, to be kept; for now; as the terminal’s own trouble. */
  declined: refused('007', '05'),
  lost: refused('008', '41'),
  unreachable: refused('009', '91'),
  misplaced: refused('010', '58'),
} as const satisfies Readonly<Record<string, TestCard>>
export type TestCardName = keyof typeof TEST_CARDS

/** As field 35 has it. */
export const track2Of = ({ pan, expiry, service, discretionary }: TestCard): string =>
  `${pan}=${expiry}${service}${discretionary}`

/** The objects of a request (EMV Book 3, Annex A) of one purchase of 1.00 with that application. */
function chipSample(aid: string): Uint8Array {
  const objects = [
    ...['9F2608A1B2C3D4E5F60718', '9F270180', '9F101307010103A0A002010A010000000000AABBCCDD', '9F370411223344'],
    ...['9F36020012', '9505008004E000', '9A03260504', '9C0100', '9F0206000000000100', '5F2A020156', '82027C00'],
    ...['9F1A020156', '9F0306000000000000', '9F3303E0E1C8', '9F3403020300', '9F350122', '9F1E083132333435363738'],
    ...[`84${(aid.length / 2).toString(16).padStart(2, '0')}${aid}`, '9F09020030', '9F410400000001'],
  ]
  return Uint8Array.from(Buffer.from(objects.join(''), 'hex'))
}
