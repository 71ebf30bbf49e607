import { ApprovalId, Ask, GivingBackOfSale, Policy, What, Word } from './authority-shapes.ts'
import { call } from './define.ts'
import { PasskeyRequest, SIGNED_REFUSALS } from './passkeys.ts'
import { Channel, Fen, Nothing, OperatorNumber, ReceiptNumber, Secret, VoidReason } from './shapes.ts'
import { z } from 'zod'

export const BACK = [
  ...(['unknown-sale', 'already-voided', 'return-open', 'no-such-tender'] as const),
  ...(['no-such-line', 'more-than-sold', 'more-than-paid', 'nothing-to-refund', 'nothing-left'] as const),
] as const
export const LINES = [
  ...(['no-sale', 'money-taken', 'quantity-too-large', 'amount-too-large', 'nothing-weighed'] as const),
  'unknown-slip',
] as const
export const VOID_WORD = [
  ...(['void-password-revoked', 'void-password-must-change', 'secrets-elsewhere'] as const),
  ...(['wrong-void-password', 'void-password-locked', 'void-password-shut', 'void-password-alone'] as const),
] as const
const NEEDED = ['pin-needed', 'word-needed', 'factor-needed', 'code-needed', 'offline-too-much'] as const
export const PIN_REFUSALS = ['wrong-pin', 'pin-not-set', 'pin-locked', 'pin-shut', 'pin-alone'] as const
export const TOTP_REFUSALS = [
  ...(['wrong-totp', 'totp-not-set', 'totp-used', 'totp-locked', 'totp-shut', 'totp-alone'] as const),
] as const
const PROVEN = [
  ...VOID_WORD,
  ...PIN_REFUSALS,
  ...TOTP_REFUSALS,
  ...(['wrong-code', 'code-misread', 'no-code', 'code-used', 'code-dead', 'code-expired', 'code-for-another'] as const),
  'refunds-locked',
  ...SIGNED_REFUSALS,
] as const
const APPROVER = ['unknown-manager', 'self-approval'] as const

/**
 * Who may say yes to what. An approval is good once, for just this, what it comes to, its reason and asker, for two
 * minutes; the act uses it up in its own record.
 */
export const authority = {
  /** What this asks for now, and how much it is: seen before anybody begins. */
  asks: call({
    ...{ by: 'cashier', changes: false, takes: z.strictObject({ what: What }) },
    gives: z.strictObject({ asks: z.array(Ask).readonly(), amount: Fen }),
    refuses: [...BACK, ...LINES],
  }),
  /** A yes, once all that the policy asks for was entered rightly. A wrong one is counted, and the rest not heard. */
  approve: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ what: What, reason: VoidReason, word: Word }),
    gives: z.strictObject({ approval: ApprovalId }),
    refuses: [...BACK, ...LINES, ...APPROVER, ...NEEDED, ...PROVEN],
  }),
  /** What a manager’s passkey is asked to say yes to this by, in the place of an authenticator’s digits. */
  challenge: call({
    by: 'cashier',
    changes: false,
    takes: z.strictObject({ what: What, reason: VoidReason, manager: OperatorNumber }),
    gives: PasskeyRequest,
    refuses: [...BACK, ...LINES, ...APPROVER, 'passkeys-not-here', 'no-such-passkey'],
  }),
  /** Makes a one-time code for just this and sends it to a manager; it is shown nowhere here. */
  askCode: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({
      what: z.discriminatedUnion('act', [...GivingBackOfSale]),
      manager: OperatorNumber,
      channel: Channel,
    }),
    gives: Nothing,
    refuses: [...BACK, ...APPROVER, 'no-code-asked', 'not-reachable', 'refunds-locked', 'too-many-codes'],
  }),
  /** Refunds of a sale that too many wrong codes were entered for may go on. The manager’s own void password. */
  unlockRefunds: call({
    by: 'manager',
    changes: true,
    takes: z.strictObject({ receipt: ReceiptNumber, voidPassword: Secret }),
    gives: Nothing,
    refuses: [...VOID_WORD, 'not-locked'],
  }),
  /** `policy.version` is that of the policy it was made from. The manager’s own void password. */
  setPolicy: call({
    by: 'manager',
    changes: true,
    takes: z.strictObject({ policy: Policy, voidPassword: Secret }),
    gives: Nothing,
    refuses: [...VOID_WORD, 'policy-below-floor', 'policy-wrong', 'policy-changed', 'policy-locked'],
  }),
}
