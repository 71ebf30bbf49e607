import { givesTooMuch, grantFor } from './giving.ts'
import { ZERO, type Money } from './money.ts'
import { grossOf, subtotal, takenOff, type Discount } from './pricing.ts'
import { done, refused, type Nothing } from './result.ts'
import { isReturning } from './returning.ts'
import { withDiscount, withPrice, type OpenSale } from './sale.ts'
import { freeSlot } from './passing.ts'
import { lineFixed, lineMissing, saleFixed } from './selling.ts'
import type { ChangeRefusal, Decided, LineRefusal, SaleRefusal } from './selling.ts'
import { slipAt, type PaidSale, type Slip } from './paid-sale.ts'
import type { Till } from './till.ts'

/** What a cashier does to an open sale beside adding goods: other prices, discounts, putting it aside, giving it up. */

/** Sales put aside at one till: more is a till that forgets its customers. */
export const PARKED_MAX = 20

/** Who adjusts: a manager's word has no limit, a cashier's has one. */
export interface Adjuster {
  readonly manager: boolean
  /** Thousandths of the list price that a cashier may give away, of a line and of the whole sale. */
  readonly limit: number
}

/** What has to be granted for it: nothing where it is within the limit; null where a manager is needed. */
function grantedBy({ manager, limit }: Adjuster, after: OpenSale): Money | null {
  if (!givesTooMuch(after, limit)) return ZERO
  return manager ? grantFor(after) : null
}

export function decidePrice(
  till: Till,
  { line, price }: { readonly line: number; readonly price: Money },
  by: Adjuster,
): Decided<{ line: number }, ChangeRefusal | 'needs-manager'> {
  const fixed = lineFixed(till, line)
  if (fixed) return refused(fixed)
  const after = withPrice(till.sale, line, price)
  if (!after.ok) return after
  const granted = grantedBy(by, after.value)
  if (granted === null) return refused('needs-manager')
  return done({ event: { is: 'price-set', line, price, granted }, answer: { line } })
}

/** `line` null: of the whole sale; `discount` null: taken back. */
export function decideDiscount(
  till: Till,
  { line, discount }: { readonly line: number | null; readonly discount: Discount | null },
  by: Adjuster,
): Decided<Nothing, LineRefusal | 'discount-too-large' | 'needs-manager'> {
  const missing = line === null ? saleFixed(till) : lineMissing(till, line)
  if (missing) return refused(missing)
  const off = till.sale.lines.find((each) => each.line === line)
  const whole = off ? grossOf(off) : subtotal(till.sale)
  // More than there is would be taken for all of it, and that is seldom what was meant.
  if (discount?.is === 'amount' && takenOff(whole, discount) < discount.amount) return refused('discount-too-large')
  const granted = discount === null ? ZERO : grantedBy(by, withDiscount(till.sale, line, discount))
  if (granted === null) return refused('needs-manager')
  return done({ event: { is: 'discount-set', line, discount, granted }, answer: {} })
}

export function decidePark(till: Till, operator: string): Decided<{ slot: number }, SaleRefusal | 'too-many-parked'> {
  const fixed = saleFixed(till)
  if (fixed) return refused(fixed)
  if (till.parked.length >= PARKED_MAX) return refused('too-many-parked')
  const slot = freeSlot(till.parked)
  return done({ event: { is: 'sale-parked', slot, operator }, answer: { slot } })
}

export function decideRecall(till: Till, slot: number): Decided<Nothing, 'no-such-parked' | 'sale-open'> {
  if (!till.parked.some((each) => each.slot === slot)) return refused('no-such-parked')
  if (till.sale.lines.length > 0) return refused('sale-open')
  return done({ event: { is: 'sale-recalled', slot }, answer: {} })
}

export function decideCancel(till: Till, operator: string): Decided<Nothing, SaleRefusal> {
  const fixed = saleFixed(till)
  if (fixed) return refused(fixed)
  return done({ event: { is: 'sale-cancelled', operator }, answer: {} })
}

/** Another print of one of a finished sale's slips, marked as a copy unless nothing of it had come out. */
export function decideReprint(
  sale: PaidSale,
  slip: Slip,
): Decided<Nothing, 'unknown-slip' | 'still-printing' | 'return-open'> {
  const state = slipAt(sale, slip)
  if (!state) return refused('unknown-slip')
  // What a slip would say of it is not known yet, and one comes by itself when it is.
  if (isReturning(sale)) return refused('return-open')
  if (state.print === 'waiting') return refused('still-printing')
  const copy = state.print === 'refused' ? state.copies : state.copies + 1
  return done({ event: { is: 'slip-again', receipt: sale.receipt, slip, copy }, answer: {} })
}
