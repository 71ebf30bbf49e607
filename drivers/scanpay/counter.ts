import { z } from 'zod'
import { FenText, SomeFenText, words, type Operation, type Party } from './envelope.ts'
import type { Found, Sought } from './operations.ts'
import { bookedOf, maybe, OrderNumber, TradeNumber, type Booked } from './shapes.ts'

/** Orders at the platform’s own counter page, where one code does for all wallets. */
const PATH = '/api/v3/ccss/counter/order'
const Time = z.string().regex(/^\d{14}$/)
const Switch = z.enum(['0', '1'])
const Url = z.url({ protocol: /^https$/ }).max(512)

const Create = z.strictObject({
  ...{ out_order_no: OrderNumber, merchant_no: words(32), total_amount: SomeFenText, order_efficient_time: Time },
  ...{ support_cancel: Switch, support_refund: Switch, support_repeat_pay: Switch, order_info: words(64) },
})
const Named = z.strictObject({ out_order_no: OrderNumber, merchant_no: words(32) })

/** This interface’s amounts alone come as texts or as numbers: whole fen either way, and read as text. */
const FEN_MAX = 999_999_999_999
const FenSaid = z.union([FenText, z.int().min(0).max(FEN_MAX).transform(String)])

export interface CounterOrder {
  readonly number: string
  /** Fen. */
  readonly amount: number
  /** When it ends by itself, as `beijingTime` writes it. */
  readonly until: string
  /** What the customer reads. */
  readonly subject: string
}

/** A page for the customer, in any wallet: its address, to be drawn as a QR code. */
export function createCounterOrder(party: Party, order: CounterOrder): Operation<string> {
  const echo = named(party, order.number)
  const total_amount = String(order.amount)
  const data = {
    ...{ ...echo, total_amount, order_efficient_time: order.until, order_info: order.subject },
    // A till gives back by its own orders, and no order is paid twice.
    ...{ support_cancel: '0', support_refund: '1', support_repeat_pay: '0' },
  }
  const Answer = z.object({
    ...{ out_order_no: z.literal(order.number), counter_url: Url, total_amount: FenSaid.nullish() },
  })
  return {
    ...{ path: `${PATH}/special_create`, family: 'counter', echo },
    data: Create.safeParse(data).data ?? null,
    read: (said) => {
      const read = Answer.safeParse(said).data
      if (!read || (read.total_amount ?? total_amount) !== total_amount) return null
      return read.counter_url
    },
  }
}

const named = (party: Party, number: string) => ({ out_order_no: number, merchant_no: party.merchant })

/** By the platform’s digit: to be paid, being paid, paid, failed, expired, cancelled, refunded, closed. */
const STATES = ['INIT', 'DEAL', 'SUCCESS', 'FAIL', 'CLOSE', 'CLOSE', 'REFUND', 'CLOSE'] as const

/** Of what was done with an order: paid (PAY) or given back (REFUND), and by its letter whether it came to be (S). */
const Trade = z.object({
  ...{ trade_type: z.string(), trade_status: z.string(), trade_amount: FenSaid, trade_no: TradeNumber },
  ...{ payer_amount: FenSaid.nullish().catch(null), trade_time: maybe(Time), log_no: maybe(words(14)) },
  acc_trade_no: maybe(words(64)),
})
type TradeSaid = z.infer<typeof Trade>
/** More things than happen to one order. */
const TRADES_MAX = 100
const Status = z.object({
  ...{ out_order_no: z.string(), total_amount: FenSaid.nullish() },
  order_status: z.string().regex(/^[0-7]$/),
  order_trade_info_list: z.array(Trade).max(TRADES_MAX).nullish(),
})

/** What became of an order. That it was paid is believed with its amount, and with the one payment that was made. */
export function queryCounterOrder(party: Party, { number, amount }: Sought): Operation<Found> {
  const echo = named(party, number)
  return {
    ...{ path: `${PATH}/query`, family: 'counter', echo },
    data: Named.safeParse(echo).data ?? null,
    read: (said) => {
      const read = Status.safeParse(said).data
      if (read?.out_order_no !== number) return null
      const total = read.total_amount ?? null
      if (total !== null && amount !== null && total !== String(amount)) return null
      const state = STATES[Number(read.order_status)] ?? 'UNKNOWN'
      const made = (read.order_trade_info_list ?? []).filter(({ trade_status: how }) => how === 'S')
      const payments = made.filter(({ trade_type: type }) => type === 'PAY')
      const [paid] = payments
      if (state !== 'SUCCESS' && state !== 'REFUND') return { state, kind: 'COUNTER', time: null, booked: null }
      if (!paid || payments.length > 1 || total === null || paid.trade_amount !== total) return null
      const after = stateAfter(total, made)
      // Called refunded, without a word of what went back.
      if (state === 'REFUND' && after === 'SUCCESS') return null
      return { state: after, kind: 'COUNTER', time: paid.trade_time ?? null, booked: bookedIn(paid) }
    },
  }
}

/** The platform calls an order paid, or refunded, of which some was given back. */
function stateAfter(total: string, made: readonly TradeSaid[]): 'SUCCESS' | 'PART_REFUND' | 'REFUND' {
  const back = made.filter(({ trade_type: type }) => type === 'REFUND')
  const fen = back.reduce((sum, { trade_amount: amount }) => sum + Number(amount), 0)
  return fen === 0 ? 'SUCCESS' : fen < Number(total) ? 'PART_REFUND' : 'REFUND'
}

const bookedIn = ({ payer_amount: payer, ...trade }: TradeSaid): Booked =>
  bookedOf(trade.trade_no, {
    ...{ ...trade, payer_amount: payer ?? null, account_type: null, acc_settle_amount: null },
    ...{ acc_mdiscount_amount: null, acc_discount_amount: null, acc_other_discount_amount: null },
  })

/** The platform’s yes is not the end of it: a query tells. */
export function closeCounterOrder(party: Party, number: string): Operation<true> {
  const echo = named(party, number)
  return {
    ...{ path: `${PATH}/close`, family: 'counter', echo },
    data: Named.safeParse(echo).data ?? null,
    read: (said) => (z.object({ out_order_no: z.literal(number) }).safeParse(said).success ? true : null),
  }
}
