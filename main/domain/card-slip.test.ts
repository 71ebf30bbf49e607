import { describe, expect, it } from 'vitest'
import { holdsCardNumber } from './card-number.ts'
import { textColumns } from './columns.ts'
import { money, ZERO } from './money.ts'
import { paperOf, receiptOf, type Shop } from './receipt.ts'
import { ownSlipsOf, slipsOf, type PaidSale, type Slip } from './paid-sale.ts'
import type { Return } from './returning.ts'
import { withCardSlips } from './card-slips.ts'
import type { CardFacts } from './terminal/card-facts.ts'

const SHOP: Shop = {
  ...{ name: '小麦便利店', station: '01', timeZone: 'Asia/Shanghai', language: 'zh-CN', training: false, tax: null },
}
const FACTS: CardFacts = {
  ...{ transaction: 'sale', merchant: '898310058120001', terminal: '12345678', card: '621234*********1232' },
  ...{ entry: 'chip', issuer: '01020000', acquirer: '48210000', verified: { is: 'signature' }, batch: 12, stan: 34 },
  ...{ rrn: '112200000009', authorisation: 'A00009', date: '0504', time: '135807' },
  chip: {
    ...{ aid: 'A0000003330101020000000000000000', label: 'UnionPay Credit', cryptogram: 'A1B2C3D4E5F60718' },
    ...{ kind: 'ARQC', tvr: '0000008000', tsi: 'E800', atc: '002A' },
  },
}
const BACK: CardFacts = {
  ...{
    ...FACTS,
    transaction: 'void',
    entry: 'swipe',
    stan: 35,
    rrn: '112200000010',
    authorisation: '',
    time: '140209',
  },
}
const AMOUNT = money(123_456_789)

function saleBy(card: CardFacts, returns: readonly Return[] = []): PaidSale {
  const sale: PaidSale = {
    ...{
      receipt: 'S01-1-004219Z',
      paidAtMs: Date.UTC(2026, 4, 4, 5, 58, 9),
      operator: '03',
      lines: [],
      discount: null,
    },
    ...{ total: AMOUNT, rounded: ZERO, given: ZERO, change: ZERO, returns, voided: null, earlier: [] },
    ...{ slip: 'sale', anchor: { seq: 4219, hash: 'NSFeXfqd' }, print: 'waiting', copies: 0 },
    tenders: [{ method: 'card', port: 'acquirer', attempt: '01-1-1', approval: 'x', amount: AMOUNT, card }],
  }
  return returns.reduce(
    (so, _, nth) => {
      const slip = `return-${nth + 1}` as const
      return withCardSlips({ ...so, slip, earlier: ownSlipsOf(so) }, slip)
    },
    withCardSlips(sale, 'sale'),
  )
}
const backBy = (card: CardFacts, kind: Return['kind'] = 'void'): Return => ({
  ...{ kind, atMs: Date.UTC(2026, 4, 4, 6, 2), reason: 'faulty', asker: '04', manager: '11', selfApproval: false },
  ...{ quantities: [], parts: [{ amount: AMOUNT, attempt: '01-1-2', state: 'done', card }] },
})
const linesOf = (sale: PaidSale, slip: Slip, columns = 32, shop = SHOP) => paperOf(receiptOf(sale, shop, slip), columns)
const textOf = (sale: PaidSale, slip: Slip, shop = SHOP) => linesOf(sale, slip, 48, shop).join('\n')

