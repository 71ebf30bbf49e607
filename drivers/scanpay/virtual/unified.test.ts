import { describe, expect, it } from 'vitest'
import { QUERY, till, UNIFIED_QUERY, UNIFIED_REFUND, WHERE, WHO, type Till } from '../../../tests/scanpay/merchant.ts'
import { codeOf, TEST_CUSTOMERS } from './customers.ts'
import type { Open, UnifiedSays } from './moods.ts'

const { alipay, wechat } = TEST_CUSTOMERS
const open = (queries: number | null, end: Open['end'], says?: UnifiedSays): Open => ({
  ...{ is: 'open', queries, end, ...(says && { says }) },
})
function paid(): Till {
  const of = till()
  of.pay('A1', 5_000, codeOf(alipay, 1))
  return of
}
const kept = (of: Till): number => of.books().kept('A1')

describe('a unified refund', () => {
  it('gives back parts, up to the whole, each number once', () => {
    const of = paid()
    expect([of.unified('B1', 'A1', 2_000), kept(of)]).toEqual([['RFD00000', 'SUCCESS'], 3_000])
    expect([of.unified('B1', 'A1', 2_000), kept(of), of.books().times('B1')]).toEqual([
      ...[['RFD00000', 'SUCCESS'], 3_000, 1],
    ])
    expect([of.unified('B2', 'A1', 3_001)[0], of.unified('B1', 'A1', 1)[0], kept(of)]).toEqual([
      ...['BBS90010', 'BBS90005', 3_000],
    ])
    expect([of.unified('B2', 'A1', 3_000)[0], kept(of), of.books().balance('2800')]).toEqual(['RFD00000', 0, 1_000_000])
  })

  it('and the older interface share what is left, and no number', () => {
    const of = paid()
    expect([of.refund('B1', 'A1', 2_000), of.unified('B1', 'A1', 2_000)[0]]).toEqual(['BBS00000', 'BBS90005'])
    expect([of.unified('B2', 'A1', 3_001)[0], of.unified('B2', 'A1', 3_000)[0]]).toEqual(['BBS90010', 'RFD00000'])
    expect([of.refund('B2', 'A1', 3_000), kept(of)]).toEqual(['BBS90005', 0])
  })

  it.each([0, 1, 3])('that is accepted is made after %i questions of its own', (queries) => {
    const of = paid()
    expect(of.unified('B1', 'A1', 500, open(queries, 'SUCCESS'))).toEqual(['000000', 'PROCESSING'])
    for (let asked = 0; asked < queries; asked++)
      expect([of.unifiedQuery('B1'), kept(of)]).toEqual(['PROCESSING', 5_000])
    expect([of.unifiedQuery('B1'), of.unifiedQuery('B1'), kept(of)]).toEqual(['SUCCESS', 'SUCCESS', 4_500])
  })

  it('fails at the end, and what it was for is there again', () => {
    const of = paid()
    of.unified('B1', 'A1', 5_000, open(0, 'FAIL', 'INIT'))
    expect(of.unified('B2', 'A1', 1)[0]).toBe('BBS90010')
    expect([of.unifiedQuery('B1'), of.unified('B1', 'A1', 5_000)[0], kept(of)]).toEqual(['FAIL', 'BBS90206', 5_000])
    expect([of.unified('B2', 'A1', 5_000)[0], kept(of)]).toEqual(['RFD00000', 0])
  })

  it.each(['TIMEOUT', 'EXCEPTION', 'DEAL'] as const)('stays at %s for ever, asked for again or not', (says) => {
    const of = paid()
    const mood: Open = { ...open(null, 'SUCCESS', says), code: 'RFD11105' }
    expect(of.unified('B1', 'A1', 500, mood)).toEqual(['RFD11105', says])
    of.pass(86_400_000)
    expect([of.unifiedQuery('B1'), of.unified('B1', 'A1', 500), kept(of)]).toEqual([says, ['000000', says], 5_000])
  })

  it('of an order at the counter wants two of its numbers', () => {
    const of = till()
    of.counter('A1', 5_000)
    of.acts({ is: 'pays', number: 'A1', customer: wechat.codes })
    const { tradeNo = '' } = of.books().order('A1') ?? {}
    const asked = { ...WHO, out_trade_no: 'B1', refund_amount: '1', location_info: WHERE, origin_trade_no: tradeNo }
    expect(of.say(UNIFIED_REFUND, asked)?.code).toBe('BBS90001')
    expect([of.unified('B1', 'A1', 1), kept(of)]).toEqual([['RFD00000', 'SUCCESS'], 4_999])
  })

  it('is found by its own question alone, which finds nothing else', () => {
    const of = paid()
    of.unified('B1', 'A1', 1)
    of.refund('B2', 'A1', 1)
    expect([of.query('B1'), of.unifiedQuery('B2'), of.unifiedQuery('A1'), of.query('B2')]).toEqual([
      ...['BBS90006', 'BBS90006', 'BBS90006', 'SUCCESS'],
    ])
    expect(of.say(QUERY, { ...WHO, out_trade_no: 'A1' })?.data).toMatchObject({ trade_state: 'PART_REFUND' })
  })

  it('of another number, or another amount, is told where an answer is bent', () => {
    const of = paid()
    of.unified('B1', 'A1', 7)
    const asked = (mood: 'other-order' | 'other-amount') =>
      of.say(UNIFIED_QUERY, { ...WHO, out_trade_no: 'B1' }, { mood })?.data
    expect(asked('other-order')).toMatchObject({ out_trade_no: 'B0' })
    expect(asked('other-amount')).toMatchObject({ refund_amount: '8' })
  })
})
