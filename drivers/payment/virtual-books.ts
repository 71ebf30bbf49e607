import type { Answer, CardSaid, LookUp, PortOrder } from './port.ts'
import { virtualCard } from './virtual-cards.ts'

/** What an acquirer knows of orders by their key. */
export interface Books {
  /** Fen an order has moved; 0 where it has not, or was undone. A hold moves none, nor does letting it go. */
  readonly charged: (attempt: string) => number
  /** How often it was carried out, which must never be twice. */
  readonly times: (attempt: string) => number
  /** Fen the shop keeps of a charge: less what voids and refunds of it gave back. */
  readonly kept: (attempt: string) => number
  /** Fen that a hold keeps on a card: neither let go nor taken of. */
  readonly held: (attempt: string) => number
  /** Fen the shop keeps of all charges. */
  readonly total: () => number
  /** The order has come. One that is closed is not carried out, and one that was is not carried out again. */
  readonly carryOut: (order: PortOrder, fate: string) => Answer
  readonly find: (attempt: string) => LookUp
  readonly close: (attempt: string) => void
}

interface Booked {
  /** Null before it has been carried out. */
  kind: PortOrder['kind'] | null
  /** Fen it was carried out for; 0 once it is undone. */
  amount: number
  times: number
  /** Undone, perhaps before it came: it will not be carried out any more. */
  closed: boolean
  /** The acquirer's reason; null where it did not say no. */
  declined: string | null
  /** Less than was asked, and the acquirer says so. */
  partly: boolean
  /** What it gives back of, or the hold that it ends; null where it is of no other. */
  of: string | null
  /** What a slip of it says. */
  card: CardSaid | null
}

/** Response codes of ISO 8583 field 39 as UnionPay numbers them: terminal not known, funds, no original, too much. */
const UNREGISTERED = '97'
const NO_FUNDS = '51'
const NO_ORIGINAL = '25'
const TOO_MUCH = '61'

const NOES: ReadonlyMap<string, string> = new Map([
  ['decline', NO_FUNDS],
  ['unregistered', UNREGISTERED],
])

const NEW_BOOK: Readonly<Booked> = {
  ...{ kind: null, amount: 0, times: 0, closed: false, declined: null, partly: false, of: null, card: null },
}
const isBack = ({ kind }: Booked): boolean => kind === 'void' || kind === 'refund'
const isVoid = ({ kind, amount }: Booked): boolean => kind === 'void' && amount > 0
const movedBy = (book: Booked | undefined): number =>
  book === undefined || book.kind === 'hold' || book.kind === 'release' ? 0 : book.amount

export interface BooksParts {
  /** What is given back of charges that are not in these books is not held against them. */
  readonly trusting: boolean
  /** Whether it is paid by cards, whose slips the till prints. */
  readonly ofCards: boolean
}

export function makeBooks({ trusting, ofCards }: BooksParts): Books {
  const books = new Map<string, Booked>()
  let cards = 0
  const bookOf = (attempt: string): Booked => {
    const book = books.get(attempt) ?? { ...NEW_BOOK }
    books.set(attempt, book)
    return book
  }
  const yes = (attempt: string, { amount, partly, card }: Booked): Answer => ({
    ...{ is: 'approved', approval: `A-${attempt}`, amount },
    ...(partly && { partly }),
    ...(card && { card }),
  })
  const { charged, kept, held } = standingOf(books)

  /** Why this is not done with another order; null where it is. A void gives back all, of what is whole. */
  function noOriginal({ kind, amount, of }: PortOrder): string | null {
    if (of === null || (trusting && !books.has(of.attempt))) return null
    if (kind === 'release' || kind === 'complete') {
      const most = held(of.attempt)
      if (most === 0) return NO_ORIGINAL
      return (kind === 'release' ? amount === most : amount <= most) ? null : TOO_MUCH
    }
    const left = kept(of.attempt)
    if (charged(of.attempt) === 0) return NO_ORIGINAL
    const fits = kind === 'void' ? amount === left && left === charged(of.attempt) : amount <= left
    return fits ? null : TOO_MUCH
  }

  return {
    total: () => [...books.values()].reduce((all, book) => all + (isBack(book) ? -movedBy(book) : movedBy(book)), 0),
    ...{ charged, held, kept, times: (attempt) => books.get(attempt)?.times ?? 0 },
    carryOut: (order, fate) => {
      const { attempt, amount } = order
      const book = bookOf(attempt)
      if (book.closed) return { is: 'declined', why: 'closed' }
      if (book.times > 0) return yes(attempt, book)
      book.declined = NOES.get(fate) ?? noOriginal(order)
      if (book.declined !== null) return { is: 'declined', why: book.declined }
      book.times++
      book.kind = order.kind
      book.of = order.of?.attempt ?? null
      const isLess = (fate === 'in-part' || fate === 'other-amount') && amount > 1
      book.amount = isLess ? Math.floor(amount / 2) : amount
      book.partly = isLess && fate === 'in-part'
      if (ofCards) book.card = virtualCard(order, ++cards)
      return yes(attempt, book)
    },
    find: (attempt) => {
      const book = books.get(attempt)
      if (!book) return { is: 'not-found' }
      if (book.closed) return { is: 'declined', why: 'closed' }
      return book.declined === null ? yes(attempt, book) : { is: 'declined', why: book.declined }
    },
    close: (attempt) => {
      const book = bookOf(attempt)
      book.closed = true
      book.amount = 0
    },
  }
}

/** How each order stands by all that are about it. */
function standingOf(books: ReadonlyMap<string, Booked>): Pick<Books, 'charged' | 'kept' | 'held'> {
  const charged = (attempt: string) => movedBy(books.get(attempt))
  const backsOf = (attempt: string) => [...books.values()].filter((book) => book.of === attempt && isBack(book))
  const kept = (attempt: string) => backsOf(attempt).reduce((left, book) => left - movedBy(book), charged(attempt))
  /** A completion that was voided does not end its hold any more. */
  const isEnd = (attempt: string, { kind, amount }: Booked): boolean =>
    amount > 0 && (kind === 'release' || (kind === 'complete' && !backsOf(attempt).some(isVoid)))
  const held = (attempt: string): number => {
    const book = books.get(attempt)
    const isEnded = [...books].some(([key, each]) => each.of === attempt && isEnd(key, each))
    return book?.kind === 'hold' && !isEnded ? book.amount : 0
  }
  return { charged, kept, held }
}
