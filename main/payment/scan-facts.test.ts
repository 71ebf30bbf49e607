import { describe, expect, it } from 'vitest'
import type { TillEvent } from '#domain/events'
import type { ScanSaid } from '#drivers/payment/port'
import { APPROVED } from '../../tests/scanpay/played.ts'
import { hasCardNumber } from '../free-texts.ts'
import { TillRecord } from '../record.ts'
import { heard } from './carry.ts'

const SAID: ScanSaid = APPROVED.facts
const PAN = '6212345678901232'
const YES = { is: 'approved', approval: APPROVED.approval, amount: 1_250 } as const
const yesWith = (facts: ScanSaid) => heard({ ...YES, facts })
const toldOf = (event: object) => ({ event: { is: 'payment-told', attempt: '01-1-7', event }, reply: null })

describe('what a scan payment platform says beside its yes', () => {
  it('is kept with it, and read again from its record', () => {
    const event = yesWith(SAID)
    expect(event).toEqual({ ...YES, scan: SAID })
    expect(TillRecord.parse(toldOf(event)).event).toEqual(toldOf(event).event)
  })

  it('is left out where it is malformed, each fact by itself', () => {
    const wrong: readonly (readonly [keyof ScanSaid, unknown])[] = [
      ...([
        ['logNo', '6'.repeat(15)],
        ['logNo', ''],
        ['walletTradeNo', 'x'.repeat(65)],
        ['walletTradeNo', 7],
      ] as const),
      ...([
        ['accountType', 'wechat pay'],
        ['time', '2026'],
        ['payerAmount', 1.5],
        ['otherDiscount', '3'],
      ] as const),
    ]
    for (const [name, value] of wrong) {
      const others = Object.fromEntries(Object.entries(SAID).filter(([each]) => each !== name))
      const said = { ...SAID, [name]: value } // as a line may bend it
      expect(yesWith(said), name).toEqual({ ...YES, scan: others })
    }
  })

  it('costs the yes nothing where it does not name the order', () => {
    for (const tradeNo of ['', 'x y', '1'.repeat(33)]) expect(yesWith({ ...SAID, tradeNo })).toEqual(YES)
    expect(heard(YES)).toEqual(YES)
  })

  it('holds no card number, and nothing that is not asked for', () => {
    const event = yesWith({ ...SAID, walletTradeNo: PAN, ...{ user_id: PAN } })
    expect(event).toMatchObject({ scan: { ...SAID, walletTradeNo: '****1232' } })
    const told: TillEvent = { is: 'payment-told', attempt: '01-1-7', event }
    expect([hasCardNumber(told), JSON.stringify(told).includes(PAN)]).toEqual([false, false])
  })

  it('is not in records of before, which stay readable', () => {
    expect(TillRecord.parse(toldOf(YES))).toEqual(toldOf(YES))
  })
})
