import { Attempt, CardSlip, Discount, Fen, Language, OwnSlip, Slip, Theme, Unit, VoidReason } from '#contract/shapes'
import type { Hold } from '#domain/holds'
import type { PaidSale } from '#domain/paid-sale'
import { PAYMENT_KINDS } from '#domain/payment-kinds'
import type { Payments } from '#domain/payments'
import { noSales, type SalesStoreroom } from '#domain/sales'
import type { Till } from '#domain/till'
import { STANDING_SHAPE } from '../activation/snapshot.ts'
import { Policy } from '#contract/authority-shapes'
import { Approval, Operator, Passkey, RefundCode } from '../record.ts'
import { CardFactsRecord } from '../payment/card-facts.ts'
import { ScanFactsRecord } from '../payment/scan-facts.ts'
import { OutsideTender, PortName } from '../payment/record.ts'
import { CardTerminalShape, writeCardTerminal } from '../acquirer/record.ts'
import { PostingsShape } from '../postings/record.ts'
import { RemoteAnswer, RemoteEnd, RemoteRequest } from '../remote/record.ts'
import { z } from 'zod'

/**
 * The till as text. Whatever of it a version does not know is refused whole, and then made anew from the journal, so
 * these shapes may change freely.
 */
const Line = z.strictObject({
  ...{ line: z.int(), sku: z.string(), name: z.string(), unit: Unit, quantity: z.int(), label: Fen.nullable() },
  ...{ price: Fen, list: Fen, discount: Discount.nullable() },
})
const Movement = z.enum(['under-way', 'done', 'failed', 'unclear'])
const card = CardFactsRecord.exactOptional()
const beside = { card, scan: ScanFactsRecord.exactOptional() }
const PaidOutside = OutsideTender.extend(beside)
const Tender = PaidOutside.extend({
  ...{ operator: z.string(), state: z.enum([...Movement.options, 'given-back']) },
  undo: z.strictObject({ attempt: Attempt, state: Movement }).nullable(),
  asked: Fen.exactOptional(),
})
const OpenSale = z.strictObject({
  ...{ lines: z.array(Line), discount: Discount.nullable(), granted: Fen, tenders: z.array(Tender) },
  ...{ newest: z.int().nullable(), nextLine: z.int() },
})

const Parked = z.strictObject({ slot: z.int(), parkedAtMs: z.int(), operator: z.string(), sale: OpenSale })

const Voided = z.strictObject({
  ...{ atMs: z.int(), reason: VoidReason, asker: z.string(), manager: z.string(), selfApproval: z.boolean() },
})
const Return = Voided.extend({
  ...{ kind: z.enum(['void', 'refund']), quantities: z.array(z.int()) },
  offline: z.literal(true).exactOptional(),
  parts: z.array(z.strictObject({ amount: Fen, attempt: Attempt.nullable(), state: Movement, ...beside })),
})
const SlipState = z.strictObject({
  ...{ slip: Slip, anchor: z.strictObject({ seq: z.int(), hash: z.string() }).nullable() },
  ...{ print: z.enum(['waiting', 'printed', 'refused', 'unknown']), copies: z.int() },
})
const OwnSlipState = SlipState.extend({ slip: OwnSlip })
const CardSlipState = SlipState.omit({ anchor: true }).extend({ slip: CardSlip })
const Cash = z.strictObject({ method: z.literal('cash'), amount: Fen })
export const PaidSaleShape = OwnSlipState.extend({
  ...{ receipt: z.string(), paidAtMs: z.int(), operator: z.string(), lines: z.array(Line) },
  ...{ discount: Discount.nullable(), total: Fen, rounded: Fen, given: Fen, change: Fen },
  ...{ tenders: z.array(z.union([PaidOutside, Cash])), returns: z.array(Return), voided: Voided.nullable() },
  earlier: z.array(OwnSlipState),
  cards: z.array(CardSlipState).exactOptional(),
}) satisfies z.ZodType<PaidSale>

const order = {
  ...{ kind: z.enum(PAYMENT_KINDS), settlesBy: z.enum(['reversal', 'look-up', 'neither']) },
  ...{ amount: Fen, attempt: Attempt, of: z.strictObject({ attempt: Attempt, approval: z.string() }).nullable() },
}
const at = <const At extends string, Shape extends z.ZodRawShape>(name: At, shape: Shape) =>
  z.strictObject({ ...order, at: z.literal(name), ...shape })
