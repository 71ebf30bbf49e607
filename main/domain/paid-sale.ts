import type { Anchor } from './anchor.ts'
import { cardSlipIn } from './card-slips.ts'
import type { Money } from './money.ts'
import type { Discount } from './pricing.ts'
import type { Return } from './returning.ts'
import type { Line } from './sale.ts'
import type { Beside } from './scan-facts.ts'
import type { OutsideTender } from './tendering.ts'

/** As a slip, its newest one. */
export interface PaidSale extends OwnSlipState {
  readonly receipt: string
  readonly paidAtMs: number
  readonly operator: string
  readonly lines: readonly Line[]
  readonly discount: Discount | null
  /** What was to be paid. */
  readonly total: Money
  /** What the rounding of cash added, or took off where it is negative. */
  readonly rounded: Money
  /** Of cash. */
  readonly given: Money
  readonly change: Money
  /** Together the total; cash, where there was any, is the last. */
  readonly tenders: readonly PaidTender[]
  /** Oldest first. */
  readonly returns: readonly Return[]
  readonly voided: Voided | null
  /** Slips that came before its newest one, oldest first. */
  readonly earlier: readonly OwnSlipState[]
  /** Slips of its card transactions, oldest first; left out where no card told enough for one. */
  readonly cards?: readonly CardSlipState[]
}

export interface Voided {
  readonly atMs: number
  readonly reason: 'wrong-goods' | 'faulty' | 'customer-changed-mind' | 'wrong-tender' | 'training' | 'other'
  /** Who asked and who approved: two numbers, both on record. */
  readonly asker: string
  readonly manager: string
  /** Both are the shop's one manager. */
  readonly selfApproval: boolean
}

/** What became of a slip. `unknown`: the printer did not say, or the till went down while it printed. */
export type PrintState = 'waiting' | 'printed' | 'refused' | 'unknown'
/** Of the sale itself, or of its so-manieth return. */
export type OwnSlip = 'sale' | `return-${number}`
export type CardCopy = 'merchant' | 'customer'
/** Of the card that paid as the so-manieth tender, or to which a return gave back. */
export type CardSlip = `card-${number}-${CardCopy}` | `return-${number}-card-${number}-${CardCopy}`
export type Slip = OwnSlip | CardSlip
export type PaidTender = PaidOutside | { readonly method: 'cash'; readonly amount: Money }
export type PaidOutside = OutsideTender & Beside

/** Who asked for money to go back, who approved, and by which approval. */
export type Authorised = Omit<Voided, 'atMs'> & {
  readonly approval: string
  /** No code could be sent, and it was approved the weaker way. */
  readonly offline?: true
}

/** How one slip stands. */
export interface SlipState {
  readonly slip: Slip
  /** Null for the moment between its step and its record. */
  readonly anchor: Anchor | null
  readonly print: PrintState
  /** The last print that was ordered of it: 0 the first one, then its copies. */
  readonly copies: number
}

export interface OwnSlipState extends SlipState {
  readonly slip: OwnSlip
}
/** It bears the mark of the slip that it comes after. */
export interface CardSlipState extends Omit<SlipState, 'anchor'> {
  readonly slip: CardSlip
}

export interface SlipName {
  readonly receipt: string
  readonly slip: Slip
}

/** Those of the sale itself and of money that went back, oldest first. */
export function ownSlipsOf(sale: PaidSale): readonly OwnSlipState[] {
  const { slip, anchor, print, copies } = sale
  return [...sale.earlier, { slip, anchor, print, copies }]
}

/** All slips of a sale, oldest first, those of cards after what they belong to. */
export const slipsOf = (sale: PaidSale): readonly SlipState[] =>
  ownSlipsOf(sale).flatMap((own) => {
    const cards = sale.cards?.filter(({ slip }) => cardSlipIn(slip)?.own === own.slip) ?? []
    return [own, ...cards.map((each) => ({ ...each, anchor: own.anchor }))]
  })
export const slipAt = (sale: PaidSale, wanted: Slip): SlipState | undefined =>
  slipsOf(sale).find(({ slip }) => slip === wanted)

/** The sale with one of its slips changed. */
export function withSlip(sale: PaidSale, slip: Slip, change: Partial<Pick<SlipState, 'print' | 'copies'>>): PaidSale {
  if (sale.slip === slip) return { ...sale, ...change }
  const changed = <State extends { readonly slip: Slip }>(each: State): State =>
    each.slip === slip ? { ...each, ...change } : each
  return { ...sale, earlier: sale.earlier.map(changed), ...(sale.cards && { cards: sale.cards.map(changed) }) }
}
