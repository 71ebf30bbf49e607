import { z } from 'zod'
import { SomeFenText, words, type Operation, type Party } from './envelope.ts'
import type { Found, RefundAsked } from './operations.ts'
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
} from './shapes.ts'

/** Refunds by the interface for all ways of paying. It accepts first, and a question of its own tells the end. */
const PATH = '/api/v3/rfd/refund_front'
const Who = { merchant_no: words(15), term_no: words(8) }
const Refund = z.strictObject({
  ...{ ...Who, location_info: Place, out_trade_no: OrderNumber, ...OriginNames },
  ...{ refund_amount: SomeFenText, refund_reason: words(32) },
})
const Query = z.strictObject({ ...Who, out_trade_no: OrderNumber })

/** All but the last two are asked after; of them, TIMEOUT and EXCEPTION may stay for ever. */
const State = z.enum(['INIT', 'PROCESSING', 'DEAL', 'TIMEOUT', 'EXCEPTION', 'SUCCESS', 'FAIL'])

/** Gives some or all of it back; asked for again under the same number it is made once. Open where it is accepted. */
export function unifiedRefund(party: Party, { number, amount, original, reason }: RefundAsked): Operation<Booked> {
  const names = originNames(original)
  const asked = { out_trade_no: number, ...names, refund_amount: String(amount) }
  const Answer = z.object({
    ...{ ...BESIDE, trade_no: TradeNumber, trade_state: z.literal('SUCCESS') },
    refund_amount: z.literal(asked.refund_amount),
  })
  return {
    ...{ path: `${PATH}/refund`, family: 'unified', echo: { merchant_no: party.merchant, ...asked } },
    data: built(Refund, { ...placed(party), ...asked, refund_reason: reason }),
    read: (data) => {
      // That it was accepted is no end, and an end that is a no its own question tells.
      if (!('trade_state' in data) || data.trade_state !== 'SUCCESS') return 'open'
      const said = Answer.safeParse(data).data
      return said && isOfOriginal(data, names) ? bookedOf(said.trade_no, said) : null
    },
  }
}

const FoundAnswer = z.object({
  ...{ ...BESIDE, trade_no: maybe(TradeNumber), out_trade_no: z.string(), refund_amount: z.string().nullish() },
  trade_state: State,
})

/** What became of a refund, by its own number. The customer’s card, which it may name, is not read. */
export function unifiedQuery(party: Party, { number: out_trade_no, amount }: Order): Operation<Found> {
  const echo = { merchant_no: party.merchant, out_trade_no, refund_amount: String(amount) }
  return {
    ...{ path: `${PATH}/refund_query`, family: 'unified', echo },
    data: built(Query, { ...whoOf(party), out_trade_no }),
    read: (data) => {
      const said = FoundAnswer.safeParse(data).data
      if (said?.out_trade_no !== out_trade_no) return null
      const isOurs = said.refund_amount === echo.refund_amount && typeof said.trade_no === 'string'
      if (said.trade_state === 'SUCCESS' && !isOurs) return null
      const booked = isOurs && said.trade_no ? bookedOf(said.trade_no, said) : null
      return { state: stateOf(said.trade_state), kind: 'REFUND', time: said.trade_time ?? null, booked }
    },
  }
}

const stateOf = (state: z.infer<typeof State>): Found['state'] =>
  state === 'SUCCESS' || state === 'FAIL' ? state : 'DEAL'
