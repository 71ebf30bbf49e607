import { leftRight, padBoth, wrap } from './columns.ts'
import { formatMoney } from './money.ts'
import { lineAmount, pieces } from './sale.ts'
import { RECEIPT_WORDS, type ReceiptWords } from './receipt-words.ts'
import type { PaidSale, Slip } from './till.ts'

/** A slip as a value. The paper and the preview on the screen are both made from it. */
export interface Receipt {
  readonly receipt: string
  readonly slip: Slip
  readonly parts: readonly ReceiptPart[]
  /** Cash changes hands: the drawer opens with this slip. */
  readonly opensDrawer: boolean
}

export type ReceiptPart =
  | { readonly is: 'text'; readonly text: string; readonly align: 'left' | 'centre'; readonly size: 'normal' | 'large' }
  | { readonly is: 'pair'; readonly left: string; readonly right: string; readonly size: 'normal' | 'large' }
  | { readonly is: 'rule' }
  | { readonly is: 'qr'; readonly content: string }

export interface Shop {
  readonly name: string
  readonly station: string
  readonly timeZone: string
  readonly language: 'zh-CN' | 'en'
  readonly training: boolean
}

/** The slip a sale has now: the sale's own, or after its void the void slip. */
export function receiptOf(sale: PaidSale, shop: Shop): Receipt {
  const words = RECEIPT_WORDS[shop.language]
  const marks = [...(shop.training ? [words.training] : []), ...(sale.voided ? [words.voided] : [])].map(banner)
  const parts: ReceiptPart[] = [
    ...marks,
    { is: 'text', text: shop.name, align: 'centre', size: 'large' },
    plain(`${words.station} ${shop.station}  ${words.operator} ${sale.operator}`),
    plain(localTime(sale.paidAtMs, shop.timeZone)),
    { is: 'rule' },
    ...sale.lines.flatMap((line): ReceiptPart[] => [
      plain(line.name),
      pair(`  ${line.quantity} × ${formatMoney(line.price)}`, formatMoney(lineAmount(line))),
    ]),
    { is: 'rule' },
    ...(sale.voided ? voidParts(sale, words, shop.timeZone) : saleParts(sale, words)),
    { is: 'rule' },
    { is: 'qr', content: sale.receipt },
    { is: 'text', text: sale.receipt, align: 'centre', size: 'normal' },
    ...marks,
  ]
  return { receipt: sale.receipt, slip: sale.slip, parts, opensDrawer: true }
}

const plain = (text: string): ReceiptPart => ({ is: 'text', text, align: 'left', size: 'normal' })
const pair = (left: string, right: string): ReceiptPart => ({ is: 'pair', left, right, size: 'normal' })
const banner = (text: string): ReceiptPart => ({ is: 'text', text: `*** ${text} ***`, align: 'centre', size: 'normal' })

function saleParts(sale: PaidSale, words: ReceiptWords): ReceiptPart[] {
  return [
    pair(words.pieces, String(pieces(sale.lines))),
    { is: 'pair', left: words.total, right: `¥${formatMoney(sale.total)}`, size: 'large' },
    pair(words.cash, formatMoney(sale.given)),
    pair(words.change, formatMoney(sale.change)),
  ]
}

function voidParts(sale: PaidSale, words: ReceiptWords, timeZone: string): ReceiptPart[] {
  if (!sale.voided) return []
  return [
    { is: 'pair', left: words.cashBack, right: `¥${formatMoney(sale.total)}`, size: 'large' },
    pair(words.reason, words.reasons[sale.voided.reason]),
    pair(words.asker, sale.voided.asker),
    pair(words.approver, sale.voided.manager),
    pair(words.voidedAt, localTime(sale.voided.atMs, timeZone)),
  ]
}

/** `2026-05-04 13:58:07` in the shop's time zone, whatever the process's is. */
export function localTime(atMs: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    // Swedish writes dates and times as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone })
    formats.set(timeZone, format)
  }
  return format.format(atMs)
}

/** One a time zone, of which a station has one: making a format takes longer than all the rest of a view. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** The slip as lines of text, `columns` wide: 48 on 80 mm paper, 32 on 58 mm. A QR code is named, not drawn. */
export function paperOf(receipt: Receipt, columns: number): string[] {
  return receipt.parts.flatMap((part) => {
    switch (part.is) {
      case 'text':
        return wrap(part.text, columns).map((line) => (part.align === 'centre' ? padBoth(line, columns) : line))
      case 'pair':
        return leftRight(part.left, part.right, columns)
      case 'rule':
        return ['-'.repeat(columns)]
      case 'qr':
        return [padBoth(`[QR ${part.content}]`, columns)]
    }
  })
}
