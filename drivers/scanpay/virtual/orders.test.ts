import { describe, expect, it } from 'vitest'
import { CREATE, MERCHANT, MICROPAY, PREORDER, QUERY, till, WHERE, WHO } from '../../../tests/scanpay/merchant.ts'
import { codeOf, TEST_CUSTOMERS, type TestCustomerName } from './customers.ts'

const codeFor = (name: TestCustomerName, number = 1) => codeOf(TEST_CUSTOMERS[name], number)
const by = (name: TestCustomerName, number: string) => ({
  ...({ is: 'pays', number, customer: TEST_CUSTOMERS[name].codes } as const),
})

describe('the customer’s code', () => {
  it.each([
    ['alipay', 'BBS00000', 'SUCCESS', 5_000],
    ['wechat', 'BBS00000', 'SUCCESS', 5_000],
    ['unionpay', 'BBS00000', 'SUCCESS', 5_000],
    ['yuan', 'BBS00000', 'SUCCESS', 5_000],
    ['gifted', 'BBS00000', 'SUCCESS', 5_000],
    ['poor', 'BBS90204', 'FAIL', 0],
    ['refused', 'BBS90205', 'FAIL', 0],
    ['expired', 'BBS90202', 'FAIL', 0],
    ['asked', 'BBS10000', 'DEAL', 0],
  ] as const)('of %s: %s', (name, code, state, fen) => {
    const of = till()
    expect([of.pay('A1', 5_000, codeFor(name)), of.query('A1'), of.books().charged('A1')]).toEqual([code, state, fen])
    expect(of.books().times('A1')).toBe(fen === 0 ? 0 : 1)
  })

  it('is answered with all that was paid, and what the wallet added', () => {
    const of = till()
    const asked = { ...WHO, out_trade_no: 'A1', total_amount: '5000', location_info: WHERE }
    const answer = of.say(MICROPAY, { ...asked, auth_code: codeFor('gifted') })
    expect(answer?.data).toMatchObject({
      ...{ need_query: '0', merchant_no: MERCHANT, out_trade_no: 'A1', account_type: 'ALIPAY', total_amount: '5000' },
      ...{ payer_amount: '4950', acc_discount_amount: '50', acc_mdiscount_amount: '0', trade_time: '20261126103000' },
    })
    const { trade_no: tradeNo, log_no: log } = answer?.data as Record<string, string>
    expect([tradeNo, log]).toEqual([expect.stringMatching(/^\d{32}$/), expect.stringMatching(/^66\d{12}$/)])
    expect(tradeNo?.endsWith(log ?? ' ')).toBe(true)
    expect([of.books().balance('2802'), of.books().fees()]).toEqual([995_050, 19])
    expect(of.say(QUERY, { ...WHO, trade_no: tradeNo, out_trade_no: 'other' })?.data).toMatchObject({
      ...{ out_trade_no: 'A1', trade_state: 'SUCCESS', trade_main_type: 'MICROPAY', total_amount: '5000' },
    })
  })

  it('is good for one payment', () => {
    const of = till()
    expect([of.pay('A1', 100, codeFor('alipay')), of.pay('A2', 100, codeFor('alipay'))]).toEqual([
      ...['BBS00000', 'BBS90203'],
    ])
    expect([of.query('A2'), of.books().total()]).toEqual(['FAIL', 100])
  })

  it('of no wallet, or of nobody, is refused; WeChat wants to know for what it pays', () => {
    const of = till()
    expect([of.pay('A1', 100, '990000000000000000'), of.query('A1')]).toEqual(['BBS90201', 'BBS90006'])
    expect([of.pay('A2', 100, '289900000000000000'), of.query('A2')]).toEqual(['BBS90201', 'FAIL'])
    const bare = { ...WHO, out_trade_no: 'A3', total_amount: '1', location_info: WHERE, auth_code: codeFor('wechat') }
    expect(of.say(MICROPAY, bare)?.code).toBe('BBS90001')
  })

  it('pays a number once, whatever is asked with it', () => {
    const of = till()
    of.pay('A1', 100, codeFor('alipay'))
    expect(of.pay('A1', 100, codeFor('alipay', 2))).toBe('BBS90005')
    expect([of.show('A1', 100), of.counter('A1', 100)]).toEqual(['BBS90005', 'BBS90005'])
    expect([of.books().times('A1'), of.books().total()]).toEqual([1, 100])
    expect(of.pay('A2', 100, codeFor('alipay', 2))).toBe('BBS00000')
  })
})

describe('a password', () => {
  const asked = () => {
    const of = till()
    of.pay('A1', 5_000, codeFor('asked'))
    return of
  }
  it('pays once it is entered', () => {
    const of = asked()
    expect(of.query('A1')).toBe('DEAL')
    of.pass(299_999)
    expect(of.acts({ is: 'enters-password', number: 'A1' })).toBe(null)
    expect([of.query('A1'), of.books().times('A1')]).toEqual(['SUCCESS', 1])
    expect(of.acts({ is: 'enters-password', number: 'A1' })).toBe('over')
    expect(of.books().charged('A1')).toBe(5_000)
  })
  it('that is refused, or never comes, ends in nothing', () => {
    const of = asked()
    expect([of.acts({ is: 'refuses', number: 'A1' }), of.query('A1')]).toEqual([null, 'FAIL'])
    const late = asked()
    late.pass(300_000)
    expect([late.acts({ is: 'enters-password', number: 'A1' }), late.query('A1')]).toEqual(['over', 'FAIL'])
    expect(late.books().total()).toBe(0)
  })
})

