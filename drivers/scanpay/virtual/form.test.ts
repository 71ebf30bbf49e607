import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as merchant from '../../../tests/scanpay/merchant.ts'
import { codeOf, TEST_CUSTOMERS } from './customers.ts'
import { openBody, sealBody } from './sealed-body.ts'
import { beijingText, readBeijing } from './time.ts'
import { walletOf } from './wallets.ts'

const { CLOSE, CREATE, COUNTER_QUERY, MICROPAY, PREORDER, QUERY, REFUND, REVOKED } = merchant
const { enveloped, MERCHANT, NOW_MS, SM4_KEY, till, WHERE, WHO } = merchant
const CODE = codeOf(TEST_CUSTOMERS.alipay, 1)
const PAY = { ...WHO, out_trade_no: 'A1', total_amount: '100', location_info: WHERE, auth_code: CODE, subject: 'x' }
const SHOW = {
  ...{ ...WHO, out_trade_no: 'A1', total_amount: '100', location_info: WHERE },
  ...{ account_type: 'ALIPAY', trans_type: '41' },
}
const UNDO = { ...WHO, out_trade_no: 'B1', origin_out_trade_no: 'A1', location_info: WHERE }
const without = (data: object, name: string): object =>
  Object.fromEntries(Object.entries(data).filter(([each]) => each !== name))

describe('what has to be there', () => {
  it.each([
    [MICROPAY, without(PAY, 'subject')],
    [PREORDER, SHOW],
    [CLOSE, without(UNDO, 'out_trade_no')],
    [REVOKED, UNDO],
    [REFUND, { ...UNDO, refund_amount: '1' }],
    [merchant.UNIFIED_REFUND, { ...UNDO, refund_amount: '1' }],
    [merchant.UNIFIED_QUERY, { ...WHO, out_trade_no: 'A1' }],
    [QUERY, { ...WHO, out_trade_no: 'A1' }],
    [CREATE, { merchant_no: MERCHANT, out_order_no: 'A1', total_amount: '1', order_efficient_time: '20261126120000' }],
    [COUNTER_QUERY, { merchant_no: MERCHANT, out_order_no: 'A1' }],
  ])('is missed at %s, each by its name, and what does not belong there is seen', (path, whole) => {
    expect(till().say(path, whole)?.code).not.toBe('BBS90001')
    for (const name of Object.keys(whole)) {
      const answer = till().say(path, without(whole, name))
      expect([name, answer?.code, answer?.message.includes(name)]).toEqual([name, 'BBS90001', true])
    }
    expect(till().say(path, { ...whole, amount: '1' })?.message).toContain('amount')
  })
})

describe('money', () => {
  it.each(['0', '-1', '1.0', '01', ' 1', '', '1e3', '1234567890123', 100, null])('is no fen as %j', (amount) => {
    const of = till()
    expect(of.say(MICROPAY, { ...PAY, total_amount: amount })?.code).toBe('BBS90001')
    expect(of.state().orders.size).toBe(0)
  })
  it('is fen in up to twelve digits', () => {
    const answer = till().say(PREORDER, { ...SHOW, total_amount: '999999999999' })
    expect([answer?.code, answer?.data['total_amount']]).toEqual(['BBS00000', '999999999999'])
  })
})

describe('lengths and shapes', () => {
  it.each([
    [{ out_trade_no: 'a'.repeat(33) }, 'out_trade_no'],
    [{ out_trade_no: 'a b' }, 'out_trade_no'],
    [{ subject: '字'.repeat(43) }, 'subject'],
    [{ location_info: { request_ip: '' } }, 'location_info'],
    [{ location_info: { location: '+1.0,+1.0' } }, 'location_info'],
    [{ location_info: { ...WHERE, location: '31.2,121.1' } }, 'location_info'],
    [{ location_info: { ...WHERE, location: `+31.2,+121.${'1'.repeat(30)}` } }, 'location_info'],
    [{ location_info: { ...WHERE, place: 'x' } }, 'location_info'],
    [{ location_info: '127.0.0.1' }, 'location_info'],
    [{ identity_info: '{"name":"x"}' }, 'identity_info'],
    [{ scan_type: '3' }, 'scan_type'],
  ])('refuses %j', (own, name) => {
    const answer = till().say(MICROPAY, { ...PAY, ...own })
    expect([answer?.code, answer?.message.endsWith(name)]).toEqual(['BBS90001', true])
  })

  it.each([
    [{ out_trade_no: 'a'.repeat(32) }],
    [{ subject: '字'.repeat(42) }],
    [{ location_info: { ...WHERE, base_station: '' } }],
    [{ scan_type: '', remark: '', acc_busi_fields: { timeout_express: '5' } }],
  ])('takes %j', (own) => {
    expect(till().say(MICROPAY, { ...PAY, ...own })?.code).toBe('BBS00000')
  })
})

