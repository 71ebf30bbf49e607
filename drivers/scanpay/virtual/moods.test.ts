import { describe, expect, it } from 'vitest'
import {
  CLOSE,
  COUNTER_CLOSE,
  COUNTER_QUERY,
  CREATE,
  MERCHANT,
  MICROPAY,
  PREORDER,
  QUERY,
} from '../../../tests/scanpay/merchant.ts'
import { REFUND, REVOKED, till, UNIFIED_REFUND, WHERE, WHO } from '../../../tests/scanpay/merchant.ts'
import { codeOf, TEST_CUSTOMERS } from './customers.ts'
import { befalls, isOrder, openOf, type Mood, type Open } from './moods.ts'

const { alipay, poor } = TEST_CUSTOMERS
const PAY = { ...WHO, out_trade_no: 'A1', total_amount: '5000', location_info: WHERE, auth_code: codeOf(alipay, 1) }
const moody = (mood: Mood) => {
  const of = till()
  const answer = of.say(MICROPAY, PAY, { mood })
  return { of, answer, fen: of.books().charged('A1') }
}

describe('an answer', () => {
  it.each(['no-answer', 'bad-gateway-done', 'garbage', 'huge', 'bad-signature', 'no-signature'] as const)(
    'in the mood %s is of what was done',
    (mood) => {
      const { of, fen } = moody(mood)
      expect([fen, of.query('A1'), of.books().times('A1')]).toEqual([5_000, 'SUCCESS', 1])
    },
  )
  it.each(['lost-request', 'bad-gateway', 'disabled', 'clock-ahead', 'clock-behind'] as const)(
    'in the mood %s is of what was not done; the number may be used',
    (mood) => {
      const { of, fen } = moody(mood)
      expect([fen, of.query('A1'), of.pay('A1', 5_000, codeOf(alipay, 1))]).toEqual([0, 'BBS90006', 'BBS00000'])
    },
  )
  it('is not there, or is a proxy’s', () => {
    expect([moody('no-answer').answer, moody('lost-request').answer]).toEqual([null, null])
    for (const mood of ['bad-gateway', 'bad-gateway-done'] as const) {
      const { answer } = moody(mood)
      expect([answer?.status, Object.keys(answer?.headers ?? {})]).toEqual([502, ['Content-Type']])
    }
  })
  it('has another signature, or none, over the same text', () => {
    const [good, bad, none] = [moody('late'), moody('bad-signature'), moody('no-signature')]
    expect([bad.answer?.body, none.answer?.body]).toEqual([good.answer?.body, good.answer?.body])
    const of = ({ answer }: ReturnType<typeof moody>) => answer?.headers['Lklapi-Signature']
    expect([of(bad) === of(good), of(bad)?.length, of(none)]).toEqual([false, of(good)?.length, undefined])
  })
  it('is garbage, or far too much, and signed', () => {
    const [garbage, huge] = [moody('garbage').answer, moody('huge').answer]
    expect([garbage?.code, garbage?.status, huge?.code]).toEqual(['', 200, 'BBS00000'])
    expect(huge?.body.length).toBeGreaterThan(8_000_000)
    expect([garbage?.headers['Lklapi-Signature'], huge?.headers['Lklapi-Signature']]).not.toContain(undefined)
  })
  it('is of another order, or of one fen more', () => {
    expect(moody('other-order').answer?.data).toMatchObject({ out_trade_no: 'A0', total_amount: '5000' })
    expect(moody('other-amount').answer?.data).toMatchObject({ out_trade_no: 'A1', total_amount: '5001' })
    const of = till()
    of.counter('B0', 5)
    const asked = { merchant_no: MERCHANT, out_order_no: 'B0' }
    expect(of.say(COUNTER_QUERY, asked, { mood: 'other-order' })?.data).toMatchObject({ out_order_no: 'B1' })
    expect(of.say(COUNTER_QUERY, asked, { mood: 'other-amount' })?.data).toMatchObject({ total_amount: 6 })
  })
  it('tells a clock that is off', () => {
    expect([moody('clock-ahead').answer?.status, moody('clock-ahead').answer?.code]).toEqual([401, 'BBS90103'])
    const at = (mood: Mood) => Number(moody(mood).answer?.headers['Lklapi-Timestamp'])
    expect([at('clock-ahead') - at('late'), at('clock-behind') - at('late')]).toEqual([600, -600])
  })
  it('says the merchant is disabled', () => {
    expect(moody('disabled').answer?.code).toBe('BBS11184')
  })
})

