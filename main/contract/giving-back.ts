import { call } from './define.ts'
import { ApprovalId, Attempt, Fen, OperatorNumber, ReceiptNumber, RefundWish, Secret, VoidReason } from './shapes.ts'
import { z } from 'zod'

const Voiding = { receipt: ReceiptNumber, reason: VoidReason }
const Refunding = { receipt: ReceiptNumber, wish: RefundWish, reason: VoidReason }
const VoidingTender = { attempt: Attempt, reason: VoidReason }

/** The void password is checked in main and counted. */
const Word = { manager: OperatorNumber, voidPassword: Secret }
const Approved = z.strictObject({ approval: ApprovalId })
const Back = z.strictObject({ back: Fen })

const WHAT = [
  ...(['unknown-sale', 'already-voided', 'return-open', 'no-such-tender'] as const),
  ...(['no-such-line', 'more-than-sold', 'more-than-paid', 'nothing-to-refund', 'nothing-left'] as const),
] as const
const ASKED = [
  ...(['unknown-manager', 'self-approval'] as const),
  ...(['wrong-void-password', 'void-password-locked', 'void-password-shut', 'void-password-alone'] as const),
] as const
const APPROVED = [
  ...(['no-approval', 'approval-used', 'approval-for-another', 'approval-expired'] as const),
  ...(['self-approval', 'unknown-manager'] as const),
] as const

const approving = <Shape extends z.ZodRawShape>(what: Shape) =>
  call({
    ...{ by: 'cashier', changes: true, takes: z.strictObject({ ...what, ...Word }), gives: Approved },
    refuses: [...WHAT, ...ASKED],
  })
const giving = <Shape extends z.ZodRawShape>(what: Shape) =>
  call({
    ...{ by: 'cashier', changes: true, takes: z.strictObject({ ...what, approval: ApprovalId }), gives: Back },
    refuses: [...WHAT, ...APPROVED],
  })

/**
 * Money that goes back, each in two steps: a manager's yes, good once, for just this, what it comes to, its reason and
 * asker, for two minutes; then the act that uses it up in the same record.
 */
export const givingBack = {
  approveVoid: approving(Voiding),
  /** Undoes a paid sale: all that has not gone back of it does. */
  voidPaid: giving(Voiding),
  approveRefund: approving(Refunding),
  /** Some of a paid sale, by goods or by amount, by the ways it was paid. */
  refund: giving(Refunding),
  approveTenderVoid: approving(VoidingTender),
  /** A tender of the open sale that was paid. */
  voidTender: giving(VoidingTender),
}
