import { cardPaper, said, timeOf } from './card-paper.ts'
import { cardOf, cardFactsOf, returnOf, type CardSlipOf } from './card-slips.ts'
import { CARD_SLIP_WORDS, type CardSlipWords } from './card-slip-words.ts'
import { ZERO } from './money.ts'
import { localTime, pair, type ReceiptPart } from './receipt-parts.ts'
import { RECEIPT_WORDS } from './receipt-words.ts'
import type { Shop } from './receipt.ts'
import { Bug } from './result.ts'
import type { PaidSale, SlipState } from './paid-sale.ts'
import type { CardFacts } from './terminal/card-facts.ts'
import { readReference } from './terminal/reference.ts'
import { sixDigits } from './terminal/stan.ts'

/** One copy of the slip of one card transaction of a sale. */
export function cardSlipOf(sale: PaidSale, shop: Shop, of: CardSlipOf, state: SlipState): ReceiptPart[] {
  const facts = cardFactsOf(sale, of.own)[of.place]
  if (!facts) throw new Bug(`no card facts for ${state.slip} of ${sale.receipt}`)
  const about = { sale, shop, of, facts }
  const back = returnOf(sale, of.own)
  return cardPaper({
    ...{ shop, facts, copy: of.copy, operator: back?.asker ?? sale.operator, atMs: back?.atMs ?? sale.paidAtMs },
    amount: (back?.parts ?? sale.tenders)[of.place]?.amount ?? ZERO,
    original: back ? originalParts(about, CARD_SLIP_WORDS[shop.language]) : [],
    remarks: back ? `${sale.receipt}/${sale.returns.indexOf(back) + 1}` : sale.receipt,
    marks: marksOf({ ...about, copies: state.copies }),
    anchor: state.anchor,
  })
}

interface About {
  readonly sale: PaidSale
  readonly shop: Shop
  readonly of: CardSlipOf
  readonly facts: CardFacts
}

/** What must be seen at once, at the top and again at the bottom. */
function marksOf({ sale, shop, of, facts, copies }: About & { readonly copies: number }): string[] {
  const [words, own] = [CARD_SLIP_WORDS[shop.language], RECEIPT_WORDS[shop.language]]
  const isBack = of.own !== 'sale'
  const wentBack = sale.returns.some(({ parts }) => {
    const part = parts[of.place]
    return part !== undefined && part.amount > 0 && part.state !== 'failed'
  })
  return [
    ...(shop.training ? [own.training] : []),
    ...(isBack ? [words.transactions[facts.transaction]] : []),
    ...(!isBack && wentBack ? [sale.voided ? own.voided : own.partlyReturned] : []),
    ...(copies > 0 ? [`${words.reprint} ${copies}`] : []),
  ]
}

/** The transaction that money goes back of. */
function originalParts({ sale, shop, of }: About, words: CardSlipWords): ReceiptPart[] {
  const tender = sale.tenders[of.place]
  const card = cardOf(tender)
  const original = card ?? (tender && 'approval' in tender ? readReference(tender.approval) : null)
  const day = card ? timeOf(card, sale.paidAtMs, shop.timeZone) : localTime(sale.paidAtMs, shop.timeZone)
  return [
    pair(words.original, original ? sixDigits(original.stan) : '-'),
    pair(words.originalReference, said(original?.rrn ?? '')),
    pair(words.originalDate, day.slice(0, 10)),
  ]
}
