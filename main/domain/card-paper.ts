import { formatAnchor, type Anchor } from './anchor.ts'
import { CARD_SLIP_WORDS, type CardSlipWords } from './card-slip-words.ts'
import { minus, ZERO, type Money } from './money.ts'
import { banner, centred, localTime, pair, plain, signed, type ReceiptPart } from './receipt-parts.ts'
import { RECEIPT_WORDS } from './receipt-words.ts'
import type { Shop } from './receipt.ts'
import type { CardFacts, ChipFacts, Verified } from './terminal/card-facts.ts'
import { sixDigits } from './terminal/stan.ts'
import type { EntryMode } from './terminal/terminal.ts'
import { shapeOf } from './terminal/transactions.ts'

/** One copy of the paper of one card transaction, whatever it is about. */
export interface CardPaper {
  readonly shop: Shop
  readonly facts: CardFacts
  readonly copy: 'merchant' | 'customer'
  readonly operator: string
  /** What it moved, or holds. */
  readonly amount: Money
  /** When, by the till; the paper says when by the acquirer, where it told. */
  readonly atMs: number
  /** Of the transaction that money goes back of; none where it is of no other. */
  readonly original: readonly ReceiptPart[]
  readonly remarks: string
  /** What must be seen at once, at the top and again at the bottom. */
  readonly marks: readonly string[]
  /** Where it is in the journal; null where nobody asked for a record of it. */
  readonly anchor: Anchor | null
}

/** Behind the card's number, as card terminals in China mark it; a stripe that stands in for a chip was swiped. */
const ENTRY: Readonly<Record<EntryMode, string>> = {
  ...{ swipe: '/S', fallback: '/S', chip: '/I', contactless: '/C', manual: '/M' },
}

/** All that UnionPay wants on it, and never a whole card number. */
export function cardPaper(paper: CardPaper): ReceiptPart[] {
  const { shop, facts, copy, anchor } = paper
  const words = CARD_SLIP_WORDS[shop.language]
  const marks = paper.marks.map(banner)
  return [
    ...marks,
    { is: 'text', text: shop.name, align: 'centre', size: 'large' },
    centred(words.title),
    centred(words.copies[copy]),
    { is: 'rule' },
    ...namesOf(paper, words),
    { is: 'rule' },
    ...transactionOf(paper, words),
    { is: 'rule' },
    ...verifiedParts(facts.verified, copy, words),
    ...(anchor ? [centred(`${RECEIPT_WORDS[shop.language].journal} ${formatAnchor(anchor)}`)] : []),
    ...marks,
  ]
}

/** Who, where and by which card. */
function namesOf({ shop, facts, operator }: CardPaper, words: CardSlipWords): ReceiptPart[] {
  return [
    pair(words.merchant, facts.merchant),
    pair(words.terminal, facts.terminal),
    pair(words.station, shop.station),
    pair(words.operator, operator),
    pair(words.acquirer, said(facts.acquirer)),
    pair(words.issuer, said(facts.issuer)),
    pair(words.card, `${facts.card} ${ENTRY[facts.entry]}`),
  ]
}

/** What was done: each field that is mandatory has a line, whether or not the acquirer filled it. */
function transactionOf({ shop, facts, amount, atMs, original, remarks }: CardPaper, words: CardSlipWords) {
  return [
    pair(words.transaction, words.transactions[facts.transaction]),
    pair(words.batch, sixDigits(facts.batch)),
    pair(words.voucher, sixDigits(facts.stan)),
    pair(words.authorisation, said(facts.authorisation)),
    pair(words.reference, said(facts.rrn)),
    pair(words.time, timeOf(facts, atMs, shop.timeZone)),
    amountPair(words.amount, facts, amount),
    ...original,
    ...(facts.chip ? chipParts(facts.chip, words) : []),
    pair(words.remarks, said(remarks)),
  ]
}

export const said = (text: string): string => (text === '' ? '-' : text)

/** Money that goes back to the card is less than nothing to the shop. */
const amountPair = (left: string, { transaction }: CardFacts, amount: Money): ReceiptPart => ({
  ...{ is: 'pair', left, size: 'large' },
  right: `RMB ${signed(shapeOf(transaction).side === 'credit' ? minus(ZERO, amount) : amount)}`,
})

/** By the acquirer, which tells no year: the one in which its day is nearest; by the till where it told no time. */
export function timeOf({ date, time }: CardFacts, atMs: number, timeZone: string): string {
  const here = localTime(atMs, timeZone)
  if (date === '' || time === '') return here
  const [year, month, there] = [Number(here.slice(0, 4)), Number(here.slice(5, 7)), Number(date.slice(0, 2))]
  const turn = month === 1 && there === 12 ? -1 : month === 12 && there === 1 ? 1 : 0
  const clock = `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`
  return `${year + turn}-${date.slice(0, 2)}-${date.slice(2)} ${clock}`
}

const chipParts = ({ aid, label, cryptogram, kind, tvr, tsi, atc }: ChipFacts, words: CardSlipWords): ReceiptPart[] =>
  [pair('AID', aid), pair(words.label, label), pair(kind, cryptogram), pair('TVR', tvr), pair('TSI', tsi)]
    .concat(pair('ATC', atc))
    .filter((part) => part.is === 'pair' && part.right !== '')

/** Only the shop's own copy is signed, and only where nothing else stands for the customer. */
function verifiedParts(verified: Verified, copy: CardPaper['copy'], words: CardSlipWords): ReceiptPart[] {
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
