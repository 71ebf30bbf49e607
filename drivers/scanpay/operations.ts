import { z } from 'zod'
import { SomeFenText, words, type Operation, type Party } from './envelope.ts'
import {
  BESIDE,
  bookedOf,
  built,
  isOfOriginal,
  maybe,
  OrderNumber,
  originNames,
  OriginNames,
  Place,
  placed,
  TradeNumber,
  whoOf,
  type Booked,
  type Order,
  type Original,
} from './shapes.ts'

/** Payments by code: what is asked, built strictly, and what is read of a success, which must be about our order. */
const PATH = '/api/v3/labs'
const Subject = words(42)

const Who = { merchant_no: words(32), term_no: words(32) }
const Micropay = z.strictObject({
  ...{ ...Who, location_info: Place, out_trade_no: OrderNumber, total_amount: SomeFenText, subject: Subject },
  auth_code: z.string().regex(/^\d{1,32}$/),
})
const Preorder = z.strictObject({
  ...{ ...Who, location_info: Place, out_trade_no: OrderNumber, total_amount: SomeFenText, subject: Subject },
  account_type: z.enum(['ALIPAY', 'UQRCODEPAY']),
  trans_type: z.literal('41'),
  acc_busi_fields: z.strictObject({ timeout_express: z.string().regex(/^([1-9]|1[0-5])$/) }),
})
const Query = z.strictObject({ ...Who, out_trade_no: OrderNumber })
const Close = z.strictObject({ ...Who, location_info: Place, origin_out_trade_no: OrderNumber })
const Revoked = z.strictObject({ ...Close.shape, out_trade_no: OrderNumber })
const Refund = z.strictObject({
  ...{ ...Who, location_info: Place, out_trade_no: OrderNumber, ...OriginNames },
  ...{ refund_amount: SomeFenText, refund_reason: words(32) },
})

const own = (party: Party, { number, amount }: Order) => ({
  ...{ merchant_no: party.merchant, out_trade_no: number, total_amount: String(amount) },
})

/** The customer’s code was scanned. Open while the customer is asked for a password. */
export function micropay(party: Party, order: Order & { code: string; subject: string }): Operation<Booked> {
  const echo = own(party, order)
  const Answer = z.object({
    ...{ ...BESIDE, need_query: z.string().nullish(), trade_no: TradeNumber },
    ...{ out_trade_no: z.literal(echo.out_trade_no), total_amount: z.literal(echo.total_amount) },
  })
  const { out_trade_no, total_amount } = echo
  return {
    ...{ path: `${PATH}/trans/micropay`, family: 'labs', echo },
    data: built(Micropay, {
      ...{ ...placed(party), out_trade_no, total_amount, auth_code: order.code, subject: order.subject },
    }),
    read: (data) => {
      if ('need_query' in data && data.need_query === '1') return 'open'
      const read = Answer.safeParse(data)
      // What does not say that it is final is asked after.
      return read.success && read.data.need_query === '0' ? bookedOf(read.data.trade_no, read.data) : null
    },
  }
}

export interface QrAsked extends Order {
  readonly subject: string
  /** The wallets whose customers pay a code without being sent elsewhere (NATIVE). */
  readonly wallet: 'ALIPAY' | 'UQRCODEPAY'
  readonly minutes: number
}
const QrAnswer = z.object({ acc_resp_fields: z.object({ code: words(512) }), trade_no: TradeNumber })

/** A code for the customer to scan: its text. */
export function preorder(party: Party, asked: QrAsked): Operation<string> {
  const echo = own(party, asked)
  const { out_trade_no, total_amount } = echo
  return {
    ...{ path: `${PATH}/trans/preorder`, family: 'labs', echo },
    data: built(Preorder, {
      ...{ ...placed(party), out_trade_no, total_amount, subject: asked.subject },
      ...{ account_type: asked.wallet, trans_type: '41', acc_busi_fields: { timeout_express: String(asked.minutes) } },
    }),
    read: (data) => QrAnswer.safeParse(data).data?.acc_resp_fields.code ?? null,
  }
}

