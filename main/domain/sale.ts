import { money, plus, ZERO, type Money } from './money.ts'
import { GRAMS_A_KILOGRAM, grossOf, type Discount, type Priced, type Unit } from './pricing.ts'
import { assert, done, refused, type Result } from './result.ts'
import type { Tender } from './tendering.ts'

/** Lines a sale may have: more is a stuck scanner, not a customer. */
export const LINES_MAX = 500
/** Pieces of one line. */
export const QUANTITY_MAX = 999
/** Grams of one line: more does not lie on a counter's scale. */
export const GRAMS_MAX = 99_999
/** One million yuan: the largest sale a counter takes. */
export const TOTAL_MAX = money(100_000_000)

export interface Goods {
  readonly sku: string
  readonly name: string
  readonly price: Money
  readonly unit: Unit
}

/** What of some goods is sold. */
export interface Amounted {
  /** Pieces, or grams where the goods are sold by the kilogram. */
  readonly quantity: number
  /** What a scale's label says it costs. */
  readonly label: Money | null
}

export interface Line extends Goods, Priced {
  /** The line's own number; never given again in this sale when the line is removed. */
  readonly line: number
  /** The price by the goods list; `price` differs where somebody set another. */
  readonly list: Money
}

export interface OpenSale {
  readonly lines: readonly Line[]
  readonly discount: Discount | null
  /** How much a manager has let be given away here, beyond what a cashier may. */
  readonly granted: Money
  /** Tried, paid and given back, in that order of time. */
  readonly tenders: readonly Tender[]
  /** The line changed last, which the screen marks. */
  readonly newest: number | null
  readonly nextLine: number
}

export const EMPTY_SALE: OpenSale = {
  ...{ lines: [], discount: null, granted: ZERO, tenders: [], newest: null, nextLine: 1 },
}

/** `2`, or `0.532 kg`: grams with all three places, as on a scale. */
export const formatQuantity = ({ unit, quantity }: Pick<Priced, 'unit' | 'quantity'>): string =>
  unit === 'piece'
    ? String(quantity)
    : `${Math.floor(quantity / GRAMS_A_KILOGRAM)}.${String(quantity % GRAMS_A_KILOGRAM).padStart(3, '0')} kg`

/** Things in the bag: what is weighed is one, however heavy. */
export const pieces = (lines: readonly Line[]): number =>
  lines.reduce((count, { unit, quantity }) => count + (unit === 'piece' ? quantity : 1), 0)

/** `nothing-weighed`: so light that it costs nothing. */
export type LimitRefusal = 'quantity-too-large' | 'amount-too-large' | 'nothing-weighed'
export type AddRefusal = LimitRefusal | 'sale-too-long'

/**
 * The sale with goods added. Pieces already in it at the same price count up on their line, as they would lie together
 * on the counter; what was weighed, labelled or made cheaper is a line of its own.
 */
export function withGoods(sale: OpenSale, goods: Goods, { quantity, label }: Amounted): Result<OpenSale, AddRefusal> {
  const alike = (line: Line) =>
    line.unit === 'piece' && line.sku === goods.sku && line.price === goods.price && line.list === goods.price
  const there = sale.lines.find((line) => alike(line) && line.discount === null && line.label === null)
  if (there && label === null) return withQuantity(sale, there.line, there.quantity + quantity)
  if (sale.lines.length >= LINES_MAX) return refused('sale-too-long')
  const { sku, name, price, unit } = goods
  const line: Line = { sku, name, price, unit, list: price, quantity, label, discount: null, line: sale.nextLine }
  return withinLimits({ ...sale, lines: [...sale.lines, line], newest: line.line, nextLine: sale.nextLine + 1 })
}

/** The sale with one line changed; the line must be there. */
function withLine(sale: OpenSale, number: number, change: Partial<Line>): OpenSale {
  assert(
    sale.lines.some(({ line }) => line === number),
    `no line ${number}`,
  )
  return {
    ...sale,
    lines: sale.lines.map((line) => (line.line === number ? { ...line, ...change } : line)),
    newest: number,
  }
}

export const withQuantity = (sale: OpenSale, number: number, quantity: number): Result<OpenSale, LimitRefusal> =>
  withinLimits(withLine(sale, number, { quantity }))

export const withPrice = (sale: OpenSale, number: number, price: Money): Result<OpenSale, LimitRefusal> =>
  withinLimits(withLine(sale, number, { price }))

/** `number` null: the discount of the whole sale. */
export const withDiscount = (sale: OpenSale, number: number | null, discount: Discount | null): OpenSale =>
  number === null ? { ...sale, discount } : withLine(sale, number, { discount })

export function withoutLine(sale: OpenSale, number: number): OpenSale {
  const lines = sale.lines.filter((line) => line.line !== number)
  return { ...sale, lines, newest: lines.at(-1)?.line ?? null }
}

/** Whether a counter would have let it become so. */
export const isWithinLimits = (sale: OpenSale): boolean => sale.lines.length <= LINES_MAX && withinLimits(sale).ok

function withinLimits(sale: OpenSale): Result<OpenSale, LimitRefusal> {
  if (sale.lines.some(({ unit, quantity }) => quantity > (unit === 'piece' ? QUANTITY_MAX : GRAMS_MAX))) {
    return refused('quantity-too-large')
  }
  let total = ZERO
  for (const line of sale.lines) {
    // By its size first: a larger product is no amount of money at all.
    const pricedPieces = line.unit === 'piece' ? line.quantity : line.quantity / GRAMS_A_KILOGRAM
    if (line.price * pricedPieces > TOTAL_MAX) return refused('amount-too-large')
    const gross = grossOf(line)
    if (gross === 0) return refused('nothing-weighed')
    total = plus(total, gross)
    if (total > TOTAL_MAX) return refused('amount-too-large')
  }
  return done(sale)
}
