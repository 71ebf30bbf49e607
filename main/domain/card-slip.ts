import { formatAnchor } from './anchor.ts'
import { cardOf, cardFactsOf, returnOf, type CardSlipOf } from './card-slips.ts'
import { CARD_SLIP_WORDS, type CardSlipWords } from './card-slip-words.ts'
import { minus, ZERO, type Money } from './money.ts'
import { banner, centred, localTime, pair, plain, signed, type ReceiptPart } from './receipt-parts.ts'
import { RECEIPT_WORDS } from './receipt-words.ts'
import type { Shop } from './receipt.ts'
import { Bug } from './result.ts'
import type { PaidSale, SlipState } from './paid-sale.ts'
import type { CardFacts, ChipFacts, Verified } from './terminal/card-facts.ts'
import { readReference } from './terminal/reference.ts'
import { sixDigits } from './terminal/stan.ts'
import type { EntryMode } from './terminal/terminal.ts'
import { shapeOf } from './terminal/transactions.ts'

/** Behind the card's number, as card terminals in China mark it; a stripe that stands in for a chip was swiped. */
const ENTRY: Readonly<Record<EntryMode, string>> = {
  ...{ swipe: '/S', fallback: '/S', chip: '/I', contactless: '/C', manual: '/M' },
}

/** One copy of the slip of one card transaction: all that UnionPay wants on it, and never a whole card number. */
export function cardSlipOf(sale: PaidSale, shop: Shop, of: CardSlipOf, state: SlipState): ReceiptPart[] {
  const words = CARD_SLIP_WORDS[shop.language]
  const facts = cardFactsOf(sale, of.own)[of.place]
  if (!facts) throw new Bug(`no card facts for ${state.slip} of ${sale.receipt}`)
  const marks = marksOf({ sale, shop, of, facts, copies: state.copies }).map(banner)
  return [
    ...marks,
    { is: 'text', text: shop.name, align: 'centre', size: 'large' },
    centred(words.title),
    centred(words.copies[of.copy]),
    { is: 'rule' },
    ...namesOf({ sale, shop, of, facts }, words),
    { is: 'rule' },
    ...transactionOf({ sale, shop, of, facts }, words),
    { is: 'rule' },
    ...verifiedParts(facts.verified, of, words),
    ...(state.anchor ? [centred(`${RECEIPT_WORDS[shop.language].journal} ${formatAnchor(state.anchor)}`)] : []),
    ...marks,
  ]
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

/** Who, where and by which card. */
function namesOf({ sale, shop, of, facts }: About, words: CardSlipWords): ReceiptPart[] {
  return [
    pair(words.merchant, facts.merchant),
    pair(words.terminal, facts.terminal),
    pair(words.station, shop.station),
    pair(words.operator, returnOf(sale, of.own)?.asker ?? sale.operator),
    pair(words.acquirer, said(facts.acquirer)),
    pair(words.issuer, said(facts.issuer)),
    pair(words.card, `${facts.card} ${ENTRY[facts.entry]}`),
  ]
}

/** What was done: each field that is mandatory has a line, whether or not the acquirer filled it. */
function transactionOf(about: About, words: CardSlipWords): ReceiptPart[] {
  const { sale, shop, of, facts } = about
  const back = returnOf(sale, of.own)
  return [
    pair(words.transaction, words.transactions[facts.transaction]),
    pair(words.batch, sixDigits(facts.batch)),
    pair(words.voucher, sixDigits(facts.stan)),
    pair(words.authorisation, said(facts.authorisation)),
    pair(words.reference, said(facts.rrn)),
    pair(words.time, timeOf(facts, back?.atMs ?? sale.paidAtMs, shop.timeZone)),
    amountPair(words.amount, facts, (back?.parts ?? sale.tenders)[of.place]?.amount ?? ZERO),
    ...(back ? originalParts(about, words) : []),
    ...(facts.chip ? chipParts(facts.chip, words) : []),
    pair(words.remarks, back ? `${sale.receipt}/${sale.returns.indexOf(back) + 1}` : sale.receipt),
  ]
}

const said = (text: string): string => (text === '' ? '-' : text)

/** Money that goes back to the card is less than nothing to the shop. */
const amountPair = (left: string, { transaction }: CardFacts, amount: Money): ReceiptPart => ({
  ...{ is: 'pair', left, size: 'large' },
  right: `RMB ${signed(shapeOf(transaction).side === 'credit' ? minus(ZERO, amount) : amount)}`,
})

/** By the acquirer, which tells no year: the one in which its day is nearest; by the till where it told no time. */
function timeOf({ date, time }: CardFacts, atMs: number, timeZone: string): string {
  const here = localTime(atMs, timeZone)
  if (date === '' || time === '') return here
  const [year, month, there] = [Number(here.slice(0, 4)), Number(here.slice(5, 7)), Number(date.slice(0, 2))]
  const turn = month === 1 && there === 12 ? -1 : month === 12 && there === 1 ? 1 : 0
  const clock = `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`
  return `${year + turn}-${date.slice(0, 2)}-${date.slice(2)} ${clock}`
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

const chipParts = ({ aid, label, cryptogram, kind, tvr, tsi, atc }: ChipFacts, words: CardSlipWords): ReceiptPart[] =>
  [pair('AID', aid), pair(words.label, label), pair(kind, cryptogram), pair('TVR', tvr), pair('TSI', tsi)]
    .concat(pair('ATC', atc))
    .filter((part) => part.is === 'pair' && part.right !== '')

/** Only the shop's own copy is signed, and only where nothing else stands for the customer. */
function verifiedParts(verified: Verified, { copy }: CardSlipOf, words: CardSlipWords): ReceiptPart[] {
  switch (verified.is) {
    case 'pin':
      return [centred(words.pin)]
    case 'none': {
      const [before, after] = words.freeUpTo
      return [centred(words.free), centred(`${before}${signed(verified.upTo)}${after}`)]
    }
    case 'signature':
      return copy === 'merchant'
        ? [plain(words.signature), plain(''), plain(''), { is: 'rule' }, ...words.declaration.map(plain)]
        : []
  }
}