describe('a card slip', () => {
  it('is this paper at 58 mm, for the shop', () => {
    expect(`\n${linesOf(saleBy(FACTS), 'card-1-merchant').join('\n')}\n`).toMatchSnapshot()
  })

  it('is this paper at 80 mm, in English, for the customer whose money goes back, in training, printed again', () => {
    const sale = saleBy(FACTS, [backBy(BACK)])
    const cards = sale.cards?.map((each) => ({ ...each, copies: 2 })) ?? []
    const shop: Shop = { ...SHOP, language: 'en', training: true }
    expect(`\n${linesOf({ ...sale, cards }, 'return-1-card-1-customer', 48, shop).join('\n')}\n`).toMatchSnapshot()
  })

  it.each(['zh-CN', 'en'] as const)('has every field that is mandatory, in %s', (language) => {
    const shop: Shop = { ...SHOP, language }
    for (const slip of ['card-1-merchant', 'card-1-customer'] as const) {
      const text = textOf(saleBy(FACTS), slip, shop)
      const { merchant, terminal, issuer, acquirer, card, rrn, authorisation } = FACTS
      for (const value of [SHOP.name, merchant, terminal, issuer, acquirer, `${card} /I`, rrn, authorisation])
        expect(text).toContain(value)
      for (const value of ['000012', '000034', '2026-05-04 13:58:07', 'RMB 1234567.89', 'S01-1-004219Z', ' 03'])
        expect(text).toContain(value)
      for (const value of [FACTS.chip?.aid, 'UnionPay Credit', 'A1B2C3D4E5F60718', '0000008000', 'E800', '002A'])
        expect(text).toContain(value)
      expect(text).toContain(slip === 'card-1-merchant' ? 'MERCHANT COPY' : 'CUSTOMER COPY')
      expect(holdsCardNumber(text)).toBe(false)
    }
  })

  it.each([
    ['zh-CN', 32],
    ['zh-CN', 48],
    ['en', 32],
    ['en', 48],
  ] as const)('fits its paper in every line and breaks no figure, in %s at %i columns', (language, columns) => {
    const shop: Shop = { ...SHOP, language, training: true }
    const none = { is: 'none', upTo: money(100_000) } as const
    for (const verified of [none, { is: 'pin' }, { is: 'signature' }] as const) {
      const sale = saleBy({ ...FACTS, verified }, [backBy({ ...BACK, verified })])
      for (const { slip } of slipsOf(sale)) {
        const lines = linesOf(sale, slip, columns, shop)
        expect(Math.max(...lines.map(textColumns))).toBeLessThanOrEqual(columns)
        if (!slip.includes('card')) continue
        const figures = [FACTS.merchant, `${FACTS.card} /`, FACTS.rrn, '2026-05-04', '1234567.89', ' 000034']
        if (slip.startsWith('card')) figures.push(FACTS.chip?.aid ?? '', 'A1B2C3D4E5F60718')
        for (const figure of figures)
          expect([figure, lines.some((line) => line.includes(figure))]).toEqual([figure, true])
      }
    }
  })

  it('is signed by who gave no PIN and had to, and only on the shop’s copy', () => {
    const words = (verified: CardFacts['verified'], slip: Slip = 'card-1-merchant') => {
      const text = textOf(saleBy({ ...FACTS, verified }), slip)
      return ['签名 SIGNATURE', '同意将其记入', '免签 NO SIGNATURE REQUIRED', '1000.00', 'PIN 已验证'].map((each) =>
        text.includes(each),
      )
    }
    expect(words({ is: 'signature' })).toEqual([true, true, false, false, false])
    expect(words({ is: 'signature' }, 'card-1-customer')).toEqual([false, false, false, false, false])
    expect(words({ is: 'none', upTo: money(100_000) })).toEqual([false, false, true, true, false])
    expect(words({ is: 'pin' })).toEqual([false, false, false, false, true])
  })

  it('marks at top and bottom what goes back, what went back, a copy and training, and names its original', () => {
    const marks = (sale: PaidSale, slip: Slip, shop = SHOP) => {
      const lines = linesOf(sale, slip, 48, shop).map((line) => line.trim())
      const top = lines.slice(0, lines.indexOf(SHOP.name))
      expect(top).toEqual(top.length === 0 ? [] : lines.slice(-top.length))
      return top.map((line) => line.replaceAll('*', '').trim())
    }
    expect(marks(saleBy(FACTS), 'card-1-merchant')).toEqual([])
    const voided = saleBy(FACTS, [backBy(BACK)])
    expect(marks(voided, 'return-1-card-1-merchant')).toEqual(['消费撤销'])
    expect(marks(voided, 'card-1-customer')).toEqual(['本单有退款'])
    const refunded = saleBy(FACTS, [backBy({ ...BACK, transaction: 'refund' }, 'refund')])
    const again = { ...refunded, cards: refunded.cards?.map((each) => ({ ...each, copies: 3 })) ?? [] }
    const training = { ...SHOP, training: true }
    expect(marks(again, 'return-1-card-1-merchant', training)).toEqual(['培训模式 不作凭证', '退货', '重打印 3'])
    const text = textOf(refunded, 'return-1-card-1-merchant')
    expect(text).toMatch(/金额 +RMB -1234567\.89/)
    expect(text).toMatch(/原凭证号 +000034\n原参考号 +112200000009\n原交易日期 +2026-05-04/)
    expect(text).toMatch(/操作员 +04/)
  })

  it('takes the year in which the acquirer’s day is nearest, and the till’s time where it told none', () => {
    const timeOf = (date: string, time: string, paidAtMs: number) =>
      /日期时间 +(\S+ \S+)/.exec(textOf({ ...saleBy({ ...FACTS, date, time }), paidAtMs }, 'card-1-merchant'))?.[1]
    const newYear = Date.UTC(2026, 11, 31, 16)
    expect(timeOf('1231', '235959', newYear)).toBe('2026-12-31 23:59:59')
    expect(timeOf('0101', '000001', newYear - 1000)).toBe('2027-01-01 00:00:01')
    expect(timeOf('', '', newYear)).toBe('2027-01-01 00:00:00')
  })
})