describe('a code that is shown', () => {
  it('is paid by whoever has its wallet, within its time, once', () => {
    const of = till()
    expect([of.show('A1', 5_000), of.query('A1')]).toEqual(['BBS00000', 'INIT'])
    expect([of.acts(by('wechat', 'A1')), of.acts(by('poor', 'A1'))]).toEqual(['other-wallet', 'too-little'])
    expect(of.query('A1')).toBe('INIT')
    of.pass(299_999)
    expect([of.acts(by('alipay', 'A1')), of.query('A1')]).toEqual([null, 'SUCCESS'])
    expect([of.acts(by('alipay', 'A1')), of.acts(by('alipay', 'A9'))]).toEqual(['over', 'no-order'])
    expect([of.books().charged('A1'), of.books().times('A1'), of.books().balance('2800')]).toEqual([5_000, 1, 995_000])
  })

  it('is over after five minutes, or as many as were asked for', () => {
    const of = till()
    of.show('A1', 100)
    of.show('A2', 100, null, { acc_busi_fields: { timeout_express: '15' } })
    of.pass(300_000)
    expect([of.acts(by('alipay', 'A1')), of.query('A1'), of.query('A2')]).toEqual(['over', 'CLOSE', 'INIT'])
    expect(of.show('A3', 100, null, { acc_busi_fields: { timeout_express: '0' } })).toBe('BBS90001')
  })

  it('is over by time alone, and a wallet that asked gives up', () => {
    const of = till()
    of.show('A1', 100)
    of.pay('A2', 100, codeFor('asked'))
    of.pass(299_999)
    expect([of.query('A1'), of.query('A2')]).toEqual(['INIT', 'DEAL'])
    of.pass(1)
    expect([of.query('A1'), of.query('A2'), of.close('A1')]).toEqual(['CLOSE', 'FAIL', 'BBS90009'])
  })

  it('has a text to draw, which WeChat has not', () => {
    const of = till()
    const order = { ...WHO, out_trade_no: 'A1', total_amount: '1', location_info: WHERE, trans_type: '41' }
    const answer = of.say(PREORDER, { ...order, account_type: 'UQRCODEPAY' })
    expect(answer?.data['acc_resp_fields']).toMatchObject({ code: of.state().orders.get('A1')?.qr })
    const show = (own: object) => of.show('A2', 1, null, own)
    expect(show({ account_type: 'WECHAT' })).toBe('BBS90001')
    expect(show({ account_type: 'WECHAT', trans_type: '51' })).toBe('BBS90001')
    const user = { acc_busi_fields: { user_id: 'u' } }
    expect(show({ account_type: 'WECHAT', trans_type: '51', ...user })).toBe('BBS16111')
    expect(show({ account_type: 'SUNING' })).toBe('BBS90004')
    expect(show({ trans_type: '51', ...user })).toBe('BBS00000')
  })
})

describe('an order at the counter', () => {
  it('is paid with any wallet, and is known by both of its numbers', () => {
    const of = till()
    expect(of.counter('A1', 5_000)).toBe('000000')
    expect(of.counterQuery('A1')).toMatchObject({ order_status: '0', total_amount: 5_000, order_trade_info_list: [] })
    expect([of.acts(by('refused', 'A1')), of.acts(by('wechat', 'A1'))]).toEqual(['declined', null])
    const paid = of.counterQuery('A1')
    expect(paid).toMatchObject({
      ...{ order_status: '2', out_order_no: 'A1' },
      order_trade_info_list: [{ trade_status: 'S', trade_amount: 5_000, pay_mode: 'WECHAT' }],
    })
    const both = of.say('/api/v3/ccss/counter/order/query', {
      ...{ merchant_no: MERCHANT, pay_order_no: paid?.['pay_order_no'] },
    })
    expect([both?.code, both?.data]).toEqual(['000000', paid])
    expect(of.books().charged('A1')).toBe(5_000)
    // Elsewhere it is known by the platform’s number for its payment alone.
    const { tradeNo = '' } = of.books().order('A1') ?? {}
    const elsewhere = of.say(QUERY, { ...WHO, trade_no: tradeNo })?.data
    expect([of.query('A1'), elsewhere?.['trade_state']]).toEqual(['BBS90006', 'SUCCESS'])
  })

  it('has its time, which is to come when it is made', () => {
    const of = till()
    of.counter('A1', 100, 1)
    of.pass(60_000)
    expect(of.acts(by('wechat', 'A1'))).toBe('over')
    expect(of.counterQuery('A1')).toMatchObject({ order_status: '4' })
    expect(of.counter('A2', 100, 0)).toBe('BBS90001')
    const data = { merchant_no: MERCHANT, out_order_no: 'A3', total_amount: '1' }
    expect(of.say(CREATE, { ...data, order_efficient_time: '20261126999999' })?.code).toBe('BBS90001')
  })
})

describe('a query', () => {
  it('finds by either number, on the day that is named', () => {
    const of = till()
    of.pay('A1', 100, codeFor('alipay'))
    const on = (day: string) => of.say(QUERY, { ...WHO, out_trade_no: 'A1', trade_req_date: day })?.code
    expect([on('20261126'), on('20261125'), of.query('A9')]).toEqual(['BBS00000', 'BBS90006', 'BBS90006'])
  })
})
