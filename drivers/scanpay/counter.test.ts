import { describe, expect, it } from 'vitest'
import {
  found,
  MISSING,
  never,
  NOON_MS,
  PARTY,
  passing,
  payment,
  playing,
  scanned,
  type Data,
  type Heard,
  type Reply,
} from '../../tests/scanpay/played.ts'
import { closeCounterOrder, createCounterOrder, queryCounterOrder } from './counter.ts'
import { ask, type Operation } from './envelope.ts'
import type { LakalaParts } from './port.ts'

const ORDER = { number: '01-1-7', amount: 1_250, until: '20261127120500', subject: '小麦便利店' }
const URL = 'https://pay.example/r/0000?pageStyle=V2'
const TRADE_NO = '20261127110113130166250057768777'
const asking = <Value>(operation: Operation<Value>, reply: Reply) => {
  const { parts, heard } = playing(() => reply)
  return ask(parts, operation, never()).then((said) => ({ said, data: heard[0]?.data }))
}
const shown = (own: Data = {}): Reply => [
  ...(['000000', { out_order_no: '01-1-7', total_amount: 1250, counter_url: URL, ...own }] as const),
]
const trade = (own: Data = {}) => ({
  ...{ trade_no: TRADE_NO, log_no: TRADE_NO.slice(-14), trade_type: 'PAY', trade_status: 'S', trade_amount: 1250 },
  ...{ payer_amount: '1200', acc_trade_no: '2026112722001', trade_time: '20261127115959', ...own },
})
const backTrade = (fen: number, status = 'S') =>
  trade({ trade_type: 'REFUND', trade_status: status, trade_amount: fen })
/** What the counter’s query finds. */
const at = (order_status: string, own: Data = {}): Reply => [
  ...(['000000', { out_order_no: '01-1-7', total_amount: 1250, order_status, ...own }] as const),
]
const paid = (own: Data = {}) => at('2', { order_trade_info_list: [trade()], ...own })
const APPROVED = {
  ...{ is: 'approved', approval: TRADE_NO, amount: 1_250 },
  facts: {
    ...{ tradeNo: TRADE_NO, logNo: TRADE_NO.slice(-14), walletTradeNo: '2026112722001', time: '20261127115959' },
    payerAmount: 1_200,
  },
}
const CLOSED: Reply = ['000000', { out_order_no: '01-1-7' }]
const atCounter = (reply: (heard: Heard, nth: number) => Reply, own: Partial<LakalaParts> = {}) =>
  playing(reply, { qrWallet: 'counter', ...own })

