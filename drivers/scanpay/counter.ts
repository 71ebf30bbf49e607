import { z } from 'zod'
import { SomeFenText, words, type Operation, type Party } from './envelope.ts'

/** Orders at the platform’s own counter page, where one code does for all wallets. */
const PATH = '/api/v3/ccss/counter/order'
const Time = z.string().regex(/^\d{14}$/)
const Switch = z.enum(['0', '1'])
/** The platform has not published their lengths: as wide as its others of the kind. */
const OrderNumber = z.string().regex(/^[\w-]{1,32}$/)
const Url = z.url({ protocol: /^https$/ }).max(512)

const Create = z.strictObject({
  ...{ out_order_no: OrderNumber, merchant_no: words(32), total_amount: SomeFenText, order_efficient_time: Time },
  ...{ vpos_id: words(64).exactOptional(), channel_id: words(64).exactOptional(), order_info: words(64) },
  ...{ notify_url: Url.exactOptional(), callback_url: Url.exactOptional() },
  ...{ support_cancel: Switch, support_refund: Switch, support_repeat_pay: Switch },
  ...{ busi_type_param: words(1_024).exactOptional() },
  counter_param: z.strictObject({ pay_mode: words(32) }).exactOptional(),
})
const Named = z.strictObject({ out_order_no: OrderNumber, merchant_no: words(32) })

export interface CounterOrder {
  readonly number: string
  /** Fen. */
  readonly amount: number
  /** When it ends by itself, as `beijingTime` writes it. */
  readonly until: string
  /** What the customer reads. */
  readonly info: string
  readonly vpos: string | null
  readonly channel: string | null
  /** Which wallets it is for, as the platform names them; null: all. */
  readonly payMode: string | null
}
export interface CounterPage {
  readonly payOrderNo: string
  /** To be drawn as a QR code. */
  readonly url: string
}

export function createCounterOrder(party: Party, order: CounterOrder): Operation<CounterPage> {
  const { until, info, vpos, channel, payMode } = order
  const echo = { ...named(party, order.number), total_amount: String(order.amount) }
  const data = {
    ...{ ...echo, order_efficient_time: until, order_info: info },
    // A till gives back by its own orders, and no order is paid twice.
    ...{ support_cancel: '0', support_refund: '1', support_repeat_pay: '0' },
    ...{ ...(vpos !== null && { vpos_id: vpos }), ...(channel !== null && { channel_id: channel }) },
    ...(payMode !== null && { counter_param: { pay_mode: payMode } }),
  }
  const Answer = z.object({ out_order_no: z.literal(order.number), pay_order_no: words(64), counter_url: Url })
  return {
    ...{ path: `${PATH}/special_create`, family: 'counter', echo },
    data: Create.safeParse(data).data ?? null,
    read: (said) => {
      const read = Answer.safeParse(said).data
      return read ? { payOrderNo: read.pay_order_no, url: read.counter_url } : null
    },
  }
}

const named = (party: Party, number: string) => ({ out_order_no: number, merchant_no: party.merchant })

/** By the platform’s digit. */
const STATUSES = {
  ...{ 0: 'to-pay', 1: 'paying', 2: 'paid', 3: 'failed', 4: 'expired', 5: 'cancelled', 6: 'refunded', 7: 'closed' },
} as const
export type CounterStatus = (typeof STATUSES)[keyof typeof STATUSES]

export function queryCounterOrder(party: Party, { number, amount }: CounterOrder): Operation<CounterStatus> {
  const echo = { ...named(party, number), total_amount: String(amount) }
  const Answer = z.object({
    ...{ out_order_no: z.literal(number), total_amount: z.string().nullish() },
    order_status: z.enum(['0', '1', '2', '3', '4', '5', '6', '7']),
  })
  return {
    ...{ path: `${PATH}/query`, family: 'counter', echo },
    data: Named.safeParse(named(party, number)).data ?? null,
    read: (said) => {
      const read = Answer.safeParse(said).data
      if (!read) return null
      const status = STATUSES[read.order_status]
      // That something was paid is believed with its amount only.
      return status === 'paid' && read.total_amount !== echo.total_amount ? null : status
    },
  }
}

/** The platform’s yes is not the end of it: a query tells. */
export function closeCounterOrder(party: Party, number: string): Operation<true> {
  const echo = named(party, number)
  return {
    ...{ path: `${PATH}/close`, family: 'counter', echo },
    data: Named.safeParse(echo).data ?? null,
    read: (said) => (z.object({ out_order_no: z.literal(number) }).safeParse(said).success ? true : null),
  }
}
