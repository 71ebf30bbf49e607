import type { Approval } from './authority.ts'
import { grantFor } from './giving.ts'
import { openHold } from './holds.ts'
import { minus, split, ZERO, type Money } from './money.ts'
import { slipAt, type PaidSale, type Slip, type Voided } from './paid-sale.ts'
import { lineAmount, saleTotal, type Discount } from './pricing.ts'
import { leftByTender, leftOf, planRefund, type Refund, type RefundRefusal, type RefundWish } from './refunding.ts'
import { done, refused, type Result } from './result.ts'
import { isReturning, refundable } from './returning.ts'
import { withDiscount, withPrice, withQuantity, type LimitRefusal } from './sale.ts'
import { saleAt } from './sales.ts'
import { lineMissing, saleFixed, type LineRefusal } from './selling.ts'
import type { Tender } from './tendering.ts'
import type { Till } from './till.ts'

/** What somebody wants to do that may need more than being on duty. */
export type What =
  | { readonly act: 'void-paid'; readonly receipt: string }
  | { readonly act: 'refund'; readonly receipt: string; readonly wish: RefundWish }
  /** A tender of the open sale goes back, or a hold is let go. */
  | { readonly act: 'void-tender'; readonly attempt: string }
  | { readonly act: 'reduce'; /** Null: of the whole sale. */ readonly line: number | null; readonly to: Reduction }
  /** `quantity`: what is left of the line; 0 removes it. */
  | { readonly act: 'remove-line'; readonly line: number; readonly quantity: number }
  | { readonly act: 'cancel-sale' }
  | { readonly act: 'reprint'; readonly receipt: string; readonly slip: Slip }
export type WhatOf<Act extends What['act']> = What & { readonly act: Act }
export type Reduction = Discount | { readonly is: 'price'; readonly price: Money }

export interface Wish<W extends What = What> {
  readonly what: W
  readonly reason: Voided['reason']
  readonly asker: string
  readonly station: string
  readonly epoch: number
}

/** `return-open`: money of it is on its way back already. */
type SaleRefusal = 'unknown-sale' | 'already-voided' | 'return-open'
/** Of money that goes back. */
export type BackRefusal = SaleRefusal | RefundRefusal | 'no-such-tender'
export type WhatRefusal = BackRefusal | LineRefusal | LimitRefusal | 'unknown-slip'

/** What a wish comes to now, as an approval names it. */
export interface Named extends Pick<Approval, 'act' | 'subject' | 'goods' | 'amount'> {
  /** When the sale it is about was paid; null where it is about none. */
  readonly sinceMs: number | null
}

export function whatOf(till: Till, { what }: Wish): Result<Named, WhatRefusal> {
  switch (what.act) {
    case 'void-paid':
    case 'refund': {
      const found = planned(till, what)
      return found.ok ? done(saleNamed(what.act, found.value)) : found
    }
    case 'void-tender': {
      const hold = openHold(till, what.attempt)
      const tender = hold.ok ? hold : tenderToVoid(till, what.attempt)
      return tender.ok ? done(tenderNamed(tender.value)) : tender
    }
    case 'reprint': {
      const sale = saleAt(till.sales, what.receipt)
      if (!sale) return refused('unknown-sale')
      if (!slipAt(sale, what.slip)) return refused('unknown-slip')
      const { receipt: subject, paidAtMs: sinceMs } = sale
      return done({ act: what.act, subject, goods: what.slip, amount: ZERO, sinceMs })
    }
    case 'reduce':
    case 'remove-line':
    case 'cancel-sale':
      return ofOpenSale(till, what)
  }
}

function ofOpenSale(
  till: Till,
  what: WhatOf<'reduce' | 'remove-line' | 'cancel-sale'>,
): Result<Named, LineRefusal | LimitRefusal> {
  const line = what.act === 'cancel-sale' ? null : what.line
  const missing = line === null ? saleFixed(till) : lineMissing(till, line)
  if (missing) return refused(missing)
  const named = { act: what.act, subject: line === null ? 'sale' : `line ${line}`, sinceMs: null }
  switch (what.act) {
    case 'reduce': {
      const { to } = what
      const after =
        to.is === 'price' ? withPrice(till.sale, line ?? 0, to.price) : done(withDiscount(till.sale, line, to))
      return after.ok ? done({ ...named, goods: reductionText(to), amount: grantFor(after.value) }) : after
    }
    case 'remove-line': {
      const there = till.sale.lines.find((each) => each.line === what.line)
      const before = there ? lineAmount(there) : ZERO
      if (what.quantity === 0) return done({ ...named, goods: '×0', amount: before })
      const after = withQuantity(till.sale, what.line, what.quantity)
      if (!after.ok) return after
      const now = after.value.lines.find((each) => each.line === what.line)
      return done({ ...named, goods: `×${what.quantity}`, amount: minus(before, now ? lineAmount(now) : ZERO) })
    }
    case 'cancel-sale':
      return done({ ...named, goods: '', amount: saleTotal(till.sale) })
  }
}

const reductionText = (to: Reduction): string =>
  to.is === 'price' ? `=${to.price}` : to.is === 'amount' ? `-${to.amount}` : `${to.permille}‰`

/** What goes back of a paid sale, planned. */
export interface SalePlan {
  readonly sale: PaidSale
  readonly plan: Pick<Refund, 'quantities' | 'parts' | 'amount'>
}

function returnable(till: Till, receipt: string): Result<PaidSale, SaleRefusal> {
  const sale = saleAt(till.sales, receipt)
  if (!sale) return refused('unknown-sale')
  if (isReturning(sale)) return refused('return-open')
  return sale.voided ? refused('already-voided') : done(sale)
}

export function planned(till: Till, what: WhatOf<'void-paid' | 'refund'>): Result<SalePlan, BackRefusal> {
  const found = returnable(till, what.receipt)
  if (!found.ok) return found
  const sale = found.value
  const all = refundable(sale)
  if (what.act === 'void-paid') {
    const amount = leftOf(all)
    const lefts = leftByTender(all)
    // A sale that cost nothing can be voided; one that has all gone back can not.
    if (amount === 0 && sale.total > 0) return refused('nothing-left')
    return done({ sale, plan: { amount, quantities: [], parts: amount === 0 ? lefts : split(amount, lefts) } })
  }
  const plan = planRefund(all, what.wish)
  return plan.ok ? done({ sale, plan: plan.value }) : plan
}

/** A tender of the open sale that was paid and is not on its way back. */
export function tenderToVoid(till: Till, wanted: string): Result<Tender, 'no-such-tender'> {
  const found = till.sale.tenders.find(
    ({ attempt, state, undo }) => attempt === wanted && state === 'done' && (undo === null || undo.state === 'failed'),
  )
  return found ? done(found) : refused('no-such-tender')
}

export const tenderNamed = ({ attempt, amount }: Pick<Tender, 'attempt' | 'amount'>): Named => ({
  ...{ act: 'void-tender', subject: attempt, goods: '', amount, sinceMs: null },
})

export function saleNamed(act: 'void-paid' | 'refund', { sale, plan: { amount, quantities } }: SalePlan): Named {
  const goods = quantities.flatMap((quantity, place) => (quantity > 0 ? [`${place}×${quantity}`] : [])).join(' ')
  return { act, subject: sale.receipt, goods, amount, sinceMs: sale.paidAtMs }
}
