import { describe, expect, it } from 'vitest'
import { COUNTER_CLOSE, MERCHANT, QUERY, REFUND, REVOKED, till, WHERE, WHO } from '../../../tests/scanpay/merchant.ts'
import type { Till } from '../../../tests/scanpay/merchant.ts'
import { codeOf, TEST_CUSTOMERS } from './customers.ts'
import type { Open } from './moods.ts'

const { alipay, asked, gifted } = TEST_CUSTOMERS
const paying = { is: 'pays', number: 'A1', customer: alipay.codes } as const
const DAY_MS = 86_400_000
const open = (queries: number | null, end: Open['end'] = 'SUCCESS'): Open => ({ is: 'open', queries, end })

function paid(fen = 5_000, own = {}): Till {
  const of = till(own)
  of.pay('A1', fen, codeOf(alipay, 1))
  return of
}
const sums = (of: Till) => [of.books().charged('A1'), of.books().returned('A1'), of.books().kept('A1')]

describe('a close', () => {
  it('ends an unpaid order, once', () => {
    const of = till()
    of.show('A1', 5_000)
    expect([of.close('A1'), of.query('A1'), of.acts(paying)]).toEqual(['BBS00000', 'CLOSE', 'over'])
    expect([of.close('A1'), of.books().total()]).toEqual(['BBS90009', 0])
  })
  it('of what is paid, or of another kind, or of nothing, is refused', () => {
    const of = till()
    of.show('A1', 5_000)
    of.acts(paying)
    expect([of.close('A1'), of.query('A1'), of.close('A9')]).toEqual(['BBS90008', 'SUCCESS', 'BBS90006'])
    expect(paid().close('A1')).toBe('BBS90007')
  })
  it('ends an order at the counter', () => {
    const of = till()
    of.counter('A1', 5_000)
    const close = () => of.say(COUNTER_CLOSE, { merchant_no: MERCHANT, out_order_no: 'A1' })
    const first = close()
    expect(first?.data).toMatchObject({ out_order_no: 'A1', order_status: '7' })
    expect([first?.code, close()?.code, of.acts(paying)]).toEqual(['000000', 'BBS90009', 'over'])
    expect(of.counterQuery('A1')).toMatchObject({ order_status: '7' })
  })
})

describe('a revocation', () => {
  it('gives back what was paid by code, once', () => {
    const of = paid()
    expect([of.revoke('B1', 'A1'), of.query('A1'), ...sums(of)]).toEqual(['BBS00000', 'REFUND', 5_000, 5_000, 0])
    expect(of.state().orders.get('A1')?.state).toBe('REVOKED')
    expect([of.revoke('B1', 'A1'), of.revoke('B2', 'A1')]).toEqual(['BBS00000', 'BBS90009'])
    expect([of.refund('B3', 'A1', 1), of.books().times('B1')]).toEqual(['BBS90010', 1])
    expect([of.books().balance('2800'), of.books().total()]).toEqual([1_000_000, 0])
    expect(of.say(QUERY, { ...WHO, out_trade_no: 'B1' })?.data).toMatchObject({
      ...{ trade_state: 'SUCCESS', trade_main_type: 'CANCEL', total_amount: '5000', origin_out_trade_no: 'A1' },
    })
  })
  it('closes what still waits for its password', () => {
    const of = till()
    of.pay('A1', 5_000, codeOf(asked, 1))
    expect([of.revoke('B1', 'A1'), of.query('A1')]).toEqual(['BBS00000', 'CLOSE'])
    expect([of.acts({ is: 'enters-password', number: 'A1' }), ...sums(of)]).toEqual(['over', 0, 0, 0])
    expect(of.say(QUERY, { ...WHO, out_trade_no: 'B1' })?.data).toMatchObject({
      total_amount: '5000',
      payer_amount: '0',
    })
  })
  it('that is under way gives back what was paid in between', () => {
    const of = till()
    of.pay('A1', 5_000, codeOf(asked, 1))
    expect([of.revoke('B1', 'A1', open(1)), of.query('A1')]).toEqual(['BBS10000', 'DEAL'])
    expect(of.acts({ is: 'enters-password', number: 'A1' })).toBe(null)
    expect([of.revoke('B2', 'A1'), of.refund('B3', 'A1', 1)]).toEqual(['BBS90009', 'BBS90010'])
    expect([of.query('B1'), of.query('B1'), of.query('A1'), ...sums(of)]).toEqual([
      ...['DEAL', 'SUCCESS', 'REFUND', 5_000, 5_000, 0],
    ])
  })
  it('is for orders by code, of the day, whole, and there', () => {
    const shown = till()
    shown.show('A1', 5_000)
    expect(shown.revoke('B1', 'A1')).toBe('BBS90007')
    const old = paid()
    old.pass(DAY_MS)
    expect([old.revoke('B1', 'A1'), old.books().kept('A1')]).toEqual(['BBS90011', 5_000])
    const any = paid(5_000, { revokesSameDay: false })
    any.pass(DAY_MS)
    expect(any.revoke('B1', 'A1')).toBe('BBS00000')
    const part = paid()
    part.refund('B1', 'A1', 1)
    expect([part.revoke('B2', 'A1'), part.revoke('A1', 'A1')]).toEqual(['BBS90009', 'BBS90005'])
  })
  it.each([
    [true, 'BBS90012', 0],
    [false, 'BBS00000', 100],
  ])('of what comes later keeps it from being carried out, where the platform does so: %j', (barsUndone, code, fen) => {
    const of = till({ barsUndone })
    expect(of.revoke('B1', 'A1')).toBe('BBS90006')
    expect([of.pay('A1', 100, codeOf(alipay, 1)), of.books().total()]).toEqual([code, fen])
  })
})

