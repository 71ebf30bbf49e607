import { money, ZERO, type Money } from './money.ts'
import { grossOf, lineAmount, reduction, saleTotal, subtotal, takenOff, type Discount } from './pricing.ts'
import type { Line, OpenSale } from './sale.ts'

/** What is given away by discounts and other prices, and how much of it a cashier may give by their own word. */
interface Given {
  readonly off: Money
  /** Thousandths of the list price, rounded up. */
  readonly permille: number
}

/** Of the whole sale, and of each of its lines. */
const givenIn = (sale: OpenSale): Given[] => [
  given(sale.lines, saleTotal(sale), gainedBy(subtotal(sale), sale.discount)),
  ...sale.lines.map((line) => given([line], lineAmount(line), 0)),
]

function given(lines: readonly Line[], paid: Money, gained: number): Given {
  const { list, off } = reduction(lines, paid)
  const rounding = lines.reduce((all, line) => all + gainedBy(grossOf(line), line.discount), gained)
  return { off, permille: list === 0 ? 0 : Math.max(0, Math.ceil((off * 1000 - rounding) / list)) }
}

/**
 * What rounding to the fen adds to a discount in thousandths, in thousandths of a fen: 0 to 500. It is nobody's gift:
 * 10 % off 11.96 is 1.20, and still 10 %.
 */
const gainedBy = (amount: Money, discount: Discount | null): number =>
  discount?.is === 'permille' ? Math.max(0, takenOff(amount, discount) * 1000 - amount * discount.permille) : 0

/**
 * How much of the list price is given away, in thousandths rounded up: of the whole sale or of its cheapest-made line,
 * whichever is more. What a cashier may give is measured by it, so that many small discounts are one large one.
 */
export const givenAway = (sale: OpenSale): number => Math.max(...givenIn(sale).map(({ permille }) => permille))

/** Whether a line or the sale gives more than this limit, and more money than a manager has granted. */
export const givesTooMuch = (sale: OpenSale, limit: number): boolean =>
  givenIn(sale).some(({ off, permille }) => permille > limit && off > sale.granted)

/** What a manager grants by letting the sale be as it is: the most that is given away of a line or of the whole. */
export const grantFor = (sale: OpenSale): Money =>
  givenIn(sale).reduce((most, { off }) => money(Math.max(most, off)), ZERO)

/** The sale with what a manager has granted: never less than before. */
export const withGrant = (sale: OpenSale, granted: Money): OpenSale => ({
  ...sale,
  granted: money(Math.max(sale.granted, granted)),
})
