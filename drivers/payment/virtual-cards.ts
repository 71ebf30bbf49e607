import type { CardSaid, PortOrder } from './port.ts'

/** The test card that customers of the virtual acquirer hold, and what its slips say. */
const CARD = '620000******0001'
const [MERCHANT, TERMINAL] = ['898310058120001', '12345678']
const [ISSUER, ACQUIRER] = ['01020000', '48210000']
/** Fen: up to so much a card without contact needs neither PIN nor signature. */
const FREE_UP_TO = 100_000
/** Makes neighbouring transactions unlike each other, as a bank's numbers are. */
const [RRN_STEP, AUTHORISATION_STEP, STEP_DIGITS] = [7_919, 104_729, 6]

const digits = (number: number, length: number): string => String(number).padStart(length, '0').slice(-length)

/** What it says beside its yes to the so-manieth order. It has no clock: the till's own stands in for its. */
export function virtualCard({ kind, amount }: PortOrder, nth: number): CardSaid {
  return {
    ...{ transaction: kind === 'pay' ? 'sale' : kind, merchant: MERCHANT, terminal: TERMINAL, card: CARD },
    ...{ issuer: ISSUER, acquirer: ACQUIRER, batch: 1, stan: nth, date: '', time: '' },
    rrn: `000000${digits(nth * RRN_STEP, STEP_DIGITS)}`,
    authorisation: digits(nth * AUTHORISATION_STEP, STEP_DIGITS),
    ...presented(kind, amount, nth),
  }
}

/** Small sums are tapped; others are put in, with a PIN; what goes back is signed for. */
function presented(
  kind: PortOrder['kind'],
  amount: number,
  nth: number,
): Pick<CardSaid, 'entry' | 'verified' | 'chip'> {
  if (kind !== 'pay') return { entry: 'chip', verified: { is: 'signature' } }
  const chip = {
    ...{ aid: 'A000000333010101', label: 'UnionPay Debit', cryptogram: `A1B2C3D4E5${digits(nth, STEP_DIGITS)}` },
    ...{ kind: 'ARQC', tvr: '0000008000', tsi: 'E800', atc: digits(nth, 4) },
  }
  return amount <= FREE_UP_TO
    ? { entry: 'contactless', verified: { is: 'none', upTo: FREE_UP_TO }, chip }
    : { entry: 'chip', verified: { is: 'pin' }, chip }
}
