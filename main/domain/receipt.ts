import { leftRight, padBoth, wrap } from './columns.ts'
import { formatMoney, minus, ZERO, type Money } from './money.ts'
import { grossOf, lineDiscount, saleDiscount, subtotal, taxWithin, type Discount } from './pricing.ts'
import { RECEIPT_WORDS, type ReceiptWords } from './receipt-words.ts'
import { formatQuantity, pieces, type Line } from './sale.ts'
import type { PaidSale, Slip } from './till.ts'

/** A slip as a value. The paper and the preview on the screen are both made from it. */
export interface Receipt {
  readonly receipt: string
  readonly slip: Slip
  readonly parts: readonly ReceiptPart[]
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
  /** Rate of the tax that prices hold, in thousandths; null where the receipt does not speak of tax. */
  readonly tax: number | null
}

/** The slip a sale has now: the sale's own, or after its void the void slip. */
export function receiptOf(sale: PaidSale, shop: Shop): Receipt {
  const words = RECEIPT_WORDS[shop.language]
  const marks = marksOf(sale, shop, words).map(banner)
  const parts: ReceiptPart[] = [
    ...marks,
    { is: 'text', text: shop.name, align: 'centre', size: 'large' },
    plain(`${words.station} ${shop.station}  ${words.operator} ${sale.operator}`),
    plain(localTime(sale.paidAtMs, shop.timeZone)),
    { is: 'rule' },
    ...sale.lines.flatMap((line) => lineParts(line, words)),
    { is: 'rule' },
    ...(sale.voided ? voidParts(sale, words, shop.timeZone) : saleParts(sale, words, shop.tax)),
    { is: 'rule' },
    { is: 'qr', content: sale.receipt },
    { is: 'text', text: sale.receipt, align: 'centre', size: 'normal' },
    ...marks,
  ]
  return { receipt: sale.receipt, slip: sale.slip, parts }
}

const plain = (text: string): ReceiptPart => ({ is: 'text', text, align: 'left', size: 'normal' })
const pair = (left: string, right: string): ReceiptPart => ({ is: 'pair', left, right, size: 'normal' })
const banner = (text: string): ReceiptPart => ({ is: 'text', text: `*** ${text} ***`, align: 'centre', size: 'normal' })

/** What must be seen at once, at the top and again at the bottom. */
function marksOf(sale: PaidSale, shop: Shop, words: ReceiptWords): string[] {
  return [
    ...(shop.training ? [words.training] : []),
    ...(sale.voided ? [words.voided] : []),
    ...(sale.copies > 0 ? [`${words.copy} ${sale.copies}`] : []),
  ]
}

function lineParts(line: Line, words: ReceiptWords): ReceiptPart[] {
  const off = lineDiscount(line)
  return [
    plain(line.name),
    pair(`  ${formatQuantity(line)} × ${formatMoney(line.price)}`, formatMoney(grossOf(line))),
    ...(line.price === line.list ? [] : [plain(`  ${words.listPrice} ${formatMoney(line.list)}`)]),
    ...(off > 0 ? [pair(`  ${discountWords(line.discount, words)}`, signed(minus(ZERO, off)))] : []),
  ]
}

/** With the hyphen that every printer has; the true minus sign is not in its character set. */
const signed = (amount: Money): string => formatMoney(amount).replace('−', '-')

const discountWords = (discount: Discount | null, words: ReceiptWords): string =>
  discount?.is === 'permille' ? `${words.discount} ${discount.permille / 10}%` : words.discount

function saleParts(sale: PaidSale, words: ReceiptWords, tax: number | null): ReceiptPart[] {
  const off = saleDiscount(sale)
  return [
    pair(words.pieces, String(pieces(sale.lines))),
    ...(off > 0
      ? [
          pair(words.subtotal, formatMoney(subtotal(sale))),
          pair(discountWords(sale.discount, words), signed(minus(ZERO, off))),
        ]
      : []),
    ...(sale.rounded === 0 ? [] : [pair(words.rounding, signed(sale.rounded))]),
    { is: 'pair', left: words.total, right: `¥${formatMoney(sale.total)}`, size: 'large' },
    pair(words.cash, formatMoney(sale.given)),
    pair(words.change, formatMoney(sale.change)),
    ...(tax === null ? [] : [pair(`${words.tax} ${tax / 10}%`, formatMoney(taxWithin(sale.total, tax)))]),
  ]
}

function voidParts(sale: PaidSale, words: ReceiptWords, timeZone: string): ReceiptPart[] {
  if (!sale.voided) return []
  return [
    { is: 'pair', left: words.cashBack, right: `¥${formatMoney(sale.total)}`, size: 'large' },
    pair(words.reason, words.reasons[sale.voided.reason]),
    pair(words.asker, sale.voided.asker),
    pair(words.approver, sale.voided.manager),
    ...(sale.voided.selfApproval ? [plain(words.selfApproval)] : []),
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
