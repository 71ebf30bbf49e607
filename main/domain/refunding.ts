import { minus, money, plus, portion, split, sum, ZERO, type Money } from './money.ts'
import { lineShares, type PricedSale } from './pricing.ts'
import { done, refused, type Result } from './result.ts'

/**
 * What goes back of a paid sale, and by which tender. Every plan is made against all that went back before, so that
 * whatever the order of refunds, never more goes back than was paid, of the sale, of a line or of a tender.
 */
export interface Refundable extends PricedSale {
  readonly total: Money
  /** What each tender paid of it; together the total. */
  readonly tenders: readonly Money[]
  /** Oldest first; one whose end is unknown counts until a person says that it did not happen. */
  readonly refunds: readonly Refund[]
}

export interface Refund {
  /** Pieces (or grams) given back of each line, by its place in the sale; none where it was by amount. */
  readonly quantities: readonly number[]
  readonly amount: Money
  /** What goes back by each tender, by its place. */
  readonly parts: readonly Money[]
}

export type RefundWish =
  | { readonly by: 'lines'; readonly lines: readonly { readonly place: number; readonly quantity: number }[] }
  | { readonly by: 'amount'; readonly amount: Money }

/** `more-than-sold`: of a line · `more-than-paid`: of the sale · `nothing-left`: all of it has gone back. */
export type RefundRefusal = 'no-such-line' | 'more-than-sold' | 'more-than-paid' | 'nothing-to-refund' | 'nothing-left'

export const refundedOf = ({ refunds }: Pick<Refundable, 'refunds'>): Money => sum(refunds.map(({ amount }) => amount))
/** Never less than nothing, though an acquirer may have given back more than it said at first. */
const atLeastNothing = (amount: Money): Money => money(Math.max(0, amount))
export const leftOf = (sale: Refundable): Money => atLeastNothing(minus(sale.total, refundedOf(sale)))

export function planRefund(sale: Refundable, wish: RefundWish): Result<Refund, RefundRefusal> {
  const left = leftOf(sale)
  if (left === ZERO) return refused('nothing-left')
  const wanted = wish.by === 'lines' ? ofLines(sale, wish.lines) : done({ quantities: [], amount: wish.amount })
  if (!wanted.ok) return wanted
  const { quantities } = wanted.value
  // Where part of it went back by amount, the lines are worth no more than what is left.
  const amount = wish.by === 'lines' ? money(Math.min(wanted.value.amount, left)) : wanted.value.amount
  // A piece may be worth less than half a fen; it comes back all the same, and counts.
  if (amount <= 0 && wish.by === 'amount') return refused('nothing-to-refund')
  if (amount > left) return refused('more-than-paid')
  return done({ quantities, amount, parts: split(amount, leftByTender(sale)) })
}

/** What each tender may still give back. */
export const leftByTender = ({ tenders, refunds }: Refundable): Money[] =>
  tenders.map((paid, place) => atLeastNothing(minus(paid, sum(refunds.map(({ parts }) => parts[place] ?? ZERO)))))

/** Pieces or grams of a line that have gone back. */
const givenBack = ({ refunds }: Refundable, place: number): number =>
  refunds.reduce((all, { quantities }) => all + (quantities[place] ?? 0), 0)

function ofLines(
  sale: Refundable,
  wished: readonly { readonly place: number; readonly quantity: number }[],
): Result<Pick<Refund, 'quantities' | 'amount'>, RefundRefusal> {
  const shares = lineShares(sale, sale.total)
  const quantities = sale.lines.map(() => 0)
  let amount = ZERO
  for (const { place, quantity } of wished) {
    const line = sale.lines[place]
    const share = shares[place]
    if (!line || share === undefined) return refused('no-such-line')
    if (!Number.isInteger(quantity) || quantity < 1) return refused('nothing-to-refund')
    const before = givenBack(sale, place) + (quantities[place] ?? 0)
    if (before + quantity > line.quantity) return refused('more-than-sold')
    // By what has gone back up to here and then, so that all the pieces together are worth the line to the fen.
    const upTo = (count: number) => portion(share, count, line.quantity, 'half-up')
    amount = plus(amount, minus(upTo(before + quantity), upTo(before)))
    quantities[place] = (quantities[place] ?? 0) + quantity
  }
  return done({ quantities, amount })
}
