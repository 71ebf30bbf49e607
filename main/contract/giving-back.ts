import { ApprovalId } from './authority-shapes.ts'
import { BACK } from './authority.ts'
import { call } from './define.ts'
import { Attempt, Fen, ReceiptNumber, RefundWish, VoidReason } from './shapes.ts'
import { z } from 'zod'

/** How an approval that an act uses up may not do. */
export const APPROVED = [
  ...(['no-approval', 'approval-used', 'approval-for-another', 'approval-expired'] as const),
  ...(['self-approval', 'unknown-manager', 'code-used', 'totp-used'] as const),
] as const

const giving = <Shape extends z.ZodRawShape>(what: Shape) =>
  call({
    ...{ by: 'cashier', changes: true, gives: z.strictObject({ back: Fen }) },
    takes: z.strictObject({ ...what, reason: VoidReason, approval: ApprovalId }),
    refuses: [...BACK, ...APPROVED],
  })

/** Money that goes back, on an approval for just this. */
export const givingBack = {
  /** Undoes a paid sale: all that has not gone back of it does. */
  voidPaid: giving({ receipt: ReceiptNumber }),
  /** Some of a paid sale, by goods or by amount, by the ways it was paid. */
  refund: giving({ receipt: ReceiptNumber, wish: RefundWish }),
  /** A tender of the open sale that was paid. */
  voidTender: giving({ attempt: Attempt }),
}

/** What an act that the policy may ask an approval for takes and is refused with beside its own. */
export const MayNeedApproval = { approval: ApprovalId.optional() }
export const ALLOWED = ['needs-approval', ...APPROVED] as const
