import { minus, money, plus, portion, split, sum, times, ZERO, type Money } from './money.ts'

/**
 * What goods cost in a sale: amounts of lines, discounts, rounding of cash. Prices include tax, so a discount or a
 * rounding needs no tax of its own.
 */
export type Unit = 'piece' | 'kg'
export const GRAMS_A_KILOGRAM = 1000

/** Taken off an amount: thousandths of it (150 is 15 % off, 八五折), or a sum of money. */
export type Discount =
  { readonly is: 'permille'; readonly permille: number } | { readonly is: 'amount'; readonly amount: Money }

export interface Priced {
  /** Of one piece, or of one kilogram. */
  readonly price: Money
  readonly unit: Unit
  /** Pieces, or grams where the unit is a kilogram. */
  readonly quantity: number
  /** What a scale's label says the whole line costs; it wins over price times weight. */
  readonly label: Money | null
  readonly discount: Discount | null
}

/** Before the line's discount. Weighed goods round half up to the fen. */
export function grossOf({ label, unit, price, quantity }: Omit<Priced, 'discount'>): Money {
  if (label !== null) return label
  return unit === 'piece' ? times(price, quantity) : portion(price, quantity, GRAMS_A_KILOGRAM, 'half-up')
}

/** What a discount takes off an amount: never more than there is, and rounded half up to the fen. */
export function takenOff(amount: Money, discount: Discount | null): Money {
  if (discount === null) return ZERO
  if (discount.is === 'amount') return money(Math.min(discount.amount, amount))
  return portion(amount, discount.permille, 1000, 'half-up')
}

export const lineDiscount = (line: Priced): Money => takenOff(grossOf(line), line.discount)
/** What the line costs, its own discount taken off. */
export const lineAmount = (line: Priced): Money => lessDiscount(grossOf(line), line.discount)
const lessDiscount = (amount: Money, discount: Discount | null): Money => minus(amount, takenOff(amount, discount))

export interface PricedSale {
  readonly lines: readonly Priced[]
  /** Taken off what the lines come to. */
  readonly discount: Discount | null
}

/** What the lines come to, before the discount of the sale. */
export const subtotal = ({ lines }: PricedSale): Money => sum(lines.map(lineAmount))
export const saleDiscount = (sale: PricedSale): Money => takenOff(subtotal(sale), sale.discount)
export const saleTotal = (sale: PricedSale): Money => lessDiscount(subtotal(sale), sale.discount)

/** Cash to whole jiao (ten fen): left off, as most shops do, or to the nearer one; other tenders pay the fen. */
export type CashRounding = 'none' | 'down' | 'half-up'
const JIAO = 10

export function cashDue(total: Money, rounding: CashRounding): Money {
  return rounding === 'none' ? total : times(portion(total, 1, JIAO, rounding), JIAO)
}

/**
 * What each line brought in, the sale's discount and the rounding of its cash spread over them; the parts sum to what
 * was paid. It is what a line would be worth when it alone came back.
 */
export function lineShares(sale: PricedSale, paid: Money): Money[] {
  const amounts = sale.lines.map(lineAmount)
  if (amounts.length === 0) return []
  // Where all is given away there is nothing to go by: each line has the same weight.
  const weights = amounts.every((amount) => amount === 0) ? amounts.map(() => 1) : amounts
  return split(paid, weights)
}

/** Tax that an amount holds, at a rate in thousandths on top of the net amount (130 is 13 %). */
export const taxWithin = (amount: Money, permille: number): Money =>
  portion(amount, permille, 1000 + permille, 'half-up')

/** What lines would cost by their list prices, and what was given away of it. */
export function reduction(
  lines: readonly (Priced & { readonly list: Money })[],
  paid: Money,
): { list: Money; off: Money } {
  const list = lines.reduce((all, line) => plus(all, grossOf({ ...line, price: line.list })), ZERO)
  return { list, off: minus(list, paid) }
}
