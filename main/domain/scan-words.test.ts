import { describe, expect, it } from 'vitest'
import { textColumns } from './columns.ts'
import { money, ZERO } from './money.ts'
import { paperOf, receiptOf, type Shop } from './receipt.ts'
import type { PaidSale } from './paid-sale.ts'
import type { Return } from './returning.ts'
import type { ScanFacts } from './scan-facts.ts'

const SHOP: Shop = {
  ...{ name: '小麦便利店', station: '01', timeZone: 'Asia/Shanghai', language: 'zh-CN', training: false, tax: null },
}
const FACTS: ScanFacts = {
  ...{ tradeNo: '20260504110113130166250057768777', logNo: '66250057768777', accountType: 'WECHAT' },
  ...{ walletTradeNo: '4200001234202605041234567890', payerAmount: money(1_200) },
}
const AMOUNT = money(1_250)

const saleBy = (scan: ScanFacts | null, returns: readonly Return[] = []): PaidSale => ({
  ...{ receipt: 'S01-1-004219Z', paidAtMs: Date.UTC(2026, 4, 4, 5, 58, 9), operator: '03', lines: [], discount: null },
  ...{ total: AMOUNT, rounded: ZERO, given: ZERO, change: ZERO, returns, voided: null, earlier: [] },
  ...{ slip: returns.length > 0 ? 'return-1' : 'sale', anchor: null, print: 'waiting', copies: 0 },
  tenders: [
    {
      ...{ method: 'scan', port: 'scanpay', attempt: '01-1-1', approval: FACTS.tradeNo, amount: AMOUNT },
      ...(scan && { scan }),
    },
  ],
})
const back: Return = {
  ...{ kind: 'refund', atMs: Date.UTC(2026, 4, 4, 6, 2), reason: 'faulty', asker: '04', manager: '11' },
  ...{ selfApproval: false, quantities: [] },
  parts: [
    {
      ...{ amount: money(300), attempt: '01-1-2', state: 'done' },
      scan: { tradeNo: 'T8', logNo: '66250057768778', payerAmount: money(288) },
    },
  ],
}
const paper = (sale: PaidSale, columns: number, language: Shop['language'] = 'zh-CN') =>
  paperOf(receiptOf(sale, { ...SHOP, language }), columns)

describe('the receipt of a scan payment', () => {
  it.each([32, 48])('names wallet, its number, the platform’s, and what was really paid at %i columns', (columns) => {
    const lines = paper(saleBy(FACTS), columns)
    expect(`\n${lines.join('\n')}\n`).toMatchSnapshot()
    expect(Math.max(...lines.map(textColumns))).toBeLessThanOrEqual(columns)
    // No figure is broken.
    for (const figure of [FACTS.walletTradeNo, FACTS.logNo, '12.00'])
      expect(lines.some((line) => line.endsWith(` ${figure ?? ''}`))).toBe(true)
  })

  it.each([32, 48])('of money that went back names that by the same wallet at %i columns', (columns) => {
    expect(`\n${paper(saleBy(FACTS, [back]), columns, 'en').join('\n')}\n`).toMatchSnapshot()
  })

  it('says no more than was told', () => {
    const { walletTradeNo, payerAmount, logNo, ...bare } = { ...FACTS, accountType: 'SOMETHING' }
    const all = (scan: ScanFacts | null) => paper(saleBy(scan), 48).join('\n')
    for (const scan of [bare, null]) {
      expect(all(scan)).toContain('扫码支付')
      expect(all(scan)).toContain(`授权号 ${FACTS.tradeNo}`)
      expect(all(scan)).not.toMatch(/交易单号|平台流水号|顾客实付/)
    }
    expect(all({ ...bare, payerAmount: AMOUNT })).not.toContain('顾客实付')
    expect(all({ ...bare, payerAmount: payerAmount ?? ZERO })).toContain('顾客实付')
    expect(all({ ...bare, logNo: logNo ?? '', walletTradeNo: walletTradeNo ?? '' })).not.toContain('授权号')
  })
})
