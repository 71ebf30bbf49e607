import { banner, centred, localTime, pair, plain, signed, type ReceiptPart } from './receipt-parts.ts'
import { RECEIPT_WORDS } from './receipt-words.ts'
import type { Shop } from './receipt.ts'
import type { BatchTotals, Settled } from './terminal/settlement.ts'
import { sixDigits } from './terminal/stan.ts'

export interface SettlementPaper {
  readonly settled: Settled
  readonly merchant: string
  readonly terminal: string
  /** Who has it printed. */
  readonly operator: string
}

const WORDS = {
  'zh-CN': {
    title: '批结算总计单',
    merchant: '商户编号',
    terminal: '终端编号',
    operator: '操作员',
    batch: '批次号',
    time: '结算时间',
    kinds: { domestic: '境内卡', foreign: '境外卡' },
    sides: { debit: '收款', credit: '退款' },
    count: '笔',
    balanced: '对账平',
    unbalanced: '对账不平，已逐笔上送',
    differing: '收单行没有收下：',
  },
  en: {
    title: 'SETTLEMENT TOTALS',
    merchant: 'Merchant',
    terminal: 'Terminal',
    operator: 'Operator',
    batch: 'Batch',
    time: 'Settled at',
    kinds: { domestic: 'Domestic cards', foreign: 'Foreign cards' },
    sides: { debit: 'taken', credit: 'given back' },
    count: '×',
    balanced: 'BALANCED',
    unbalanced: 'NOT BALANCED, EACH WAS TOLD',
    differing: 'Not taken by the acquirer:',
  },
} as const

/** What a batch came to, as a card terminal prints it at the end of the day: every row, also those of nothing. */
export function settlementSlip({ settled, merchant, terminal, operator }: SettlementPaper, shop: Shop): ReceiptPart[] {
  const words = WORDS[shop.language]
  const marks = shop.training ? [banner(RECEIPT_WORDS[shop.language].training)] : []
  return [
    ...marks,
    { is: 'text', text: shop.name, align: 'centre', size: 'large' },
    centred(words.title),
    { is: 'rule' },
    pair(words.merchant, merchant),
    pair(words.terminal, terminal),
    pair(words.operator, operator),
    pair(words.batch, sixDigits(settled.batch)),
    pair(words.time, localTime(settled.atMs, shop.timeZone)),
    { is: 'rule' },
    ...rows(settled.totals, shop),
    { is: 'rule' },
    centred(settled.isBalanced ? words.balanced : words.unbalanced),
    ...(settled.differing.length > 0 ? [plain(words.differing)] : []),
    ...settled.differing.map(({ stan, card, amount }) => pair(`${sixDigits(stan)} ${card}`, signed(amount))),
    ...marks,
  ]
}

const rows = (totals: BatchTotals, { language }: Shop): ReceiptPart[] => {
  const words = WORDS[language]
  return (['domestic', 'foreign'] as const).flatMap((kind) =>
    (['debit', 'credit'] as const).map((side) => {
      const { sum, count } = totals[kind][side]
      return pair(`${words.kinds[kind]} ${words.sides[side]} ${count} ${words.count}`, signed(sum))
    }),
  )
}
