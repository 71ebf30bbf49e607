import { formatAnchor } from './anchor.ts'
import { cardSlipOf } from './card-slip.ts'
import { cardSlipIn, returnOf } from './card-slips.ts'
import { leftRight, padBoth, wrap } from './columns.ts'
import { formatMoney } from './money.ts'
import { grossOf, lineDiscount, saleDiscount, subtotal, taxWithin, type Discount } from './pricing.ts'
import {
  banner,
  centred,
  lessened,
  localTime,
  pair,
  plain,
  signed,
  sumPair,
  type ReceiptPart,
} from './receipt-parts.ts'
import { RECEIPT_WORDS, type ReceiptWords } from './receipt-words.ts'
import { scanParts, wayName } from './scan-words.ts'
import { returnLines, returnParts } from './return-slip.ts'
import type { Return } from './returning.ts'
import { formatQuantity, pieces, type Line } from './sale.ts'
import { slipAt, type PaidSale, type Slip, type SlipState } from './paid-sale.ts'

/** A slip as a value. The paper and the preview on the screen are both made from it. */
export interface Receipt {
  readonly receipt: string
  readonly slip: Slip
  readonly parts: readonly ReceiptPart[]
}

export interface Shop {
  readonly name: string
  readonly station: string
  readonly timeZone: string
  readonly language: 'zh-CN' | 'en'
  readonly training: boolean
  /** Rate of the tax that prices hold, in thousandths; null where the receipt does not speak of tax. */
  readonly tax: number | null
}

/** One slip of a sale: its own, that of money that went back, or one of a card; its newest own where none is named. */
export function receiptOf(sale: PaidSale, shop: Shop, slip: Slip = sale.slip): Receipt {
  const state = slipAt(sale, slip) ?? sale
  const card = cardSlipIn(slip)
  const parts = card ? cardSlipOf(sale, shop, card, state) : ownParts(sale, shop, state)
  return { receipt: sale.receipt, slip, parts }
}

function ownParts(sale: PaidSale, shop: Shop, state: SlipState): ReceiptPart[] {
  const words = RECEIPT_WORDS[shop.language]
  const back = returnOf(sale, state.slip)
  const marks = marksOf(sale, { back, copies: state.copies, training: shop.training }, words).map(banner)
  return [
    ...marks,
    { is: 'text', text: shop.name, align: 'centre', size: 'large' },
    plain(`${words.station} ${shop.station}  ${words.operator} ${sale.operator}`),
    plain(localTime(sale.paidAtMs, shop.timeZone)),
    { is: 'rule' },
    ...(back?.kind === 'refund'
      ? returnLines(sale, back, words)
      : sale.lines.flatMap((line) => lineParts(line, words))),
    { is: 'rule' },
    ...(back ? returnParts(sale, back, shop) : saleParts(sale, shop)),
    { is: 'rule' },
    { is: 'qr', content: sale.receipt },
    centred(sale.receipt),
    ...(state.anchor ? [centred(`${words.journal} ${formatAnchor(state.anchor)}`)] : []),
    ...marks,
  ]
}

interface Marked {
  /** Of which return the slip is. */
  readonly back: Return | undefined
  readonly copies: number
  readonly training: boolean
}

/** What must be seen at once, at the top and again at the bottom. */
function marksOf(sale: PaidSale, { back, copies, training }: Marked, words: ReceiptWords): string[] {
  return [
    ...(training ? [words.training] : []),
    ...(back ? [returnMark(back, words)] : saleMarks(sale, words)),
    ...(copies > 0 ? [`${words.copy} ${copies}`] : []),
  ]
}

/** Of a sale whose money went back, so that its own slip is not good for it once more. */
function saleMarks({ voided, returns }: PaidSale, words: ReceiptWords): string[] {
  if (voided) return [words.voided]
  return returns.length > 0 ? [words.partlyReturned] : []
}

function returnMark({ kind, parts }: Return, words: ReceiptWords): string {
  if (kind === 'refund') return words.refund
  if (parts.some(({ state }) => state === 'failed')) return words.voidFailed
  return parts.every(({ state }) => state === 'done') ? words.voided : words.voidUnclear
}

function lineParts(line: Line, words: ReceiptWords): ReceiptPart[] {
  const off = lineDiscount(line)
  return [
    plain(line.name),
    pair(`  ${formatQuantity(line)} × ${formatMoney(line.price)}`, formatMoney(grossOf(line))),
    ...(line.price === line.list ? [] : [plain(`  ${words.listPrice} ${formatMoney(line.list)}`)]),
    ...(off > 0 ? [pair(`  ${discountWords(line.discount, words)}`, lessened(off))] : []),
  ]
}

const discountWords = (discount: Discount | null, words: ReceiptWords): string =>
  discount?.is === 'permille' ? `${words.discount} ${discount.permille / 10}%` : words.discount

function saleParts(sale: PaidSale, { tax, language }: Shop): ReceiptPart[] {
  const words = RECEIPT_WORDS[language]
  const off = saleDiscount(sale)
  return [
    pair(words.pieces, String(pieces(sale.lines))),
    ...(off > 0
      ? [pair(words.subtotal, formatMoney(subtotal(sale))), pair(discountWords(sale.discount, words), lessened(off))]
      : []),
    ...(sale.rounded === 0 ? [] : [pair(words.rounding, signed(sale.rounded))]),
    sumPair(words.total, sale.total),
    ...tenderParts(sale, language),
    ...(tax === null ? [] : [pair(`${words.tax} ${tax / 10}%`, formatMoney(taxWithin(sale.total, tax)))]),
  ]
}

/** What was paid by each way; of cash also what was given, and its change. */
function tenderParts({ tenders, given, change }: PaidSale, language: Shop['language']): ReceiptPart[] {
  const words = RECEIPT_WORDS[language]
  return tenders.flatMap((tender) => {
    if (tender.method === 'cash')
      return [pair(words.methods.cash, formatMoney(given)), pair(words.change, formatMoney(change))]
    const { amount, approval, scan } = tender
    const number = approval === '' ? [] : [plain(`  ${words.approval} ${approval}`)]
    const told = scan?.logNo === undefined ? number : []
    return [
      pair(wayName(tender, language), formatMoney(amount)),
      ...told,
      ...(scan ? scanParts(scan, { amount, paid: words.reallyPaid }, words) : []),
    ]
  })
}

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
