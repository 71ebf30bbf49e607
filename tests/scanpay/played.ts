import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import type { PortOrder, Prompt } from '#drivers/payment/port'
import { codesWith } from '#drivers/scanpay/codes'
import { LakalaPort, type LakalaParts } from '#drivers/scanpay/port'
import type { Exchanged, Transport } from '#drivers/scanpay/transport'

/** A platform that a test plays, on a line without bytes. */
export type Verb =
  'micropay' | 'preorder' | 'tradequery' | 'close' | 'revoked' | 'refund' | 'special_create' | 'query' | 'refund_query'
export type Data = Readonly<Record<string, unknown>>
/** A code with data, or what came of the line. */
export type Reply = readonly [code: string, data?: Data] | 'silence' | 'not-sent'
export interface Heard {
  readonly verb: Verb
  readonly data: Data
  /** Seconds since the beginning. */
  readonly atS: number
}

/** Noon in Beijing. */
export const NOON_MS = Date.UTC(2026, 10, 27, 4)
export const PARTY = {
  ...{ appid: 'OP00000003', merchant: '822290059430BFA', terminal: 'D9261076' },
  place: { ip: '203.0.113.9', location: '+31.221345,+121.12345', baseStation: null },
}
/** Of `codesWith`: what this platform says of an order that it does not have. */
export const MISSING: Reply = ['BBS90404']

export function playing(reply: (heard: Heard, nth: number) => Reply, own: Partial<LakalaParts> = {}) {
  const clock = makeVirtualClock(NOON_MS)
  const heard: Heard[] = []
  const transport: Transport = {
    exchange: ({ path, body }) => {
      // As the client writes it: what of it is wrong a test sees in what was heard.
      const { req_data: data } = JSON.parse(body) as { req_data: Data }
      const said: Heard = { verb: path.split('/').at(-1) as Verb, data, atS: clock.elapsedMs() / 1000 }
      heard.push(said)
      return Promise.resolve(exchangedOf(reply(said, heard.length)))
    },
  }
  const parts: LakalaParts = {
    ...{ transport, clock, party: PARTY, codes: codesWith({ BBS90404: 'not-found', BBS90409: 'declined' }) },
    ...{ subject: '小麦便利店', qrWallet: 'ALIPAY', refundsBy: 'labs', ...own },
  }
  const port = new LakalaPort(parts)
  const prompts: (Prompt | null)[] = []
  port.onPrompt((_, prompt) => void prompts.push(prompt))
  const verbs = () => heard.map(({ verb }) => verb)
  const timesOf = (verb: Verb) => heard.filter((each) => each.verb === verb).map(({ atS }) => atS)
  /** Of questions about a number. */
  const timesAfter = (number: string) =>
    heard.filter(({ verb, data }) => verb === 'tradequery' && data.out_trade_no === number).map(({ atS }) => atS)
  return { port, parts, clock, heard, prompts, verbs, timesOf, timesAfter }
}

function exchangedOf(reply: Reply): Exchanged {
  if (reply === 'silence') return { is: 'silence', why: 'no-answer' }
  if (reply === 'not-sent') return { is: 'not-sent', why: 'unreachable' }
  const [code, data] = reply
  return {
    is: 'answer',
    body: JSON.stringify({ code, msg: 'x', resp_time: '20261127120000', resp_data: data ?? null }),
  }
}

/** A second at a time, so that what waits is seen to wait. */
export async function passing<Value>(clock: VirtualClock, work: Promise<Value>): Promise<Value> {
  const ended = { is: false }
  void work.finally(() => (ended.is = true))
  for (let seconds = 0; seconds < 400 && !ended.is; seconds++) await clock.advance(1_000)
  if (!ended.is) throw new Error('it takes longer than any limit')
  return work
}

export const never = () => new AbortController().signal
export const CODE = '289912345678901234'
export const payment = (own: Partial<PortOrder> = {}): PortOrder => ({
  ...{ kind: 'pay', attempt: '01-1-7', amount: 1_250, of: null, ...own },
})
export const scanned = payment({ code: CODE })
export const backOf = (kind: 'void' | 'refund', amount = 1_250): PortOrder => ({
  ...{ kind, attempt: '01-1-8', amount, of: { attempt: '01-1-7', approval: '2026112766000000000000000000000001' } },
})

export const OURS = { out_trade_no: '01-1-7', total_amount: '1250', merchant_no: PARTY.merchant }
export const PAID = {
  ...{ ...OURS, need_query: '0', trade_no: '20261127110113130166250057768777', log_no: '66250057768777' },
  ...{ acc_trade_no: '2026112722001', account_type: 'ALIPAY', trade_time: '20261127115959' },
  ...{ payer_amount: '1200', acc_settle_amount: '1250', acc_mdiscount_amount: '50' },
}
export const APPROVED = {
  ...{ is: 'approved', approval: '20261127110113130166250057768777', amount: 1_250 },
  facts: {
    ...{ tradeNo: '20261127110113130166250057768777', logNo: '66250057768777', walletTradeNo: '2026112722001' },
    ...{ accountType: 'ALIPAY', time: '20261127115959', payerAmount: 1_200, settleAmount: 1_250 },
    merchantDiscount: 50,
  },
}
/** What a query finds of the payment. */
export const found = (state: string, own: Data = {}): Reply => [
  'BBS00000',
  { ...PAID, trade_state: state, trade_main_type: 'MICROPAY', ...own },
]
/** What a query finds of what was given back. */
export const foundBack = (state: string, own: Data = {}): Reply =>
  found(state, { out_trade_no: '01-1-8', trade_main_type: 'REFUND', trade_no: 'T8', ...own })
export const refunded = (amount: string): Reply => [
  'BBS00000',
  { trade_no: 'T8', origin_out_trade_no: '01-1-7', refund_amount: amount, total_amount: '1250' },
]
export const revokedNow: Reply = ['BBS00000', { trade_no: 'T8', origin_out_trade_no: '01-1-7', total_amount: '1250' }]
export const closedNow: Reply = ['BBS00000', { origin_out_trade_no: '01-1-7' }]
