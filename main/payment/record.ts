import { Fen, OperatorNumber } from '#contract/shapes'
import { z } from 'zod'

/** What the journal holds of orders to move money outside the till. */
const Attempt = z.string().min(1).max(64)
const Text = z.string().max(200)
const told = <const Is extends string, Shape extends z.ZodRawShape>(is: Is, shape: Shape) =>
  z.strictObject({ is: z.literal(is), ...shape })

export const PaymentAsked = {
  port: z.enum(['acquirer', 'scanpay', 'terminal']),
  order: z.strictObject({
    ...{ kind: z.enum(['pay', 'void', 'refund']), settlesBy: z.enum(['reversal', 'look-up', 'neither']) },
    ...{ amount: Fen, attempt: Attempt },
  }),
}

export const PaymentTold = {
  attempt: Attempt,
  event: z.discriminatedUnion('is', [
    told('approved', { approval: Text, amount: Fen }),
    told('declined', { why: Text }),
    ...(['not-sent', 'silence', 'given-up', 'restarted', 'not-found', 'still-open'] as const).map((is) => told(is, {})),
    ...(['reversal-confirmed', 'reversal-failed', 'retry'] as const).map((is) => told(is, {})),
    told('decided', { as: z.enum(['paid', 'not-paid']), by: OperatorNumber }),
  ]),
}
