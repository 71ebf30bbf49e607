import { describe, expect, it } from 'vitest'
import { never, PARTY, playing } from '../../tests/scanpay/played.ts'
import { codesWith, LAKALA_CODES, verdictOf, type Family } from './codes.ts'
import { closeCounterOrder } from './counter.ts'
import { ask, beijingTime, readEnvelope } from './envelope.ts'
import { numberOf, REFUNDS, REVOCATION, undoNumber } from './orders.ts'
import { maskedCode, walletOf } from './wallet.ts'
import type { Outgoing } from './transport.ts'

describe('a request', () => {
  it('says when and for whom it is asked, in Beijing’s time', async () => {
    const { parts } = playing(() => 'silence')
    const heard: Outgoing[] = []
    const transport = {
      exchange: (request: Outgoing) => {
        heard.push(request)
        return Promise.resolve({ is: 'silence', why: 'cut' } as const)
      },
    }
    await ask({ ...parts, transport }, closeCounterOrder(PARTY, 'A-1'), never())
    expect(heard.map(({ path, body }) => [path, JSON.parse(body) as unknown])).toEqual([
      [
        '/api/v3/ccss/counter/order/close',
        {
          ...{ req_time: '20261127120000', version: '3.0', out_org_code: PARTY.appid },
          req_data: { out_order_no: 'A-1', merchant_no: PARTY.merchant },
        },
      ],
    ])
    expect(beijingTime(Date.UTC(2026, 11, 31, 16))).toBe('20270101000000')
  })

  it('bears a number that the platform takes, the same each time, whatever the key', () => {
    expect(numberOf('01-1-7')).toBe('01-1-7')
    const odd = ['', '01/1/7', '店-1', 'x'.repeat(31), `${'x'.repeat(30)}y`, '01-1-7\n']
    const numbers = odd.map(numberOf)
    const undoing = ([REVOCATION, ...REFUNDS] as const).map((sign) => undoNumber('x'.repeat(30), sign))
    for (const number of [...numbers, ...undoing, undoNumber('店', REVOCATION)]) expect(number).toMatch(/^[\w-]{1,32}$/)
    expect(new Set(numbers).size).toBe(odd.length)
    expect(odd.map(numberOf)).toEqual(numbers)
    expect(new Set(undoing).size).toBe(4)
  })
})

describe('an answer', () => {
  it.each(['', 'null', '[]', '"BBS00000"', '{}', '{"code":0}', '{"code":""}', '{"code":"BBS 00000"}', '{"code":"A"'])(
    'is none: %s',
    (body) => expect(readEnvelope(body)).toBeNull(),
  )

  it('is read with whatever else is in it, and without data', () => {
    expect(readEnvelope('{"code":"A1","resp_data":{"x":1},"new":true}')).toEqual({ code: 'A1', data: { x: 1 } })
    for (const data of ['null', '""', '[]', '7']) {
      expect(readEnvelope(`{"code":"A1","resp_data":${data}}`)).toEqual({ code: 'A1', data: null })
    }
  })
})

describe('a code of the platform', () => {
  it('means what its list says, by its interface, and nothing where it is on none', () => {
    const verdict = (family: Family, code: string) => verdictOf(LAKALA_CODES, family, code)
    expect(verdict('labs', 'BBS00000')).toEqual({ is: 'done' })
    expect(verdict('labs', '000000')).toEqual({ is: 'unknown' })
    expect(verdict('counter', '000000')).toEqual({ is: 'done' })
    expect(verdict('counter', 'BBS00000')).toEqual({ is: 'unknown' })
    expect([verdict('unified', '000000'), verdict('unified', 'RFD00000')]).toEqual([{ is: 'done' }, { is: 'done' }])
    expect([verdict('unified', 'BBS00000'), verdict('labs', 'RFD00000')]).toEqual([
      { is: 'unknown' },
      { is: 'unknown' },
    ])
    for (const code of ['RFD11105', 'RFD11112']) expect(verdict('unified', code)).toEqual({ is: 'open' })
    for (const code of ['BBS10000', 'BBS11112', 'BBS11105', 'BBS11114', '710038', '710039', '000101'])
      expect(verdict('refund', code), code).toEqual({ is: 'open' })
    expect(verdict('refund', '710037')).toEqual({ is: 'failed', why: 'not-refundable' })
    expect(verdict('labs', '710037')).toEqual({ is: 'unknown' })
    for (const code of ['', 'constructor', 'bbs00000', 'BBS000000', '__proto__'])
      expect(verdict('labs', code)).toEqual({ is: 'unknown' })
  })

  it('is learned from a contract, and never turned into another', () => {
    const codes = codesWith({ BBS70001: 'declined', BBS00000: 'declined', BBS10000: 'closed', BBS11184: 'declined' })
    expect(verdictOf(codes, 'labs', 'BBS70001')).toEqual({ is: 'failed', why: 'declined' })
    expect(verdictOf(codes, 'labs', 'BBS00000')).toEqual({ is: 'done' })
    expect(verdictOf(codes, 'labs', 'BBS10000')).toEqual({ is: 'open' })
    expect(verdictOf(codes, 'labs', 'BBS11184')).toEqual({ is: 'failed', why: 'configuration' })
  })
})

describe('a customer’s code', () => {
  it.each([
    ['134567890123456789', 'wechat'],
    ['13456789012345678', null],
    ['164567890123456789', null],
    ['2512345678901234', 'alipay'],
    ['301234567890123456789012', 'alipay'],
    ['3012345678901234567890123', null],
    ['6212345678901234567', 'unionpay'],
    ['621234567890123456', null],
    ['0112345678901234567', 'e-cny'],
    ['5112345678901234567', 'bestpay'],
    ['8312345678901234567', 'suning'],
    ['28123456789012345x', null],
    ['', null],
  ])('%s is of %s', (code, wallet) => expect(walletOf(code)).toBe(wallet))

  it('is shown by its first two digits and its last four, and less where that would be most of it', () => {
    expect(maskedCode('289912345678901234')).toBe('28************1234')
    expect(maskedCode('28991234567')).toBe('***********')
    expect(maskedCode('not a code 1234')).not.toMatch(/\w/)
  })
})
