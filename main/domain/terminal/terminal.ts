import { hasMoved, isSettled, type Payment } from '../payment.ts'
import type { Money } from '../money.ts'
import { assert, never } from '../result.ts'
import { BATCH_MAX, nextBatch, nextStan, STAN_MAX } from './stan.ts'
import { settlementAfter, settledOf, type Settled, type Settlement, type SettlementEvent } from './settlement.ts'
import type { CardTransaction, Management } from './transactions.ts'

/**
 * The station as a card terminal of its acquirer: its voucher numbers, its batch, and what it sent in it. Folded from
 * the journal, so that no power cut gives a number twice or forgets what was sent.
 */
export interface CardTerminal {
  /** The voucher number (STAN) used last; 0 before the first. */
  readonly stan: number
  /** The batch in force; 0 until the acquirer has told one. */
  readonly batch: number
  /** False: it signs in before the next transaction. */
  readonly isSignedOn: boolean
  /** Sent in this batch, by attempt, oldest first: all that moved money or still may, and the last that did not. */
  readonly sent: SentCards
  /** The settlement that is under way. */
  readonly settlement: Settlement | null
  /** The batch before this one, as it ended. */
  readonly settled: Settled | null
}

/** How the card was read, as field 22 tells it. */
export type EntryMode = 'manual' | 'swipe' | 'chip' | 'contactless' | 'fallback'

/** A card transaction as it left the station. */
export interface CardSent {
  readonly attempt: string
  readonly transaction: CardTransaction
  readonly amount: Money
  /** The attempt that it undoes, where that is in the same batch. */
  readonly of: string | null
  readonly stan: number
  readonly batch: number
  readonly entry: EntryMode
  readonly hasPin: boolean
  /** At most the first six and last four digits. */
  readonly card: string
  /** Of a bank abroad: batches count those for themselves. */
  readonly isForeign: boolean
}

/** `open`: nobody knows yet how it ended. */
export interface KeptCard extends CardSent {
  readonly end: 'open' | 'moved' | 'not-moved'
}
export type SentCards = ReadonlyMap<string, KeptCard>

export type TerminalEvent =
  /** Written before the message leaves. */
  | { readonly is: 'terminal-asked'; readonly what: Management; readonly stan: number }
  | { readonly is: 'terminal-signed-on'; readonly batch: number }
  /** `why`: who did it, or the answer that asked for it. */
  | { readonly is: 'terminal-signed-off'; readonly why: SignedOff }
  /** Written before the order leaves: what a reversal needs is on disk before there may be anything to reverse. */
  | ({ readonly is: 'card-sent' } & CardSent)
  | SettlementEvent

/** `keys`: the PIN pad has none. */
export type SignedOff = 'operator' | 'header' | '77' | '99' | 'A0' | 'mac' | 'keys'

export const NEW_CARD_TERMINAL: CardTerminal = {
  ...{ stan: 0, batch: 0, isSignedOn: false, sent: new Map(), settlement: null, settled: null },
}

/** Transactions of one batch: then it is settled first (what UnionPay terminals keep). */
export const BATCH_TRANSACTIONS_MAX = 500
/** Of those that moved nothing, so many are remembered: one may still be answered late. */
const NOT_MOVED_KEPT = 50

const KINDS: Readonly<Record<TerminalEvent['is'], true>> = {
  ...{ 'terminal-asked': true, 'terminal-signed-on': true, 'terminal-signed-off': true, 'card-sent': true },
  ...{ 'settlement-began': true, 'settlement-answered': true, 'settlement-uploaded': true, 'settlement-ended': true },
}
export const isOfTerminal = (event: { readonly is: string }): event is TerminalEvent => Object.hasOwn(KINDS, event.is)

export function terminalAfter(terminal: CardTerminal, event: TerminalEvent, atMs: number): CardTerminal {
  switch (event.is) {
    case 'terminal-asked':
      return withStan(terminal, event.stan)
    case 'terminal-signed-on':
      assert(event.batch >= 1 && event.batch <= BATCH_MAX, 'a batch has a number of six digits')
      // The acquirer's word on the batch counts, but not over one that it has taken money or totals in.
      return { ...terminal, isSignedOn: true, batch: isBatchKept(terminal) ? terminal.batch : event.batch }
    case 'terminal-signed-off':
      return { ...terminal, isSignedOn: false }
    case 'card-sent':
      return cardSent(terminal, event)
    case 'settlement-began':
    case 'settlement-answered':
    case 'settlement-uploaded':
      return { ...terminal, settlement: settlementAfter(terminal, event) }
    case 'settlement-ended':
      return {
        ...{ ...terminal, batch: nextBatch(terminal.batch), isSignedOn: false, sent: new Map() },
        ...{ settlement: null, settled: settledOf(terminal, atMs) },
      }
    default:
      return never(event)
  }
}

/** More voucher numbers than a shop uses between two backups. */
export const RESTORED_STANS = 20_000

/**
 * A station that was restored does not know what it sent after its backup: it leaves out the numbers that it may have
 * used since, and signs in before it sends anything.
 */
export function afterRestore(terminal: CardTerminal): CardTerminal {
  const stan = ((terminal.stan + RESTORED_STANS - 1) % STAN_MAX) + 1
  return { ...terminal, stan, isSignedOn: false }
}

function withStan(terminal: CardTerminal, stan: number): CardTerminal {
  assert(stan === nextStan(terminal.stan) && stan <= STAN_MAX, 'voucher numbers count on by one')
  return { ...terminal, stan }
}

function cardSent(terminal: CardTerminal, event: CardSent): CardTerminal {
  const { attempt, transaction, amount, of, stan, batch, entry, hasPin, card, isForeign } = event
  assert(terminal.settlement === null && terminal.isSignedOn, 'nothing is sent while a batch is settled')
  assert(!terminal.sent.has(attempt) && batch === terminal.batch, 'an order is sent once, in the batch')
  const what = { attempt, transaction, amount, of, stan, batch }
  const kept: KeptCard = { ...what, entry, hasPin, card, isForeign, end: 'open' }
  return { ...withStan(terminal, stan), sent: withCard(terminal.sent, kept) }
}

/** The terminal after an order changed: what is settled moved money, or did not. */
export function cardTold(terminal: CardTerminal, payment: Payment): CardTerminal {
  const before = terminal.sent.get(payment.attempt)
  if (!before) return terminal
  const end = !isSettled(payment) ? 'open' : hasMoved(payment) ? 'moved' : 'not-moved'
  if (end === before.end) return terminal
  return { ...terminal, sent: withCard(terminal.sent, { ...before, amount: payment.amount, end }) }
}

function withCard(sent: SentCards, card: KeptCard): SentCards {
  const all = new Map(sent).set(card.attempt, card)
  const over = [...all.values()].filter(({ end }) => end === 'not-moved').slice(0, -NOT_MOVED_KEPT)
  for (const { attempt } of over) all.delete(attempt)
  return all
}

/** What moved money in this batch, or still may. */
export const moneyIn = ({ sent }: Pick<CardTerminal, 'sent'>): KeptCard[] =>
  [...sent.values()].filter(({ end }) => end !== 'not-moved')

const isBatchKept = (terminal: CardTerminal): boolean =>
  moneyIn(terminal).length > 0 || (terminal.settlement !== null && terminal.settlement.at !== 'asked')

export const isBatchFull = (terminal: CardTerminal): boolean => moneyIn(terminal).length >= BATCH_TRANSACTIONS_MAX
