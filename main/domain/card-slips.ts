import type { CardFacts } from './terminal/card-facts.ts'
import type { CardCopy, CardSlip, OwnSlip, PaidSale, PaidTender, PrintState, Slip } from './paid-sale.ts'
import type { Return } from './returning.ts'

/** Of which card transaction a slip is, and for whom. */
export interface CardSlipOf {
  /** The slip that it comes after. */
  readonly own: OwnSlip
  /** Of the tender. */
  readonly place: number
  readonly copy: CardCopy
}

const NAME = /^(?:(return-\d+)-)?card-(\d+)-(merchant|customer)$/
/** The merchant’s comes first: it is the one to be signed. */
const COPIES: readonly CardCopy[] = ['merchant', 'customer']

/** Null for a slip of the sale itself, or of money that went back. */
export function cardSlipIn(slip: Slip): CardSlipOf | null {
  const [, own = 'sale', nth, copy] = NAME.exec(slip) ?? []
  if (nth === undefined) return null
  // The pattern knows no other names.
  return { own: own as OwnSlip, place: Number(nth) - 1, copy: copy as CardCopy }
}

const nameOf = ({ own, place, copy }: CardSlipOf): CardSlip =>
  own === 'sale' ? `card-${place + 1}-${copy}` : `${own}-card-${place + 1}-${copy}`

/** Which return a slip is of; none where it is the sale's own. */
export const returnOf = ({ returns }: PaidSale, own: Slip): Return | undefined =>
  own === 'sale' ? undefined : returns[Number(own.slice('return-'.length)) - 1]

export const cardOf = (tender: PaidTender | undefined): CardFacts | undefined =>
  tender && 'card' in tender ? tender.card : undefined

/** What the card transactions said that one of its own slips is about, by the place of each tender. */
export function cardFactsOf(sale: PaidSale, own: OwnSlip): readonly (CardFacts | undefined)[] {
  if (own === 'sale') return sale.tenders.map(cardOf)
  return returnOf(sale, own)?.parts.map(({ card }) => card) ?? []
}

/** The sale with both slips of each card transaction that one of its own slips is about, where it has none yet. */
export function withCardSlips(sale: PaidSale, own: OwnSlip, print: PrintState = 'waiting'): PaidSale {
  const { cards = [] } = sale
  const missing = cardFactsOf(sale, own)
    .flatMap((facts, place) => (facts ? COPIES.map((copy) => nameOf({ own, place, copy })) : []))
    .filter((name) => !cards.some(({ slip }) => slip === name))
  if (missing.length === 0) return sale
  return { ...sale, cards: [...cards, ...missing.map((slip) => ({ slip, print, copies: 0 }))] }
}
