import { describe, expect, it } from 'vitest'
import {
  backOf,
  found,
  MISSING,
  never,
  passing,
  PAID,
  PARTY,
  payment,
  playing,
  type Data,
  type Heard,
  type Reply,
} from '../../tests/scanpay/played.ts'
import { unifiedRefund } from './unified-refund.ts'

const OWN = { out_trade_no: '01-1-8', refund_amount: '300', trade_no: 'T8' }
const said = (state: string | null, own: Data = {}, code = '000000'): Reply => [
  ...([code, { ...OWN, origin_out_trade_no: '01-1-7', ...(state && { trade_state: state }), ...own }] as const),
]
const unified = (reply: (heard: Heard, nth: number) => Reply) => playing(reply, { refundsBy: 'unified' })
const refund = backOf('refund', 300)
const YES = { is: 'approved', approval: 'T8', amount: 300 }

describe('a unified refund', () => {
  it('asks for what the platform wants', async () => {
    const { port, heard } = unified(() => said('SUCCESS', {}, 'RFD00000'))
    expect(await port.send(refund, never())).toMatchObject(YES)
    expect(heard.map(({ data }) => data)).toEqual([
      {
        ...{ merchant_no: PARTY.merchant, term_no: PARTY.terminal, out_trade_no: '01-1-8', refund_amount: '300' },
        ...{ refund_reason: '退款', origin_out_trade_no: '01-1-7' },
        location_info: { request_ip: '203.0.113.9', location: '+31.221345,+121.12345' },
      },
    ])
    const long = { ...PARTY, merchant: 'x'.repeat(16) }
    const asked = { number: 'A', amount: 1, original: { number: 'B', tradeNo: '' }, reason: 'x' }
    expect([unifiedRefund(long, asked).data, unifiedRefund(PARTY, { ...asked, amount: 0 }).data]).toEqual([null, null])
  })

  it.each<[string, Reply]>([
    ['it is accepted', said(null)],
    ...['INIT', 'PROCESSING', 'DEAL', 'TIMEOUT', 'EXCEPTION', 'FAIL', 'WHATEVER'].map((state): [string, Reply] => [
      ...([`it is ${state}`, said(state, {}, 'RFD00000')] as const),
    ]),
    ['it is under way', ['RFD11105']],
    ['nobody knows', ['RFD11112', OWN]],
    ['a yes names another amount', said('SUCCESS', { refund_amount: '301' })],
    ['a yes names another payment', said('SUCCESS', { origin_out_trade_no: '01-1-6' })],
    ['a yes names no payment', said('SUCCESS', { origin_out_trade_no: '' })],
    ['a yes has no number', said('SUCCESS', { trade_no: null })],
    ['the older interface’s yes', said('SUCCESS', {}, 'BBS00000')],
    ['the line is silent', 'silence'],
  ])('is asked after by its own question where %s', async (_, first) => {
    const { port, clock, verbs } = unified(({ verb }, nth) =>
      verb === 'refund_query' ? said(nth > 4 ? 'SUCCESS' : 'PROCESSING') : first,
    )
    expect(await passing(clock, port.send(refund, never()))).toMatchObject(YES)
    expect(new Set(verbs())).toEqual(new Set(['refund', 'refund_query']))
  })

  it.each<[Reply, object]>([
    [said('SUCCESS'), YES],
    [said('FAIL'), { is: 'declined', why: 'FAIL' }],
    [said('SUCCESS', { refund_amount: '299' }), { is: 'still-open' }],
    [said('SUCCESS', { trade_no: '' }), { is: 'still-open' }],
    [said('SUCCESS', { out_trade_no: '01-1-9' }), { is: 'still-open' }],
    [said('TIMEOUT'), { is: 'still-open' }],
    [MISSING, { is: 'still-open' }],
    ['silence', { is: 'still-open' }],
  ])('that is accepted again: %j is %j', async (reply, end) => {
    const { port } = unified(({ verb }) => (verb === 'refund_query' ? reply : said(null)))
    expect(await port.lookUp(refund, never())).toMatchObject(end)
  })

  it('is asked for again only where it may not have got there', async () => {
    for (const state of ['SUCCESS', 'FAIL', 'TIMEOUT', 'EXCEPTION', 'PROCESSING']) {
      const { port, verbs } = unified(() => said(state))
      await port.lookUp(refund, never())
      expect(verbs(), state).toEqual(['refund_query'])
    }
  })

  it.each<[Reply, object]>([
    [['BBS77777'], { is: 'silence' }],
    [MISSING, { is: 'declined', why: 'configuration BBS11184' }],
  ])('that is refused when asked for again: %j is %j', async (reply, end) => {
    const { port } = unified(({ verb }) =>
      verb === 'refund_query' ? reply : verb === 'tradequery' ? found('SUCCESS') : ['BBS11184'],
    )
    expect(await port.lookUp(refund, never())).toMatchObject(end)
  })
})

describe('what is undone by a unified refund', () => {
  it('is over when the refund’s own question says so', async () => {
    const { port, clock, heard, verbs } = unified(({ verb, data }) => {
      if (verb === 'tradequery') return found('SUCCESS', { trade_main_type: 'PREORDER' })
      if (verb === 'refund') return ['000000']
      return said('SUCCESS', { out_trade_no: data.out_trade_no, refund_amount: '1250' })
    })
    expect(await passing(clock, port.reverse(payment(), never()))).toEqual({ is: 'reversal-confirmed' })
    expect(verbs()).toEqual(['tradequery', 'refund', 'tradequery', 'refund_query'])
    expect(heard[1]?.data).toMatchObject({ out_trade_no: '01-1-7-R', origin_trade_no: PAID.trade_no })
    expect(heard[3]?.data).toMatchObject({ out_trade_no: '01-1-7-R' })
  })

  it.each([{ refund_amount: null }, { trade_no: null }])('is not over by a yes with %j', async (own) => {
    const { port, clock } = unified(({ verb, data }) => {
      if (verb === 'tradequery') return found('SUCCESS', { trade_main_type: 'PREORDER' })
      const yes = { out_trade_no: data.out_trade_no, refund_amount: '1250', ...own }
      return verb === 'refund' ? ['000000'] : said('SUCCESS', yes)
    })
    expect(await passing(clock, port.reverse(payment(), never()))).toEqual({ is: 'reversal-failed' })
  })

  it('is a void by either of its questions', async () => {
    const labs = unified(({ verb }) => (verb === 'tradequery' ? MISSING : said('SUCCESS', { refund_amount: '1250' })))
    const isGivenUp = { ...backOf('void'), isGivenUp: true } as const
    expect(await labs.port.lookUp(isGivenUp, never())).toMatchObject({ is: 'approved', approval: 'T8' })
    expect(labs.verbs()).toEqual(['tradequery', 'refund_query'])
  })
})
