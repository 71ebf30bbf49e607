import { describe, expect, it } from 'vitest'
import { leftRight, textColumns, wrap } from './columns.ts'
import { money } from './money.ts'
import { cashDue, saleTotal } from './pricing.ts'
import { paperOf, receiptOf } from './receipt.ts'
import type { PaidSale, Voided } from './paid-sale.ts'

const shop = {
  name: '小麦便利店',
  station: '01',
  timeZone: 'Asia/Shanghai',
  language: 'zh-CN',
  training: true,
  tax: null,
} as const
const piece = (fen: number) => ({
  ...{ price: money(fen), list: money(fen), unit: 'piece' as const, label: null, discount: null },
})
const sale: PaidSale = {
  receipt: 'S01-1-004219Z',
  paidAtMs: Date.UTC(2026, 4, 4, 5, 58, 7),
  operator: '03',
  lines: [
    { line: 1, sku: 'a', name: '农夫山泉 天然水 550ml', ...piece(200), quantity: 2 },
    {
      line: 2,
      sku: 'b',
      name: '一个非常长的商品名称放不进五十八毫米宽的一行纸',
      ...piece(1_234_567),
      quantity: 999,
    },
  ],
  discount: null,
  rounded: money(0),
  copies: 0,
  total: money(400 + 1_234_567 * 999),
  given: money(2_000_000_000),
  change: money(2_000_000_000 - 400 - 1_234_567 * 999),
  tenders: [{ method: 'cash', amount: money(400 + 1_234_567 * 999) }],
  returns: [],
  voided: null,
  slip: 'sale',
  anchor: { seq: 4219, hash: 'NSFeXfqd' },
  print: 'waiting',
  earlier: [],
}

const VOIDED = { atMs: Date.UTC(2026, 4, 4, 6, 2), reason: 'wrong-goods', manager: '11' } as const

const voidedBy = (voided: Voided): PaidSale => {
  const parts = [{ amount: sale.total, attempt: null, state: 'done' as const }]
  return { ...sale, voided, slip: 'return-1', returns: [{ ...voided, kind: 'void', quantities: [], parts }] }
}

describe('the receipt', () => {
  it('is this paper at 58 mm', () => {
    expect(`\n${paperOf(receiptOf(sale, shop), 32).join('\n')}\n`).toMatchSnapshot()
  })

  it('is this paper when voided, in English at 80 mm', () => {
    const slip = receiptOf(voidedBy({ ...VOIDED, asker: '03', selfApproval: false }), {
      ...shop,
      language: 'en',
      training: false,
    })
    expect(`\n${paperOf(slip, 48).join('\n')}\n`).toMatchSnapshot()
  })

  it.each([32, 48])('says at %i columns that the one manager approved their own void', (columns) => {
    const slip = (selfApproval: boolean) => {
      return paperOf(receiptOf(voidedBy({ ...VOIDED, asker: '11', selfApproval }), shop), columns).join('')
    }
    expect(slip(true)).toContain('本人申请，本人授权')
    expect(slip(false)).not.toContain('本人授权')
  })

  it('shows weights, other prices, discounts, rounding, tax and that it is a copy', () => {
    const lines = [
      { ...piece(1280), line: 1, sku: 'w', name: '红富士苹果', unit: 'kg' as const, quantity: 532 },
      { ...piece(300), line: 2, sku: 'c', name: '可口可乐', price: money(250), quantity: 2 },
      {
        ...piece(999),
        line: 3,
        sku: 'd',
        name: '饼干',
        quantity: 1,
        discount: { is: 'permille', permille: 155 } as const,
      },
    ]
    const exact = saleTotal({ lines, discount: { is: 'amount', amount: money(200) } })
    const slip = receiptOf(
      {
        ...{ ...sale, lines, discount: { is: 'amount', amount: money(200) }, copies: 2 },
        ...{ total: cashDue(exact, 'down'), rounded: money(cashDue(exact, 'down') - exact) },
        ...{ given: money(2000), change: money(2000 - cashDue(exact, 'down')) },
      },
      { ...shop, training: false, tax: 130 },
    )
    expect(`\n${paperOf(slip, 32).join('\n')}\n`).toMatchSnapshot()
  })

  it.each([32, 48])('fits %i columns in every line and breaks no figure', (columns) => {
    const lines = paperOf(receiptOf(sale, shop), columns)
    expect(Math.max(...lines.map(textColumns))).toBeLessThanOrEqual(columns)
    expect(lines.some((line) => line.endsWith(' 12333324.33'))).toBe(true)
  })
})

describe('columns', () => {
  it.each([
    ['abc', 3],
    ['农夫山泉', 8],
    ['ＡＢ', 4],
    ['é', 2],
    ['ñ', 1],
    ['×', 2],
    ['e\u0301', 1],
    ['\u202eabc', 3],
    ['𠮷', 2],
    ['🍎', 2],
  ])('counts %s as %i', (text, columns) => {
    expect(textColumns(text)).toBe(columns)
  })

  it('never splits a wide character and drops only what takes no column', () => {
    expect(wrap('农a夫山\u202e泉', 4)).toEqual(['农a', '夫山', '泉'])
    expect(leftRight('农夫', '12.00', 8)).toEqual(['农夫', '   12.00'])
    expect(leftRight('农夫', '12.00', 10)).toEqual(['农夫 12.00'])
  })
})