describe('a refund', () => {
  it('gives back parts, up to the whole', () => {
    const of = paid(5_000)
    expect([of.refund('B1', 'A1', 2_000), of.query('A1'), ...sums(of)]).toEqual([
      ...['BBS00000', 'PART_REFUND', 5_000, 2_000, 3_000],
    ])
    expect([of.refund('B2', 'A1', 3_001), of.query('B2')]).toEqual(['BBS90010', 'BBS90006'])
    expect([of.refund('B2', 'A1', 3_000), of.query('A1'), ...sums(of)]).toEqual([
      ...['BBS00000', 'REFUND', 5_000, 5_000, 0],
    ])
    expect([of.refund('B3', 'A1', 1), of.books().balance('2800')]).toEqual(['BBS90010', 1_000_000])
  })
  it('with a number of its own is done once, and the same number is no other', () => {
    const of = paid()
    of.pay('A2', 5_000, codeOf(alipay, 2))
    expect([of.refund('B1', 'A1', 100), of.refund('B1', 'A1', 100)]).toEqual(['BBS00000', 'BBS00000'])
    expect([of.books().returned('A1'), of.books().times('B1')]).toEqual([100, 1])
    expect([of.refund('B1', 'A1', 101), of.refund('B1', 'A2', 100), of.revoke('B1', 'A1')]).toEqual([
      ...['BBS90005', 'BBS90005', 'BBS90005'],
    ])
    expect([of.refund('A1', 'A1', 100), of.pay('B1', 1, codeOf(alipay, 3))]).toEqual(['BBS90005', 'BBS90005'])
  })
  it('of what the wallet added to gives the customer their part, and in the end all of it', () => {
    const of = till()
    of.pay('A1', 1_001, codeOf(gifted, 1))
    const back = ['B1', 'B2', 'B3'].map((number, at) => {
      of.refund(number, 'A1', [333, 333, 335][at] ?? 0)
      return of.books().back(number)?.paid ?? 0
    })
    expect([back, back.reduce((sum, each) => sum + each), of.books().balance('2802')]).toEqual([
      [316, 316, 319],
      951,
      1_000_000,
    ])
    expect(
      of.say(REFUND, {
        ...WHO,
        out_trade_no: 'B1',
        origin_out_trade_no: 'A1',
        refund_amount: '333',
        location_info: WHERE,
      })?.data,
    ).toMatchObject({ refund_amount: '333', payer_amount: '316', origin_out_trade_no: 'A1' })
  })
  it('is of what was paid', () => {
    const of = till()
    of.show('A1', 5_000)
    expect([of.refund('B1', 'A1', 1), of.refund('B1', 'A9', 1)]).toEqual(['BBS11114', 'BBS90006'])
    of.acts(paying)
    of.pass(90 * DAY_MS)
    expect([of.refund('B1', 'A1', 1), of.books().kept('A1')]).toEqual(['BBS00000', 4_999])
  })
  it('of an order at the counter wants two of its numbers', () => {
    const of = till()
    of.counter('A1', 5_000)
    of.acts(paying)
    const { tradeNo = '' } = of.books().order('A1') ?? {}
    const ask = (own: object) =>
      of.say(REFUND, { ...WHO, out_trade_no: 'B1', refund_amount: '1', location_info: WHERE, ...own })?.code
    const names = { origin_trade_no: tradeNo, origin_out_trade_no: 'A1' }
    expect([ask({ origin_out_trade_no: 'A1' }), ask({ ...names, origin_out_trade_no: 'A2' })]).toEqual([
      ...['BBS90001', 'BBS90001'],
    ])
    expect(ask({ ...names, origin_log_no: tradeNo.slice(-14) })).toBe('BBS00000')
    expect(of.counterQuery('A1')?.['order_trade_info_list']).toMatchObject([
      ...[{ trade_type: 'PAY' }, { trade_type: 'REFUND', trade_status: 'S', trade_amount: 1 }],
    ])
  })
  it('finds its order by the platform’s number first', () => {
    const of = paid()
    const { tradeNo = '' } = of.books().order('A1') ?? {}
    const own = { origin_trade_no: tradeNo, origin_out_trade_no: 'A9' }
    expect(of.say(REVOKED, { ...WHO, out_trade_no: 'B1', location_info: WHERE, ...own })?.code).toBe('BBS00000')
  })
  it('under way counts as gone, until it has failed', () => {
    const of = paid()
    expect([of.refund('B1', 'A1', 4_000, open(2)), ...sums(of)]).toEqual(['BBS10000', 5_000, 0, 5_000])
    expect([of.refund('B2', 'A1', 1_001), of.refund('B1', 'A1', 4_000)]).toEqual(['BBS90010', 'BBS10000'])
    expect([of.query('B1'), of.query('B1'), of.query('B1'), ...sums(of)]).toEqual([
      ...['DEAL', 'DEAL', 'SUCCESS', 5_000, 4_000, 1_000],
    ])
    expect([of.query('B1'), of.books().times('B1'), of.query('A1')]).toEqual(['SUCCESS', 1, 'PART_REFUND'])
    const failing = paid()
    failing.refund('B1', 'A1', 4_000, open(0, 'FAIL'))
    expect([failing.query('B1'), failing.refund('B1', 'A1', 4_000)]).toEqual(['FAIL', 'BBS90206'])
    expect([failing.refund('B2', 'A1', 5_000), ...sums(failing)]).toEqual(['BBS00000', 5_000, 5_000, 0])
  })
})
