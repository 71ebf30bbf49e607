import { plus, ZERO, type Money } from '../money.ts'
import { assert } from '../result.ts'
import { shapeOf } from './transactions.ts'
import type { CardTerminal, KeptCard } from './terminal.ts'

/**
 * The end of a batch, step by step, each on disk before the next, so that a power cut at any point goes on where it
 * was: totals are told (0500); where they are not the acquirer's too, each transaction is told (0320); then it is over.
 */
export interface Settlement {
  readonly totals: BatchTotals
  readonly at: 'asked' | 'uploading' | 'ending'
  /** Whether the acquirer had the same totals; null while it has not said so. */
  readonly isBalanced: boolean | null
  /** Transactions told one by one, of those that moved money. */
  readonly uploaded: number
  /** Attempts of those that the acquirer did not take: what a person has to look into. */
  readonly refused: readonly string[]
}

/** Of one side of a batch, fen and how many. */
export interface BatchSide {
  readonly sum: Money
  readonly count: number
}
export interface CardTotals {
  readonly debit: BatchSide
  readonly credit: BatchSide
}
/** Cards of banks at home, and abroad. */
export interface BatchTotals {
  readonly domestic: CardTotals
  readonly foreign: CardTotals
}

export type SettlementEvent =
  | { readonly is: 'settlement-began'; readonly totals: BatchTotals }
  | { readonly is: 'settlement-answered'; readonly isBalanced: boolean }
  /** `count`: more of them, in their order · `refused`: attempts among these. */
  | { readonly is: 'settlement-uploaded'; readonly count: number; readonly refused: readonly string[] }
  | { readonly is: 'settlement-ended' }

/** A batch that is over. */
export interface Settled {
  readonly batch: number
  readonly atMs: number
  readonly totals: BatchTotals
  /** Whether the acquirer had the same totals. */
  readonly isBalanced: boolean
  /** Those that it did not take. */
  readonly differing: readonly Differing[]
}
export type Differing = Pick<KeptCard, 'stan' | 'transaction' | 'amount' | 'card'>

export function settledOf(terminal: CardTerminal, atMs: number): Settled {
  const { settlement, sent, batch } = terminal
  assert(settlement?.at === 'ending', 'a settlement ends when all of it is with the acquirer')
  const differing = settlement.refused.flatMap((attempt) => {
    const card = sent.get(attempt)
    return card ? [{ stan: card.stan, transaction: card.transaction, amount: card.amount, card: card.card }] : []
  })
  return { batch, atMs, totals: settlement.totals, isBalanced: settlement.isBalanced === true, differing }
}

/** What is in the batch that counts there, in the order it was sent. */
export const settledCards = ({ sent }: Pick<CardTerminal, 'sent'>): KeptCard[] =>
  [...sent.values()].filter(({ end, transaction }) => end === 'moved' && shapeOf(transaction).side !== null)

/**
 * How an acquirer counts a sale that was voided in its batch: `both`, it stays on its side and its void stands on the
 * other (the classic way); `neither`.
 */
export type VoidsCount = 'both' | 'neither'

export function totalsOf(terminal: Pick<CardTerminal, 'sent'>, voids: VoidsCount): BatchTotals {
  const all = settledCards(terminal)
  const undone = all.filter(({ transaction }) => transaction === 'void' || transaction === 'completion-void')
  const gone = new Set(voids === 'both' ? [] : undone.flatMap(({ attempt, of }) => [attempt, of]))
  const counted = all.filter(({ attempt }) => !gone.has(attempt))
  const totals = (isForeign: boolean): CardTotals => {
    const own = counted.filter((card) => card.isForeign === isForeign)
    return { debit: sideOf(own, 'debit'), credit: sideOf(own, 'credit') }
  }
  return { domestic: totals(false), foreign: totals(true) }
}

function sideOf(cards: readonly KeptCard[], side: 'debit' | 'credit'): BatchSide {
  const own = cards.filter(({ transaction }) => shapeOf(transaction).side === side)
  return { sum: own.reduce((sum, { amount }) => plus(sum, amount), ZERO), count: own.length }
}

export function settlementAfter(
  terminal: CardTerminal,
  event: Exclude<SettlementEvent, { is: 'settlement-ended' }>,
): Settlement {
  const { settlement } = terminal
  if (event.is === 'settlement-began') {
    assert(settlement === null && ![...terminal.sent.values()].some(({ end }) => end === 'open'), 'a batch is whole')
    return { totals: event.totals, at: 'asked', isBalanced: null, uploaded: 0, refused: [] }
  }
  assert(settlement !== null, 'a settlement was begun')
  if (event.is === 'settlement-answered') {
    assert(settlement.at === 'asked', 'totals are answered once')
    return { ...settlement, isBalanced: event.isBalanced, at: event.isBalanced ? 'ending' : nextOf(terminal, 0) }
  }
  assert(settlement.at === 'uploading' && event.count > 0, 'transactions are told where the totals differ')
  const uploaded = settlement.uploaded + event.count
  const refused = [...settlement.refused, ...event.refused]
  return { ...settlement, uploaded, refused, at: nextOf(terminal, uploaded) }
}

function nextOf(terminal: CardTerminal, uploaded: number): 'uploading' | 'ending' {
  const all = settledCards(terminal).length
  assert(uploaded <= all, 'no more is told than there is')
  return uploaded < all ? 'uploading' : 'ending'
}

/** Transactions told in one message (0320). */
export const DETAILS_MAX = 8
/** Those to be told next. */
export const nextDetails = (terminal: CardTerminal): KeptCard[] =>
  settledCards(terminal)
    .slice(terminal.settlement?.uploaded ?? 0)
    .slice(0, DETAILS_MAX)
