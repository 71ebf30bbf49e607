import type { LineView, OpenSaleView } from '#contract/view'
import { minus, readMoney, type Money } from '#domain/money'
import { grossOf, takenOff, type Discount } from '#domain/pricing'

/** What is being typed in the panel for discounts and prices, and what it would come to. */
export type Kind = 'permille' | 'amount' | 'price'

/** What was typed, read as its kind; null while it is nothing. */
export type Adjustment = { readonly is: 'price'; readonly price: Money } | Discount

const PERMILLE_MAX = 1000

export function readAdjustment(kind: Kind, entry: string): Adjustment | null {
  if (kind === 'permille') {
    // Per cent with one decimal, so that 12.5 is as good as 12.
    if (!/^\d{1,3}(\.\d?)?$/.test(entry)) return null
    const permille = Math.round(Number(entry) * 10)
    return permille >= 1 && permille <= PERMILLE_MAX ? { is: 'permille', permille } : null
  }
  const amount = readMoney(entry)
  if (amount === null || amount === 0) return null
  return kind === 'price' ? { is: 'price', price: amount } : { is: 'amount', amount }
}

/** What the line, or the sale, would come to. */
export function after(sale: OpenSaleView, line: LineView | null, adjustment: Adjustment): Money {
  if (adjustment.is === 'price') {
    if (!line) return sale.total
    const { unit, quantity, discount } = line
    const gross = grossOf({ unit, quantity, price: adjustment.price, label: null })
    return minus(gross, takenOff(gross, discount))
  }
  const whole = line ? line.gross : sale.subtotal
  return minus(whole, takenOff(whole, adjustment))
}