describe('a number that came twice', () => {
  it('is paid once, and called used', () => {
    const { of, answer, fen } = moody('duplicate')
    expect([answer?.code, fen, of.books().times('A1'), of.query('A1')]).toEqual(['BBS90005', 5_000, 1, 'SUCCESS'])
    expect([of.show('A2', 1, 'duplicate'), of.query('A2')]).toEqual(['BBS90005', 'INIT'])
  })
})

describe('what is under way', () => {
  const open = (queries: number | null, end: Open['end'] = 'SUCCESS', code?: string): Open => ({
    ...{ is: 'open', queries, end },
    ...(code !== undefined && { code }),
  })
  it.each([0, 1, 4])('is paid after %i queries', (queries) => {
    const { of, answer, fen } = moody(open(queries))
    expect([answer?.code, answer?.data['need_query'], fen]).toEqual(['BBS10000', '1', 0])
    for (let asked = 0; asked < queries; asked++) expect(of.query('A1')).toBe('DEAL')
    expect([of.query('A1'), of.query('A1')]).toEqual(['SUCCESS', 'SUCCESS'])
    expect([of.books().charged('A1'), of.books().times('A1')]).toEqual([5_000, 1])
  })
  it('fails, or ends never, or there was too little', () => {
    expect(moody(open(0, 'FAIL')).of.query('A1')).toBe('FAIL')
    const { of } = moody(open(null))
    for (let asked = 0; asked < 50; asked++) of.query('A1')
    of.pass(86_400_000)
    expect([of.query('A1'), of.books().total()]).toEqual(['DEAL', 0])
    const broke = till()
    broke.pay('A1', 5_000, codeOf(poor, 1), open(0))
    expect([broke.query('A1'), broke.books().total()]).toEqual(['FAIL', 0])
  })
  it('is revoked, and then ends in nothing', () => {
    const { of } = moody(open(1))
    expect([of.revoke('B1', 'A1'), of.query('A1'), of.query('A1')]).toEqual(['BBS00000', 'CLOSE', 'CLOSE'])
    expect(of.books().total()).toBe(0)
  })
  it('is said in other words too: a success that is to be asked about', () => {
    const { answer } = moody(open(0, 'SUCCESS', 'BBS00000'))
    expect([answer?.code, answer?.data['need_query']]).toEqual(['BBS00000', '1'])
    const of = till()
    of.pay('A1', 5_000, codeOf(alipay, 1))
    expect(of.refund('B1', 'A1', 1, open(null, 'SUCCESS', 'BBS11105'))).toBe('BBS11105')
  })
})

describe('a close that races with a payment', () => {
  it.each([
    ['paid-before-close', 'BBS90008'],
    ['paid-after-close', 'BBS00000'],
  ] as const)('%s', (mood, code) => {
    const of = till()
    of.show('A1', 5_000)
    expect([of.close('A1', mood), of.query('A1'), of.books().charged('A1')]).toEqual([code, 'SUCCESS', 5_000])
    expect([of.close('A1', mood), of.books().times('A1')]).toEqual(['BBS90008', 1])
    of.counter('A2', 100)
    const data = { merchant_no: MERCHANT, out_order_no: 'A2' }
    of.say(COUNTER_CLOSE, data, { mood })
    expect([of.counterQuery('A2')?.['order_status'], of.books().times('A2')]).toEqual(['2', 1])
  })
  it('needs somebody who has the money', () => {
    const of = till()
    of.show('A1', 900_000_000)
    expect([of.close('A1', 'paid-before-close'), of.query('A1')]).toEqual(['BBS00000', 'CLOSE'])
  })
})

it('befalls only what it is about', () => {
  const open = { is: 'open', queries: 1, end: 'SUCCESS' } as const
  const paths = [MICROPAY, PREORDER, CREATE, REFUND, UNIFIED_REFUND, REVOKED, CLOSE, COUNTER_CLOSE, QUERY]
  const of = (mood: Mood) => paths.filter((path) => befalls(mood, path))
  expect(of(open)).toEqual([MICROPAY, REFUND, UNIFIED_REFUND, REVOKED])
  expect(of('duplicate')).toEqual([MICROPAY, PREORDER, CREATE])
  expect(of('paid-after-close')).toEqual([CLOSE, COUNTER_CLOSE])
  expect([of('no-answer'), of({ is: 'cut', what: 'answer', at: 1 })]).toEqual([paths, paths])
  expect(paths.filter(isOrder)).toEqual([MICROPAY, PREORDER, CREATE, REFUND, UNIFIED_REFUND])
  expect([befalls('no-answer', '/other'), isOrder('/other'), openOf(null)]).toEqual([false, false, null])
  const ask = till()
  ask.show('A1', 100, 'paid-before-close')
  expect(ask.query('A1')).toBe('INIT')
})
