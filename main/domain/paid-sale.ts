import type { Anchor } from './anchor.ts'
import type { Money } from './money.ts'
import type { Discount } from './pricing.ts'
import type { Return } from './returning.ts'
import type { Line } from './sale.ts'
import type { OutsideTender } from './tendering.ts'

/** As a slip, its newest one. */
export interface PaidSale extends SlipState {
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
  readonly earlier: readonly SlipState[]
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
export type Slip = 'sale' | `return-${number}`
export type PaidTender = OutsideTender | { readonly method: 'cash'; readonly amount: Money }

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

export interface SlipName {
  readonly receipt: string
  readonly slip: Slip
}

const isOf =
  (wanted: Slip) =>
  ({ slip }: SlipState) =>
    slip === wanted

/** All slips of a sale, oldest first. */
export const slipsOf = (sale: PaidSale): readonly SlipState[] => {
  const { slip, anchor, print, copies } = sale
  return [...sale.earlier, { slip, anchor, print, copies }]
}
export const slipAt = (sale: PaidSale, slip: Slip): SlipState | undefined => slipsOf(sale).find(isOf(slip))

/** The sale with one of its slips changed. */
export function withSlip(sale: PaidSale, slip: Slip, change: Partial<SlipState>): PaidSale {
  if (sale.slip === slip) return { ...sale, ...change }
  return { ...sale, earlier: sale.earlier.map((each) => (isOf(slip)(each) ? { ...each, ...change } : each)) }
}
