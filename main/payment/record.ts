import { Attempt, Fen, Method, OperatorNumber, ReceiptNumber, VoidReason } from '#contract/shapes'
import { HOLD_NOTE_MAX } from '#domain/holds'
import { PAYMENT_KINDS } from '#domain/payment-kinds'
import { LINES_MAX } from '#domain/sale'
import { TENDERS_MAX } from '#domain/tendering'
import { CardFactsRecord } from './card-facts.ts'
import { ScanFactsRecord } from './scan-facts.ts'
import { TEXT_MAX } from './carry.ts'
import { z } from 'zod'

/** What the journal holds of orders to move money outside the till. */
const Text = z.string().max(TEXT_MAX)
const told = <const Is extends string, Shape extends z.ZodRawShape>(is: Is, shape: Shape) =>
  z.strictObject({ is: z.literal(is), ...shape })

export const PortName = z.enum(['acquirer', 'scanpay', 'terminal'])
/** An order and whom it is for. */
const addressed = {
  port: PortName,
  order: z.strictObject({
    ...{ kind: z.enum(PAYMENT_KINDS), settlesBy: z.enum(['reversal', 'look-up', 'neither']) },
    ...{ amount: Fen, attempt: Attempt, of: z.strictObject({ attempt: Attempt, approval: Text }).nullable() },
  }),
}

export const OutsideTender = z.strictObject({
  ...{ method: Method, port: PortName, attempt: Attempt, approval: Text, amount: Fen },
})

const authorised = {
  ...{ reason: VoidReason, asker: OperatorNumber, manager: OperatorNumber },
  ...{ approval: z.string().max(64), selfApproval: z.boolean() },
  offline: z.literal(true).exactOptional(),
}

/** Money that goes back of a paid sale, by the place of each tender. */
export const GivingBack = {
  ...{ receipt: ReceiptNumber, back: Fen, ...authorised },
  parts: z.array(z.strictObject({ amount: Fen, sent: z.strictObject(addressed).nullable() })).max(TENDERS_MAX),
}
export const Quantities = z.array(z.int().min(0)).max(LINES_MAX)

export const PaymentAsked = {
  ...addressed,
  tender: z.strictObject({ method: Method, operator: OperatorNumber }).nullable(),
}
/** Of a tender, and of a hold that is let go. */
export const Undoing = { ...addressed, ...authorised }
export const HoldAsked = { ...addressed, note: z.string().max(HOLD_NOTE_MAX), operator: OperatorNumber }

/** Left out by older records, and by ports that tell too little. */
const beside = { card: CardFactsRecord.exactOptional(), scan: ScanFactsRecord.exactOptional() }
export const PaymentTold = {
  attempt: Attempt,
  event: z.discriminatedUnion('is', [
    told('approved', { approval: Text, amount: Fen, partly: z.literal(true).exactOptional(), ...beside }),
    told('declined', { why: Text }),
    ...(['not-sent', 'silence', 'given-up', 'restarted', 'not-found', 'still-open'] as const).map((is) => told(is, {})),
    ...(['reversal-confirmed', 'reversal-failed', 'retry'] as const).map((is) => told(is, {})),
    told('decided', { as: z.enum(['paid', 'not-paid']), by: OperatorNumber }),
  ]),
}
