import {
  Channel,
  Discount,
  Fen,
  Language,
  LineId,
  OperatorNumber,
  Quantity,
  ReceiptNumber,
  Sku,
  Slip,
  Slot,
  StationNumber,
  Theme,
  Unit,
} from '#contract/shapes'
import { ApprovalId, Ask, Policy } from '#contract/authority-shapes'
import { ZERO } from '#domain/money'
import type { TillEvent } from '#domain/events'
import { TENDERS_MAX } from '#domain/tendering'
import { EpochBegan } from '#journal/epoch'
import { SECRET_EVENTS } from './operators/record.ts'
import { BOUND, From, GOODS_TEXT_MAX, REMOTE_EVENTS } from './remote/record.ts'
import { TERMINAL_RECORDS } from './acquirer/record.ts'
import { STANDING_RECORDS } from './activation/record.ts'
import { POSTING_RECORDS } from './postings/record.ts'
import {
  GivingBack,
  HoldAsked,
  OutsideTender,
  PaymentAsked,
  PaymentTold,
  Quantities,
  Undoing,
} from './payment/record.ts'
import { PASSING_RECORDS } from './shop/record.ts'
import { StatementRecord } from './statements/record.ts'
import { z } from 'zod'

/**
 * What one journal record of the till holds, as a schema: a record another version wrote is told from ours, and never
 * half understood.
 */
/** Names and what is made of them: longer than any that a screen or an import lets through. */
const TEXT_MAX = 120
const Text = z.string().max(TEXT_MAX)
/** A receipt, or the order of a tender. */
const Subject = z.string().max(64)
export const Operator = z.strictObject({
  number: OperatorNumber,
  name: Text,
  role: z.enum(['cashier', 'manager', 'it']),
})
export const Approval = z.strictObject({
  id: ApprovalId,
  ...BOUND,
  ...{ approver: OperatorNumber, selfApproval: z.boolean() },
  // Records of 0.1 knew a manager’s void password and nothing else.
  met: z.array(Ask).readonly().default(['void-password']),
  factor: z
    .discriminatedUnion('is', [
      z.strictObject({ is: z.literal('totp'), step: z.int().min(0) }),
      z.strictObject({ is: z.literal('passkey'), credential: z.string().max(1024) }),
    ])
    .nullable()
    .default(null),
  ...{ code: ApprovalId.nullable().default(null), offline: z.boolean().default(false) },
  from: From.exactOptional(),
})
export const RefundCode = z.strictObject({
  ...{ id: ApprovalId, receipt: ReceiptNumber, goods: z.string().max(GOODS_TEXT_MAX), amount: Fen },
  ...{ station: StationNumber, epoch: z.int().min(1) },
  ...{ asker: OperatorNumber, manager: OperatorNumber, hash: z.string().regex(/^[0-9a-f]{64}$/) },
  ...{ madeMs: z.int(), expiresMs: z.int() },
})
/** Of an act that the policy may ask one for. */
const approval = ApprovalId.nullable().default(null)
/** `id` and `key` are base64url: of a credential, and a SHA-256. */
export const Passkey = z.strictObject({ operator: OperatorNumber, id: z.string().max(1_400), key: z.string().max(43) })
const event = <const Kind extends string, Shape extends z.ZodRawShape>(is: Kind, shape: Shape) =>
  z.strictObject({ is: z.literal(is), ...shape })

const Event = z.discriminatedUnion('is', [
  event('started', { unheard: z.int().min(1).exactOptional() }),
  EpochBegan,
  event('operators-made', { operators: z.array(Operator), signedIn: OperatorNumber.nullable() }),
  event('operator-added', { operator: Operator, by: OperatorNumber.nullable() }),
  event('operator-unlocked', { operator: OperatorNumber, by: OperatorNumber }),
  event('signed-in', { operator: OperatorNumber, changed: z.literal(true).exactOptional() }),
  event('sign-in-refused', { operator: OperatorNumber }),
  event('locked', {
    ...{ operator: OperatorNumber, idle: z.literal(true).exactOptional() },
    elsewhere: StationNumber.exactOptional(),
  }),
  ...SECRET_EVENTS,
  event('appearance-set', { language: Language, theme: Theme }),
  event('passkey-asked', { operator: OperatorNumber }),
  event('passkey-added', Passkey.shape),
  event('passkey-removed', { operator: OperatorNumber, id: Passkey.shape.id }),
  event('message-password-set', { channel: Channel, by: OperatorNumber }),
  event('scan-key-set', {
    ...{ how: z.enum(['made', 'loaded', 'of-bodies']), by: OperatorNumber },
    key: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .nullable(),
  }),
  event('goods-added', {
    ...{ sku: Sku, name: Text, price: Fen, quantity: Quantity },
    // Records of 0.1 knew neither scales nor their labels.
    ...{ unit: Unit.default('piece'), label: Fen.nullable().default(null) },
  }),
  event('quantity-set', { line: LineId, quantity: Quantity, approval }),
  event('line-removed', { line: LineId, approval }),
  event('price-set', { line: LineId, price: Fen, granted: Fen, approval }),
  event('discount-set', { line: LineId.nullable(), discount: Discount.nullable(), granted: Fen, approval }),
  event('sale-parked', { slot: Slot, operator: OperatorNumber }),
  event('sale-recalled', { slot: Slot }),
  ...PASSING_RECORDS,
  event('sale-cancelled', { operator: OperatorNumber, approval }),
  event('sale-paid', {
    ...{ receipt: ReceiptNumber, counter: z.int().min(1), operator: OperatorNumber },
    ...{ total: Fen, rounded: Fen.default(ZERO), given: Fen, change: Fen },
    tenders: z.array(OutsideTender).max(TENDERS_MAX),
  }),
  event('void-refused', { subject: Subject, asker: OperatorNumber, manager: OperatorNumber }),
  event('approval-given', { approval: Approval }),
  ...REMOTE_EVENTS,
  event('policy-set', { policy: Policy, by: OperatorNumber.nullable(), issuedMs: z.int().min(0).exactOptional() }),
  event('refund-code-made', { code: RefundCode }),
  event('refund-code-refused', { id: ApprovalId, asker: OperatorNumber }),
  event('refunds-unlocked', { receipt: ReceiptNumber, by: OperatorNumber }),
  event('sale-voided', GivingBack),
  event('sale-refunded', { ...GivingBack, quantities: Quantities }),
  event('return-ended', { receipt: ReceiptNumber }),
  event('payment-asked', PaymentAsked),
  event('tender-voided', Undoing),
  event('hold-asked', HoldAsked),
  event('hold-released', Undoing),
  event('payment-told', PaymentTold),
  event('slip-ended', {
    ...{ receipt: ReceiptNumber, slip: Slip },
    print: z.enum(['waiting', 'printed', 'refused', 'unknown']),
  }),
  event('slip-again', { receipt: ReceiptNumber, slip: Slip, copy: z.int().min(0), approval }),
  event('statement-checked', StatementRecord),
  ...TERMINAL_RECORDS,
  ...STANDING_RECORDS,
  ...POSTING_RECORDS,
]) satisfies z.ZodType<TillEvent>

/** The call's answer is kept with its event, so that the same `txn` asked again after a crash gets the first answer. */
const Reply = z.union([
  z.strictObject({ ok: z.literal(true), value: z.json() }),
  z.strictObject({ ok: z.literal(false), why: z.string().max(64) }),
])

export const TillRecord = z.strictObject({ event: Event, reply: Reply.nullable() })
export type Reply = z.infer<typeof Reply>
