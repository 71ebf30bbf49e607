import { ACTS, AFTER_MINUTES_MAX, ASKS, CODE_MINUTES, OFFLINE_REFUND_MAX, ROWS_MAX } from '#domain/policy'
import { PasskeySigned } from './passkeys.ts'
import {
  Attempt,
  Discount,
  Fen,
  LineId,
  OperatorNumber,
  PositiveFen,
  Quantity,
  ReceiptNumber,
  RefundWish,
  Secret,
  Slip,
} from './shapes.ts'
import { z } from 'zod'

export const Act = z.enum(ACTS)
export const Ask = z.enum(ASKS)

/** `faultOfPolicy` says what else a policy must be. */
export const Policy = z.strictObject({
  version: z.int().min(1),
  rows: z
    .array(
      z.strictObject({
        ...{ act: Act, from: Fen.refine((fen) => fen >= 0), afterMinutes: z.int().min(0).max(AFTER_MINUTES_MAX) },
        asks: z.array(Ask).max(ASKS.length).readonly(),
      }),
    )
    .max(ROWS_MAX)
    .readonly(),
  offlineRefundMax: Fen.refine((fen) => fen >= 0 && fen <= OFFLINE_REFUND_MAX),
  codeMinutes: z.int().min(CODE_MINUTES.min).max(CODE_MINUTES.max),
  locked: z.boolean(),
})

const act = <const Is extends string, Shape extends z.ZodRawShape>(is: Is, shape: Shape) =>
  z.strictObject({ act: z.literal(is), ...shape })
export const GivingBackOfSale = [
  act('void-paid', { receipt: ReceiptNumber }),
  act('refund', { receipt: ReceiptNumber, wish: RefundWish }),
] as const
const Reduction = z.discriminatedUnion('is', [
  ...Discount.options,
  z.strictObject({ is: z.literal('price'), price: PositiveFen }),
])
/** What somebody wants to do, as `whatOf` reads it. */
export const What = z.discriminatedUnion('act', [
  ...GivingBackOfSale,
  act('void-tender', { attempt: Attempt }),
  act('reduce', { line: LineId.nullable(), to: Reduction }),
  act('remove-line', { line: LineId, quantity: z.union([Quantity, z.literal(0)]) }),
  act('cancel-sale', {}),
  act('reprint', { receipt: ReceiptNumber, slip: Slip }),
])

/** The six digits of an authenticator. */
export const TotpCode = z.string().regex(/^\d{6}$/)
/** What was entered to prove that an act may be: only what it asks for need be there. */
export const Word = z.strictObject({
  /** The asker’s. */
  pin: Secret.optional(),
  /** Whose void password and authenticator the others are. */
  manager: OperatorNumber.optional(),
  voidPassword: Secret.optional(),
  totp: TotpCode.optional(),
  /** As it was typed. */
  code: Secret.optional(),
  passkey: PasskeySigned.optional(),
})
export const ApprovalId = z.string().min(8).max(64)

export type What = z.infer<typeof What>
export type Word = z.infer<typeof Word>
export type Policy = z.infer<typeof Policy>