describe('an order at the counter page', () => {
  it('is made, and its page is what the customer scans', async () => {
    const { said, data } = await asking(createCounterOrder(PARTY, ORDER), shown())
    expect(said).toEqual({ is: 'done', value: URL })
    expect(data).toEqual({
      ...{ out_order_no: '01-1-7', merchant_no: PARTY.merchant, total_amount: '1250' },
      ...{ order_efficient_time: '20261127120500', order_info: '小麦便利店' },
      ...{ support_cancel: '0', support_refund: '1', support_repeat_pay: '0' },
    })
    for (const wrong of [{ counter_url: 'http://pay.example' }, { counter_url: '' }, { total_amount: 1251 }]) {
      const { said } = await asking(createCounterOrder(PARTY, ORDER), shown(wrong))
      expect(said, JSON.stringify(wrong)).toEqual({ is: 'unknown' })
    }
    const late = await asking(createCounterOrder(PARTY, { ...ORDER, until: 'soon' }), 'silence')
    expect(late).toEqual({ said: { is: 'not-sent' }, data: undefined })
  })

  it.each<[string, Reply, string | null]>([
    ['to be paid', at('0'), 'INIT'],
    ['being paid', at('1'), 'DEAL'],
    ['failed', at('3'), 'FAIL'],
    ['expired, without an amount', at('4', { total_amount: null }), 'CLOSE'],
    ['cancelled', at('5'), 'CLOSE'],
    ['closed', at('7', { order_trade_info_list: [] }), 'CLOSE'],
    [
      'paid, in texts',
      paid({ total_amount: '1250', order_trade_info_list: [trade({ trade_amount: '1250' })] }),
      'SUCCESS',
    ],
    [
      'paid after a try that failed',
      paid({ order_trade_info_list: [trade({ trade_status: 'F' }), trade()] }),
      'SUCCESS',
    ],
    ['paid, with a refund that failed', paid({ order_trade_info_list: [trade(), backTrade(9, 'F')] }), 'SUCCESS'],
    ['given back in part', paid({ order_trade_info_list: [trade(), backTrade(9)] }), 'PART_REFUND'],
    ['called refunded, and so in part', at('6', { order_trade_info_list: [trade(), backTrade(9)] }), 'PART_REFUND'],
    ['given back', at('6', { order_trade_info_list: [trade(), backTrade(9), backTrade(1241)] }), 'REFUND'],
    ['called refunded, without a refund', at('6', { order_trade_info_list: [trade()] }), null],
    ['paid twice', paid({ order_trade_info_list: [trade(), trade()] }), null],
    ['paid by nothing', paid({ order_trade_info_list: [] }), null],
    ['paid, and no list', at('2'), null],
    ['of another amount', paid({ total_amount: 1251 }), null],
    ['closed with another amount', at('7', { total_amount: '1' }), null],
    ['of no amount', paid({ total_amount: null }), null],
    ['of a fraction', paid({ total_amount: 1250.5 }), null],
    ['of a text with a fraction', paid({ total_amount: '1250.00' }), null],
    ['paid with a fraction', paid({ order_trade_info_list: [trade({ trade_amount: 1249.9 })] }), null],
    ['paid with another amount', paid({ order_trade_info_list: [trade({ trade_amount: 1 })] }), null],
    ['of another number', paid({ out_order_no: '01-1-77' }), null],
    ['of another merchant', paid({ merchant_no: 'x' }), null],
    ['what nobody knows', at('9'), null],
  ])('is %s', async (_, reply, state) => {
    const { said } = await asking(queryCounterOrder(PARTY, ORDER), reply)
    expect(said).toMatchObject(state ? { is: 'done', value: { state, kind: 'COUNTER' } } : { is: 'unknown' })
  })

  it('of an amount that is not known here is whole fen all the same', async () => {
    const query = queryCounterOrder(PARTY, { ...ORDER, amount: null })
    const status = async (fen: number) =>
      (await asking(query, paid({ total_amount: fen, order_trade_info_list: [trade({ trade_amount: fen })] }))).said.is
    expect([await status(990), await status(990.5), await status(1e12)]).toEqual(['done', 'unknown', 'unknown'])
  })

  it('is closed by its number', async () => {
    const close = closeCounterOrder(PARTY, '01-1-7')
    expect((await asking(close, CLOSED)).said).toEqual({ is: 'done', value: true })
    expect((await asking(close, ['000000', { out_order_no: 'A-2' }])).said).toEqual({ is: 'unknown' })
    expect((await asking(close, ['000000'])).said).toEqual({ is: 'unknown' })
  })
})