const Payment = z.discriminatedUnion('at', [
  at('asked', {}),
  at('unknown', { looks: z.int().exactOptional() }),
  at('reversed', {}),
  at('approved', { approval: z.string(), asked: Fen.exactOptional(), ...beside }),
  at('declined', { why: z.string() }),
  at('reversing', { failures: z.int() }),
  at('stuck', { failures: z.int() }),
  at('decided', { as: z.enum(['paid', 'not-paid']), by: z.string() }),
])
const PaymentAt = z.enum(['asked', 'unknown', 'reversed', 'approved', 'declined', 'reversing', 'stuck', 'decided'])
const KeptPayment = z.strictObject({
  ...{ port: PortName, payment: Payment, duty: z.enum(['look-up', 'reverse']).exactOptional() },
  passed: z.array(z.strictObject({ at: PaymentAt, atMs: z.int() })),
})
const Payments = z.array(z.tuple([z.string(), KeptPayment])).transform((entries): Payments => new Map(entries))

const Hold = z.strictObject({
  ...{ attempt: Attempt, port: PortName, amount: Fen, approval: z.string(), card: z.string().nullable() },
  ...{ note: z.string(), operator: z.string(), askedAtMs: z.int(), state: Movement, facts: card },
  end: z.strictObject({ by: z.enum(['release', 'complete']), attempt: Attempt, state: Movement }).nullable(),
}) satisfies z.ZodType<Hold>

const SlipNames = z.array(z.strictObject({ receipt: z.string(), slip: Slip }))
const mapOf = <Value>(value: z.ZodType<Value>) =>
  z.array(z.tuple([z.string(), value])).transform((entries) => new Map(entries))

const NO_POSTINGS_YET = { posted: [], refused: [], read: [], removed: [], deadKeys: [] }

/** But for the sales, of which only their number is kept with it. */
export const TillShape = z.strictObject({
  ...{ operators: z.array(Operator), duty: z.string().nullable(), lockedBy: z.string().nullable() },
  lockedAt: z.string().nullable().default(null),
  approvals: z.array(Approval.extend({ used: z.boolean() })),
  ...{ remote: z.strictObject({ request: RemoteRequest, end: RemoteEnd.nullable() }).nullable() },
  answers: z.array(RemoteAnswer),
  ...{ policy: Policy, policyIssuedMs: z.int().nullable(), steps: mapOf(z.int()) },
  codes: z.strictObject({
    made: z.array(RefundCode.extend({ is: z.enum(['live', 'used', 'dead', 'replaced']), wrong: z.int() })),
    ...{ deaths: mapOf(z.array(z.number())), locked: z.array(z.string()) },
  }),
  appearance: z.strictObject({ language: Language, theme: Theme }).nullable(),
  sale: OpenSale,
  parked: z.array(Parked),
  passing: z.array(z.strictObject({ id: z.string(), to: z.string(), parked: Parked })).default([]),
  taken: z.array(z.string()).default([]),
  passed: z.array(z.string()).default([]),
  ...{ paid: z.string().nullable(), printing: SlipNames, owed: SlipNames },
  ...{ payments: Payments, orders: z.int(), returning: mapOf(z.string()), lastCounter: z.int() },
  // A checkpoint of a version that knew none has none.
  ...{ holds: mapOf(Hold).default(new Map()), postings: PostingsShape.default(NO_POSTINGS_YET) },
  cards: CardTerminalShape,
  ...{ wrong: mapOf(z.int()), passkeys: z.array(Passkey), sales: z.int() },
  ...STANDING_SHAPE,
}) satisfies z.ZodType<Omit<Till, 'sales'> & { readonly sales: number }>

/** JSON of what `TillShape` reads. */
export const writeTill = (till: Till) => ({
  ...till,
  ...{ steps: [...till.steps], codes: { ...till.codes, deaths: [...till.codes.deaths] } },
  cards: writeCardTerminal(till.cards),
  ...{
    payments: [...till.payments],
    returning: [...till.returning],
    holds: [...till.holds],
    wrong: [...till.wrong],
    sales: till.sales.size,
  },
})

export const tillOf = ({ sales, ...till }: z.infer<typeof TillShape>, storeroom: SalesStoreroom<PaidSale>): Till => ({
  ...till,
  sales: noSales(storeroom, sales),
})
