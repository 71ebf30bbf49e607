import {
  checkApproval,
  mayApprove,
  POLICY,
  type Act,
  type Approval,
  type ApprovalRefusal,
  type ApproverRefusal,
} from './authority.ts'
import { lockOf } from './lockout.ts'
import { split, type Money } from './money.ts'
import { attemptKey, type Settling } from './payments.ts'
import { leftByTender, leftOf, planRefund, type Refund, type RefundRefusal, type RefundWish } from './refunding.ts'
import { done, refused, type Result } from './result.ts'
import { isReturning, partsFor, refundable } from './returning.ts'
import { saleAt } from './sales.ts'
import type { Decided } from './selling.ts'
import type { Authorised, PaidSale, Voided } from './paid-sale.ts'
import type { Tender } from './tendering.ts'
import type { Till } from './till.ts'

/** What somebody wants to give back, and why: a whole sale, some of it, or a tender of the open one. */
export interface GivingBackWish {
  readonly what:
    | { readonly act: 'void-paid'; readonly receipt: string }
    | { readonly act: 'refund'; readonly receipt: string; readonly wish: RefundWish }
    | { readonly act: 'void-tender'; readonly attempt: string }
  readonly reason: Voided['reason']
  readonly asker: string
  readonly station: string
  readonly epoch: number
}

/** `return-open`: money of it is on its way back already. */
type SaleRefusal = 'unknown-sale' | 'already-voided' | 'return-open'
export type WhatRefusal = SaleRefusal | RefundRefusal | 'no-such-tender'
export type LockRefusal = 'void-password-locked' | 'void-password-shut' | 'void-password-alone'
export type AskRefusal = WhatRefusal | ApproverRefusal | LockRefusal
export type GivingBackRefusal = WhatRefusal | ApprovalRefusal | ApproverRefusal

/** What goes back, as an approval names it. */
type What = Pick<Approval, 'act' | 'subject' | 'goods' | 'amount'>

function returnable(till: Till, receipt: string): Result<PaidSale, SaleRefusal> {
  const sale = saleAt(till.sales, receipt)
  if (!sale) return refused('unknown-sale')
  if (isReturning(sale)) return refused('return-open')
  return sale.voided ? refused('already-voided') : done(sale)
}

interface SalePlan {
  readonly sale: PaidSale
  readonly plan: Pick<Refund, 'quantities' | 'parts' | 'amount'>
}

function planned(
  till: Till,
  what: Exclude<GivingBackWish['what'], { act: 'void-tender' }>,
): Result<SalePlan, WhatRefusal> {
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

/** What the wish comes to now, as the approval is to name it. */
function whatOf(till: Till, { what }: GivingBackWish): Result<What, WhatRefusal> {
  if (what.act === 'void-tender') {
    const tender = tenderToVoid(till, what.attempt)
    return tender.ok ? done(tenderWhat(tender.value)) : tender
  }
  const found = planned(till, what)
  return found.ok ? done(saleWhat(what.act, found.value)) : found
}

const tenderWhat = ({ attempt, amount }: Tender): What => ({ act: 'void-tender', subject: attempt, goods: '', amount })

function saleWhat(act: Act, { sale, plan: { amount, quantities } }: SalePlan): What {
  const goods = quantities.flatMap((quantity, place) => (quantity > 0 ? [`${place}×${quantity}`] : [])).join(' ')
  return { act, subject: sale.receipt, goods, amount }
}

/** A tender of the open sale that was paid and is not on its way back. */
function tenderToVoid(till: Till, wanted: string): Result<Tender, 'no-such-tender'> {
  const found = till.sale.tenders.find(
    ({ attempt, state, undo }) => attempt === wanted && state === 'done' && (undo === null || undo.state === 'failed'),
  )
  return found ? done(found) : refused('no-such-tender')
}

const LOCKED = { waits: 'void-password-locked', alone: 'void-password-alone', shut: 'void-password-shut' } as const

/**
 * Whether the manager's void password is to be heard at all, `waitedMs` after its wait began; the answer is the
 * approval that the right one gives, but for its id.
 */
export function mayAskFor(
  till: Till,
  wish: GivingBackWish,
  approver: string,
  waitedMs: number,
): Result<Omit<Approval, 'id'>, AskRefusal> {
  const what = whatOf(till, wish)
  if (!what.ok) return what
  const selfApproval = mayApprove(till.operators, POLICY[wish.what.act], wish.asker, approver)
  if (!selfApproval.ok) return selfApproval
  const lock = lockOf(till, 'void', approver, waitedMs)
  if (lock.is !== 'open') return refused(LOCKED[lock.is])
  const { reason, station, epoch, asker } = wish
  return done({ ...what.value, reason, station, epoch, asker, approver, selfApproval: selfApproval.value })
}

/** A manager's yes to this very wish, and to what it comes to now. */
function authorised(
  till: Till,
  wish: GivingBackWish,
  what: What,
  { approvalId, expired }: GivingBackFacts,
): Result<Authorised, ApprovalRefusal | ApproverRefusal> {
  const kept = till.approvals.find(({ id }) => id === approvalId)
  const approval = checkApproval(kept, { ...wish, ...what }, expired)
  if (!approval.ok) return approval
  const { approver: manager, selfApproval } = approval.value
  // A shop that has got a second manager meanwhile needs the other one's word.
  const still = mayApprove(till.operators, POLICY[wish.what.act], wish.asker, manager)
  if (!still.ok) return still
  return done({ reason: wish.reason, asker: wish.asker, manager, selfApproval, approval: approvalId })
}

export interface GivingBackFacts {
  readonly approvalId: string
  readonly expired: boolean
  readonly settling: Settling
}

/** Money goes back of a paid sale, where a manager said yes to this very thing. */
export function decideGivingBack(
  till: Till,
  wish: GivingBackWish & { readonly what: { readonly act: Exclude<Act, 'void-tender'> } },
  facts: GivingBackFacts,
): Decided<{ back: Money }, GivingBackRefusal> {
  const found = planned(till, wish.what)
  if (!found.ok) return found
  const word = authorised(till, wish, saleWhat(wish.what.act, found.value), facts)
  if (!word.ok) return word
  const { sale, plan } = found.value
  const { station, epoch } = wish
  const kind = wish.what.act === 'refund' ? 'refund' : 'void'
  const parts = partsFor(till, sale, { kind, parts: plan.parts }, { settling: facts.settling, station, epoch })
  const giving = { ...word.value, receipt: sale.receipt, back: plan.amount, parts }
  return done({
    event:
      kind === 'void'
        ? { is: 'sale-voided', ...giving }
        : { is: 'sale-refunded', quantities: plan.quantities, ...giving },
    answer: { back: plan.amount },
  })
}

/** An approved tender of the open sale goes back, where a manager said yes. */
export function decideTenderVoid(
  till: Till,
  wish: GivingBackWish & { readonly what: { readonly act: 'void-tender' } },
  facts: GivingBackFacts,
): Decided<{ back: Money }, GivingBackRefusal> {
  const tender = tenderToVoid(till, wish.what.attempt)
  if (!tender.ok) return tender
  const word = authorised(till, wish, tenderWhat(tender.value), facts)
  if (!word.ok) return word
  const { port, amount, approval, attempt } = tender.value
  const settlesBy = facts.settling(port, 'void')
  const key = attemptKey(wish, till.orders + 1)
  const of = { attempt, approval }
  const order = { kind: 'void', settlesBy, amount, attempt: key, of } as const
  return done({ event: { is: 'tender-voided', port, order, ...word.value }, answer: { back: amount } })
}