describe('a code that is shown for all wallets', () => {
  it('is the page’s address, until the counter says that it is paid', async () => {
    const { port, clock, heard, prompts, verbs } = atCounter(({ verb }, nth) =>
      verb === 'special_create' ? shown() : nth < 3 ? at('0') : paid(),
    )
    const sent = port.send(payment(), never())
    await clock.advance(6_000)
    expect(prompts).toEqual([{ text: URL, untilMs: NOON_MS + 300_000 }])
    expect(await passing(clock, sent)).toEqual(APPROVED)
    expect([prompts.at(-1), verbs()]).toEqual([null, ['special_create', 'query', 'query']])
    expect(heard[0]?.data).toMatchObject({ out_order_no: '01-1-7', order_efficient_time: '20261127120500' })
  })

  it('that the platform refuses is declined, and one whose page did not come is put away', async () => {
    const refused = atCounter(() => ['BBS11184'])
    expect(await refused.port.send(payment(), never())).toEqual({ is: 'declined', why: 'configuration BBS11184' })
    let isClosed = false
    const { port, clock, verbs } = atCounter(({ verb }) => {
      isClosed ||= verb === 'close'
      return verb === 'special_create' ? 'silence' : verb === 'close' ? CLOSED : at(isClosed ? '7' : '0')
    })
    expect(await passing(clock, port.send(payment(), never()))).toEqual({ is: 'declined', why: 'no-code-to-show' })
    expect(verbs()).toEqual(['special_create', 'query', 'close', 'query'])
  })

  it('is closed at the counter, and refunded by two of the platform’s numbers if paid meanwhile', async () => {
    let now = at('0')
    const { port, clock, heard, verbs } = atCounter(({ verb }) => {
      if (verb === 'query') return now
      if (verb === 'special_create') return shown()
      now = verb === 'close' ? paid() : at('6', { order_trade_info_list: [trade(), backTrade(1250)] })
      return verb === 'close' ? CLOSED : ['BBS00000', { trade_no: 'T9', refund_amount: '1250' }]
    })
    const noMore = new AbortController()
    noMore.abort()
    await port.send(payment(), noMore.signal)
    heard.length = 0
    expect(await passing(clock, port.reverse(payment(), never()))).toEqual({ is: 'reversal-confirmed' })
    expect(verbs()).toEqual(['query', 'close', 'query', 'refund', 'query'])
    expect(heard[3]?.data).toMatchObject({
      ...{ out_trade_no: '01-1-7-R', origin_trade_no: TRADE_NO, origin_log_no: TRADE_NO.slice(-14) },
      refund_amount: '1250',
    })
    expect(heard[3]?.data).not.toHaveProperty('origin_out_trade_no')
  })
})

describe('after a start, when nobody knows how it was made', () => {
  const places = (counter: Reply, labs: Reply) =>
    atCounter(({ verb }) => (verb === 'query' ? counter : verb === 'tradequery' ? labs : ['BBS77777']))
  it('a payment is looked for at the counter, then where scanned codes are', async () => {
    expect(await places(paid(), MISSING).port.lookUp(payment(), never())).toEqual(APPROVED)
    expect(await places(MISSING, found('CLOSE')).port.lookUp(payment(), never())).toEqual({
      is: 'declined',
      why: 'CLOSE',
    })
    expect(await places(MISSING, MISSING).port.lookUp(payment(), never())).toEqual({ is: 'not-found' })
    for (const [one, other] of [['silence', MISSING] as const, [MISSING, ['BBS77777'] as const] as const])
      expect(await places(one, other).port.lookUp(payment(), never())).toEqual({ is: 'silence' })
    // What was heard by one of them is enough.
    expect(await places('silence', found('CLOSE')).port.lookUp(payment(), never())).toMatchObject({ why: 'CLOSE' })
  })

  it('it is undone by all that is safe, and by what it was once that is known', async () => {
    const unknown = places('silence', 'silence')
    await passing(unknown.clock, unknown.port.reverse(payment(), never()))
    const closed = unknown.heard.filter(({ verb }) => verb === 'close')
    expect(closed.map(({ data }) => Object.keys(data)[0])).toContain('out_order_no')
    expect(new Set(unknown.verbs())).toEqual(new Set(['query', 'tradequery', 'close', 'revoked']))
    const known = places(at('0'), MISSING)
    await passing(known.clock, known.port.reverse(payment(), never()))
    expect(new Set(known.verbs())).toEqual(new Set(['query', 'close']))
  })

  it('a scanned code is asked for nowhere else as long as it is remembered', async () => {
    const { port, clock, verbs } = atCounter(({ verb }) => (verb === 'micropay' ? ['BBS10000'] : found('FAIL')))
    expect(await passing(clock, port.send(scanned, never()))).toEqual({ is: 'declined', why: 'FAIL' })
    expect(verbs()).toEqual(['micropay', 'tradequery'])
  })
})
