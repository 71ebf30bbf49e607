import { receiptOf } from '#domain/receipt'
import { money } from '#domain/money'
import { EMPTY_SALE, withGoods, type OpenSale } from '#domain/sale'
import { saleTotal } from '#domain/pricing'
import type { PaidSale } from '#domain/paid-sale'
import { bytesOf } from '#drivers/printer/bytes'
import { trainingGoods } from '#main/catalogue/training-goods'
import { commandsOf } from '#main/printing/commands'
import { quantile, row, type Row } from './row.ts'

export const LINES = 40
const ROUNDS = 500
const FRAME_MS = 16
export const COLUMNS = 48
const SHOP = {
  name: '小麦便利店',
  station: '01',
  timeZone: 'Asia/Shanghai',
  language: 'zh-CN',
  training: true,
} as const

/** A long receipt, as the printer is given it. */
export const longSlip = () => commandsOf(receiptOf(paidSale(), { ...SHOP, tax: null }), COLUMNS)

/** A long receipt from a finished sale to the printer's bytes, against one frame: nobody waits for its layout. */
export function receiptRows(): Promise<Row[]> {
  const sale = paidSale()
  const spent: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    bytesOf(commandsOf(receiptOf(sale, { ...SHOP, tax: null }), COLUMNS))
    spent.push(performance.now() - began)
  }
  return Promise.resolve([
    row(`receipt of ${LINES} lines to bytes, p50`, 'ms', quantile(spent, 0.5), 'one frame', FRAME_MS, 0.5),
    row(`receipt of ${LINES} lines to bytes, p99`, 'ms', quantile(spent, 0.99), 'one frame', FRAME_MS, 1),
  ])
}

function paidSale(): PaidSale {
  let open: OpenSale = EMPTY_SALE
  for (const goods of trainingGoods.slice(0, LINES)) {
    const after = withGoods(open, goods, { quantity: 1, label: null })
    if (!after.ok) throw new Error(after.why)
    open = after.value
  }
  const total = saleTotal(open)
  return {
    ...{ receipt: 'S01-1-000001O', operator: '03', paidAtMs: 0, lines: open.lines, discount: null },
    ...{ total, rounded: money(0), given: total, change: money(0) },
    ...{ tenders: [{ method: 'cash', amount: total }], returns: [] },
    ...{ voided: null, slip: 'sale', anchor: { seq: 1, hash: 'NSFeXfqd' }, print: 'waiting', copies: 0, earlier: [] },
  }
}
