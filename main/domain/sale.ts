import { isMoney, money, plus, sum, times, ZERO, type Money } from './money.ts'
import { done, refused, type Result } from './result.ts'

/** Lines a sale may have: more is a stuck scanner, not a customer. */
export const LINES_MAX = 500
/** Pieces of one line. */
export const QUANTITY_MAX = 999
/** One million yuan: the largest sale a counter takes. */
export const TOTAL_MAX = money(100_000_000)

export interface Goods {
  readonly sku: string
  readonly name: string
  readonly price: Money
}

export interface Line extends Goods {
  /** The line's own number; never given again in this sale when the line is removed. */
  readonly line: number
  readonly quantity: number
}

export interface OpenSale {
  readonly lines: readonly Line[]
  /** The line changed last, which the screen marks. */
  readonly newest: number | null
  readonly nextLine: number
}

export const EMPTY_SALE: OpenSale = { lines: [], newest: null, nextLine: 1 }

export const lineAmount = (line: Pick<Line, 'price' | 'quantity'>): Money => times(line.price, line.quantity)
export const saleTotal = (lines: readonly Line[]): Money => sum(lines.map(lineAmount))
export const pieces = (lines: readonly Line[]): number => lines.reduce((count, line) => count + line.quantity, 0)

export type AddRefusal = 'sale-too-long' | 'quantity-too-large' | 'amount-too-large'

/**
 * The sale with goods added. Goods already in it at the same price count up on their line, as they would lie together
 * on the counter.
 */
export function withGoods(sale: OpenSale, goods: Goods, quantity: number): Result<OpenSale, AddRefusal> {
  const there = sale.lines.find((line) => line.sku === goods.sku && line.price === goods.price)
  if (there) return withQuantity(sale, there.line, there.quantity + quantity)
  if (sale.lines.length >= LINES_MAX) return refused('sale-too-long')
  const line: Line = { sku: goods.sku, name: goods.name, price: goods.price, quantity, line: sale.nextLine }
  return withinLimits({ lines: [...sale.lines, line], newest: line.line, nextLine: sale.nextLine + 1 })
}

/** The sale with a line's quantity set; the line must be there. */
export function withQuantity(sale: OpenSale, number: number, quantity: number): Result<OpenSale, AddRefusal> {
  const lines = sale.lines.map((line) => (line.line === number ? { ...line, quantity } : line))
  return withinLimits({ ...sale, lines, newest: number })
}

export function withoutLine(sale: OpenSale, number: number): OpenSale {
  const lines = sale.lines.filter((line) => line.line !== number)
  return { ...sale, lines, newest: lines.at(-1)?.line ?? null }
}

function withinLimits(sale: OpenSale): Result<OpenSale, AddRefusal> {
  if (sale.lines.some((line) => line.quantity > QUANTITY_MAX)) return refused('quantity-too-large')
  let total = ZERO
  for (const line of sale.lines) {
    const product = line.price * line.quantity
    if (!isMoney(product) || product > TOTAL_MAX) return refused('amount-too-large')
    total = plus(total, product)
    if (total > TOTAL_MAX) return refused('amount-too-large')
  }
  return done(sale)
}