const STATES = [
  ...(['INIT', 'CREATE', 'DEAL', 'UNKNOWN', 'SUCCESS', 'FAIL', 'CLOSE', 'PART_REFUND', 'REFUND', 'REVOKED'] as const),
]
export interface Found {
  readonly state: (typeof STATES)[number]
  /** Null where it is not said. */
  readonly kind: 'PREORDER' | 'MICROPAY' | 'COUNTER' | 'REFUND' | 'CANCEL' | null
  /** `yyyyMMddHHmmss`; null where it is not said. */
  readonly time: string | null
  /** Where its amount is the one that was sought; of a success it always is. */
  readonly booked: Booked | null
}
const FoundAnswer = z.object({
  ...{ ...BESIDE, trade_no: maybe(TradeNumber), out_trade_no: z.string(), total_amount: z.string().nullish() },
  ...{ trade_state: z.enum(STATES), trade_main_type: z.enum(['PREORDER', 'MICROPAY', 'REFUND', 'CANCEL']).nullish() },
})

/** `amount`: fen; null where it is not known here, and then whatever is said counts. */
export interface Sought {
  readonly number: string
  readonly amount: number | null
}

/** What became of an order, or of what was given back under a number of its own. */
export function tradequery(party: Party, { number: out_trade_no, amount }: Sought): Operation<Found> {
  const echo = {
    ...{ merchant_no: party.merchant, out_trade_no },
    ...(amount !== null && { total_amount: String(amount) }),
  }
  return {
    ...{ path: `${PATH}/query/tradequery`, family: 'labs', echo },
    data: built(Query, { ...whoOf(party), out_trade_no }),
    read: (data) => {
      const said = FoundAnswer.safeParse(data).data
      if (said?.out_trade_no !== out_trade_no) return null
      const isOurs = (amount === null || said.total_amount === String(amount)) && typeof said.trade_no === 'string'
      if (said.trade_state === 'SUCCESS' && !isOurs) return null
      const booked = isOurs && said.trade_no ? bookedOf(said.trade_no, said) : null
      return { state: said.trade_state, kind: said.trade_main_type ?? null, time: said.trade_time ?? null, booked }
    },
  }
}

/** Closes one that was shown and is not paid. The platform’s yes is not the end of it: a query tells. */
export function close(party: Party, original: Order): Operation<true> {
  const echo = { origin_out_trade_no: original.number }
  return {
    ...{ path: `${PATH}/relation/close`, family: 'labs', echo },
    data: built(Close, { ...placed(party), ...echo }),
    read: (data) =>
      z.object({ origin_out_trade_no: z.literal(original.number) }).safeParse(data).success ? true : null,
  }
}

/** Undoes one whose code was scanned: what is not paid is closed, what is paid goes back whole. */
export function revoked(party: Party, number: string, original: Order): Operation<Booked> {
  const echo = {
    ...{ merchant_no: party.merchant, out_trade_no: number, origin_out_trade_no: original.number },
    total_amount: String(original.amount),
  }
  const Answer = z.object({
    ...{ ...BESIDE, trade_no: TradeNumber, origin_out_trade_no: z.literal(original.number) },
    total_amount: z.literal(echo.total_amount),
  })
  return {
    ...{ path: `${PATH}/relation/revoked`, family: 'labs', echo },
    data: built(Revoked, {
      ...{ ...placed(party), out_trade_no: number, origin_out_trade_no: original.number },
    }),
    read: (data) => {
      const said = Answer.safeParse(data).data
      return said ? bookedOf(said.trade_no, said) : null
    },
  }
}

export interface RefundAsked extends Order {
  /** The payment that it gives back of. */
  readonly original: Original
  readonly reason: string
}

/** Gives some or all of it back; asked for again under the same number it is made once. */
export function refund(party: Party, { number, amount, original, reason }: RefundAsked): Operation<Booked> {
  const names = originNames(original)
  const asked = { out_trade_no: number, ...names, refund_amount: String(amount) }
  const Answer = z.object({ ...BESIDE, trade_no: TradeNumber, refund_amount: z.literal(asked.refund_amount) })
  return {
    ...{ path: `${PATH}/relation/refund`, family: 'refund', echo: { merchant_no: party.merchant, ...asked } },
    data: built(Refund, { ...placed(party), ...asked, refund_reason: reason }),
    read: (data) => {
      const said = Answer.safeParse(data).data
      return said && isOfOriginal(data, names) ? bookedOf(said.trade_no, said) : null
    },
  }
}
