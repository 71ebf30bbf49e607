import { Attempt, Fen, Method, OperatorNumber, Quantity, ReceiptNumber, VoidReason } from './shapes.ts'
import { HOLD_STATES } from '#domain/holds'
import { PAYMENT_KINDS } from '#domain/payment-kinds'
import { z } from 'zod'

const At = z.enum(['asked', 'unknown', 'approved', 'declined', 'reversing', 'stuck', 'reversed', 'decided'])

/** An order for money outside the till, as it stands. */
export const OrderView = z.strictObject({
  attempt: Attempt,
  method: Method,
  kind: z.enum(PAYMENT_KINDS),
  amount: Fen,
  at: At,
  /** Whether nobody can find out but a person with the acquirer's statement. */
  forPerson: z.boolean(),
  /** Why it was declined, as the acquirer words or numbers it. */
  why: z.string().nullable(),
  /** The states it came to with when, oldest first; milliseconds since 1970, UTC. */
  passed: z.array(z.strictObject({ at: At, atMs: z.number() })),
  may: z.strictObject({ giveUp: z.boolean(), tryAgain: z.boolean(), decide: z.array(z.enum(['paid', 'not-paid'])) }),
  /** The acquirer's number of what is given back; empty of a charge. */
  original: z.string(),
  /** Of a paid sale whose money goes back. */
  receipt: ReceiptNumber.nullable(),
})

const Movement = z.enum(['under-way', 'done', 'failed', 'unclear'])

/** A tender of the open sale. */
export const TenderView = z.strictObject({
  attempt: Attempt,
  method: Method,
  amount: Fen,
  /** What was asked for, where less was approved; else null. */
  asked: Fen.nullable(),
  state: z.enum(['under-way', 'done', 'failed', 'unclear', 'given-back']),
  /** How giving it back stands. */
  undo: Movement.nullable(),
  /** Its newest order. */
  order: OrderView.nullable(),
})

/** An amount held on a customer's card, or that was. */
export const HoldView = z.strictObject({
  ...{ attempt: Attempt, amount: Fen, note: z.string(), operator: OperatorNumber, askedAtMs: z.number() },
  /** At most the first six and last four digits; null where it is not known. */
  card: z.string().nullable(),
  /** The acquirer's number for it; empty while there is none. */
  approval: z.string(),
  /** `unclear`: only a person can find out whether it was let go or taken of. */
  is: z.enum(HOLD_STATES),
  /** Whether its slip can be printed again. */
  hasSlip: z.boolean(),
  /** Its newest order; null where that is long settled. */
  order: OrderView.nullable(),
})

export const PaidTenderView = z.strictObject({
  method: z.enum(['cash', ...Method.options]),
  amount: Fen,
  /** The acquirer's number for it; none of cash. */
  approval: z.string(),
  /** Of a scan payment: whose wallet paid, its number for it, and the platform's; null where it is silent. */
  scan: z
    .strictObject({ wallet: z.string().nullable(), number: z.string().nullable(), log: z.string().nullable() })
    .nullable(),
})

/** Money that went back of a paid sale, or is on its way. */
export const ReturnView = z.strictObject({
  kind: z.enum(['void', 'refund']),
  atMs: z.number(),
  reason: VoidReason,
  asker: OperatorNumber,
  manager: OperatorNumber,
  selfApproval: z.boolean(),
  /** No code could be sent: authenticator and void password stood for it. */
  offline: z.boolean(),
  /** By the place of the line; none where it was by amount. */
  quantities: z.array(z.union([Quantity, z.literal(0)])),
  /** By the place of the tender; why it did not go back, as the acquirer words or numbers it. */
  parts: z.array(z.strictObject({ amount: Fen, state: Movement, why: z.string().nullable() })),
})

export type OrderView = z.infer<typeof OrderView>
export type TenderView = z.infer<typeof TenderView>
export type HoldView = z.infer<typeof HoldView>
export type PaidTenderView = z.infer<typeof PaidTenderView>
export type ReturnView = z.infer<typeof ReturnView>
