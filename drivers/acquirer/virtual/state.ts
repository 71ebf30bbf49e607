import type { BatchDetail, SettlementTotals } from '../codec/f48.ts'
import type { WorkingKeys } from '../working-keys.ts'
import type { TestCard } from './cards.ts'
import type { Kind } from './kinds.ts'

/** All that an acquirer’s host knows of one terminal, the accounts behind its cards, and what was done with them. */
export interface HostState {
  /** In force. */
  readonly batch: number
  readonly isSignedOn: boolean
  /** Of the last sign-in: what it refuses to one that is signed off is sealed with them still. Null before any. */
  readonly keys: WorkingKeys | null
  readonly signIns: number
  /** Answers with a reference number (RRN) so far. */
  readonly numbered: number
  /** By card number. */
  readonly accounts: ReadonlyMap<string, Account>
  /** By key, oldest first. */
  readonly booked: ReadonlyMap<string, Booked>
  /** Keys that were undone before they came: they are not carried out any more. */
  readonly barred: ReadonlySet<string>
  /** The settlement under way. */
  readonly settling: Settling | null
  readonly settled: readonly Settled[]
}

export interface Account {
  readonly card: TestCard
  /** Fen, without what is held for pre-authorisations. */
  readonly balance: number
  readonly wrongPins: number
}

/** One request that had a number (STAN) of its own, and what came of it. */
export interface Booked {
  readonly key: string
  readonly kind: Kind
  readonly batch: number
  readonly stan: number
  readonly pan: string
  readonly isForeign: boolean
  /** Fen that it was asked for. */
  readonly asked: number
  /** Fen that it was approved for; 0 where it was not. */
  readonly amount: number
  /** By how much it changed the balance of its card. */
  readonly delta: number
  /** How often it was carried out. */
  readonly times: number
  readonly code: string
  readonly rrn: string
  readonly authorisation: string
  /** MMDD. */
  readonly date: string
  /** The key of what it is about. */
  readonly of: string | null
  readonly isReversed: boolean
}

export interface Settling {
  readonly said: SettlementTotals
  readonly isBalanced: boolean
  /** By STAN. */
  readonly uploaded: ReadonlyMap<string, BatchDetail>
}
/** A batch that is over. */
export interface Settled {
  readonly batch: number
  readonly isBalanced: boolean
  readonly said: SettlementTotals
  readonly uploaded: readonly BatchDetail[]
  /** How many details there were by the terminal’s own count; null where it did not say. */
  readonly count: number | null
}

const BATCH_MAX = 999_999
export const nextBatch = (batch: number): number => (batch >= BATCH_MAX ? 1 : batch + 1)
const sixDigits = (number: number): string => String(number).padStart(6, '0')
/** What names a request in these books: its batch and its voucher number (STAN). */
export const keyOf = (batch: number | string, stan: number | string): string =>
  `${sixDigits(Number(batch))}-${sixDigits(Number(stan))}`

export const newHostState = (cards: readonly TestCard[], batch = 1): HostState => ({
  ...{ batch, isSignedOn: false, keys: null, signIns: 0, numbered: 0 },
  accounts: new Map(cards.map((card) => [card.pan, { card, balance: card.balance, wrongPins: 0 }])),
  ...{ booked: new Map(), barred: new Set(), settling: null, settled: [] },
})

/** Approved, and not undone by a reversal. */
export const stands = ({ code, isReversed }: Booked): boolean => (code === '00' || code === '10') && !isReversed

/** What of that kind is about it and stands. */
export const about = (state: HostState, key: string, kinds: readonly Kind[]): readonly Booked[] =>
  [...state.booked.values()].filter((each) => each.of === key && kinds.includes(each.kind) && stands(each))

/** Changes what the card has. */
export function moved(state: HostState, pan: string, delta: number): HostState {
  const account = state.accounts.get(pan)
  if (!account) return state
  return { ...state, accounts: new Map(state.accounts).set(pan, { ...account, balance: account.balance + delta }) }
}
