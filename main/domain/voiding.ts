import {
  checkApproval,
  mayApprove,
  POLICY,
  type Approval,
  type ApprovalRefusal,
  type ApproverRefusal,
} from './authority.ts'
import { lockOf } from './lockout.ts'
import type { Money } from './money.ts'
import { done, refused, type Result } from './result.ts'
import { saleAt } from './sales.ts'
import type { Decided } from './selling.ts'
import type { PaidSale, Till, Voided } from './till.ts'

/** Which sale somebody wants to undo, and why. */
export interface VoidWish {
  readonly receipt: string
  readonly reason: Voided['reason']
  readonly asker: string
  readonly station: string
  readonly epoch: number
}

type SaleRefusal = 'unknown-sale' | 'already-voided'
export type AskRefusal =
  SaleRefusal | ApproverRefusal | 'void-password-locked' | 'void-password-shut' | 'void-password-alone'
export type VoidRefusal = SaleRefusal | ApprovalRefusal | ApproverRefusal

function voidable(till: Till, receipt: string): Result<PaidSale, SaleRefusal> {
  const sale = saleAt(till.sales, receipt)
  if (!sale) return refused('unknown-sale')
  return sale.voided ? refused('already-voided') : done(sale)
}

const LOCKED = { waits: 'void-password-locked', alone: 'void-password-alone', shut: 'void-password-shut' } as const

/**
 * Whether the manager's void password is to be heard at all, `waitedMs` after its wait began; the answer is the
 * approval that the right one gives, but for its id.
 */
export function mayAskForVoid(
  till: Till,
  { receipt, reason, asker, station, epoch }: VoidWish,
  approver: string,
  waitedMs: number,
): Result<Omit<Approval, 'id'>, AskRefusal> {
  const sale = voidable(till, receipt)
  if (!sale.ok) return sale
  const selfApproval = mayApprove(till.operators, POLICY['void-paid'], asker, approver)
  if (!selfApproval.ok) return selfApproval
  const lock = lockOf(till, 'void', approver, waitedMs)
  if (lock.is !== 'open') return refused(LOCKED[lock.is])
  return done({
    ...{ act: 'void-paid', receipt, amount: sale.value.total, reason, station, epoch, asker, approver },
    selfApproval: selfApproval.value,
  })
}

/** The void, where a manager said yes to this very one. */
export function decideVoid(
  till: Till,
  wish: VoidWish,
  approvalId: string,
  expired: boolean,
): Decided<{ back: Money }, VoidRefusal> {
  const sale = voidable(till, wish.receipt)
  if (!sale.ok) return sale
  const back = sale.value.total
  const kept = till.approvals.find(({ id }) => id === approvalId)
  const approval = checkApproval(kept, { ...wish, act: 'void-paid', amount: back }, expired)
  if (!approval.ok) return approval
  // A shop that has got a second manager meanwhile needs the other one's word.
  const still = mayApprove(till.operators, POLICY['void-paid'], wish.asker, approval.value.approver)
  if (!still.ok) return still
  const { receipt, reason, asker } = wish
  const { approver: manager, selfApproval } = approval.value
  return done({
    event: { is: 'sale-voided', receipt, back, reason, asker, manager, approval: approvalId, selfApproval },
    answer: { back },
  })
}