describe('the envelope', () => {
  it.each([
    [{ version: '1.0' }, 'version'],
    [{ version: 3 }, 'version'],
    [{ req_time: '2026-11-26 10:30:00' }, 'req_time'],
    [{ req_time: '20261126023000' }, 'req_time'],
    [{ req_time: '20261126103501' }, 'req_time'],
    [{ req_data: [] }, 'req_data'],
    [{ req_data: null }, 'req_data'],
    [{ out_org_code: 'OP00000002' }, 'out_org_code'],
    [{ more: 1 }, 'more'],
  ])('of %j is refused', (envelope, name) => {
    const answer = till().say(MICROPAY, PAY, { envelope })
    expect([answer?.code, answer?.message.endsWith(name)]).toEqual(['BBS90001', true])
  })

  it('may name its app, and be five minutes off', () => {
    expect(till().say(MICROPAY, PAY, { envelope: { out_org_code: merchant.APPID } })?.code).toBe('BBS00000')
    expect(till().say(MICROPAY, PAY, { envelope: { req_time: '20261126103500' } })?.code).toBe('BBS00000')
  })

  it.each([['[]'], ['null'], [''], ['{'], ['"x"'], [Buffer.from([0x7b, 0xff, 0x7d])], ['\ufeff{}']])(
    'is not %j',
    (text) => {
      expect(till().say(MICROPAY, {}, { body: Buffer.from(text) })?.code).toBe('BBS90001')
    },
  )

  it('is UTF-8 to its last byte', () => {
    const [good, bad] = ['\u00e9', '\u00ff'].map((subject) => enveloped({ ...PAY, subject: `?${subject}` }, NOW_MS))
    const broken = Buffer.from((bad ?? Buffer.alloc(0)).map((byte) => (byte === 0xc3 ? 0xff : byte)))
    expect(till().say(MICROPAY, {}, { body: good ?? broken })?.code).toBe('BBS00000')
    expect(till().say(MICROPAY, {}, { body: broken })?.code).toBe('BBS90001')
  })

  it('is JSON by its type too, at a path that there is', () => {
    expect(till().say(MICROPAY, PAY, { headers: { 'Content-Type': 'text/plain' } })?.code).toBe('BBS90001')
    expect(till().say('/api/v3/labs/trans/other', PAY)?.status).toBe(404)
    expect(till().say('/toString', PAY)?.status).toBe(404)
  })
})

it('knows one merchant and its terminals', () => {
  expect(till().say(MICROPAY, { ...PAY, merchant_no: '82200000000000B' })?.code).toBe('BBS90002')
  expect(till().say(MICROPAY, { ...PAY, term_no: 'A1000002' })?.code).toBe('BBS90003')
})

describe('an encrypted body', () => {
  const ENCRYPTED = `${MICROPAY}_encry`
  const plain = enveloped({ ...PAY, identity_info: '{"name":"x"}' }, NOW_MS)
  const openssl = (...how: string[]) => {
    const args = ['enc', '-sm4-ecb', '-K', Buffer.from(SM4_KEY).toString('hex'), '-a', '-A', ...how]
    return (input: Uint8Array) => execFileSync('openssl', args, { input })
  }

  it('is opened as openssl sealed it, and sealed as openssl opens it', () => {
    for (let length = 0; length < 34; length++) {
      const bytes = plain.subarray(0, length)
      expect(sealBody(SM4_KEY, bytes)).toEqual(openssl()(bytes))
      expect(openBody(SM4_KEY, openssl()(bytes))).toEqual(bytes)
    }
  })

  it('is padded as it has to be, or is none', () => {
    const block = (...end: number[]) =>
      openBody(SM4_KEY, openssl('-nopad')(Buffer.from([...Array<number>(16 - end.length).fill(9), ...end])))
    expect([block(1), block(2, 2)].map((bytes) => bytes?.length)).toEqual([15, 14])
    expect([block(0), block(...Array<number>(16).fill(0)), block(17), block(1, 2), block(3, 9, 3)]).toEqual(
      Array(5).fill(null),
    )
    expect([openBody(SM4_KEY, Buffer.from('')), openBody(SM4_KEY, Buffer.from('AAAA'))]).toEqual([null, null])
  })

  it('pays, and its answer is in the open, or encrypted where the merchant has it so', () => {
    const body = openssl()(plain)
    expect(till().say(ENCRYPTED, {}, { body })?.code).toBe('BBS00000')
    const sealed = till({ sealsAnswers: true }).say(ENCRYPTED, {}, { body })
    expect(openssl('-d')(sealed?.body ?? body).toString()).toContain('"code":"BBS00000"')
  })

  it('is refused in the open, badly padded, or where the merchant has no key', () => {
    expect(till().say(ENCRYPTED, {}, { body: plain })?.code).toBe('BBS90001')
    const bad = openssl('-nopad')(Buffer.alloc(32))
    expect(till().say(ENCRYPTED, {}, { body: bad })?.code).toBe('BBS90001')
    const { merchant: of } = till().parts
    expect(till({ merchant: { ...of, sm4: null } }).say(ENCRYPTED, {}, { body: openssl()(plain) })?.code).toBe(
      'BBS90001',
    )
  })
})

describe('a wallet is known by its code', () => {
  it.each([
    ['100000000000000000', 'WECHAT'],
    ['159999999999999999', 'WECHAT'],
    ['10000000000000000', null],
    ['169999999999999999', null],
    ['2500000000000000', 'ALIPAY'],
    ['300000000000000000000000', 'ALIPAY'],
    ['3000000000000000000000000', null],
    ['6200000000000000000', 'UQRCODEPAY'],
    ['620000000000000000', null],
    ['0100000000000000', 'DCPAY'],
    ['28000000000000000x', null],
  ])('%s: %s', (code, wallet) => {
    expect(walletOf(code)).toBe(wallet)
  })
})

it('a moment is read back as it was written, in Beijing', () => {
  expect(beijingText(NOW_MS)).toBe('20261126103000')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (second) => {
      expect(readBeijing(beijingText(second * 1_000))).toBe(second * 1_000)
    }),
  )
  for (const text of ['20260230000000', '20261126240000', '2026112610300', '']) expect(readBeijing(text)).toBe(null)
})
