import { isOpen } from '#domain/holds'
import { hasMoved, isSettled } from '#domain/payment'
import { attemptKey, ordersIn, type Addressed } from '#domain/payments'
import { everySale } from '#domain/sales'
import { isTendering, leftToPay, paidOutside } from '#domain/tendering'
import type { TillEvent } from '#domain/events'
import type { Till } from '#domain/till'
import type { JournalRecord } from '#journal/line'
import type { World } from '../world/world.ts'

/** What the till says of money outside it, held against the acquirers' own books once all is settled. */
interface Books {
  readonly till: Till
  /** Every order that was ever given, by its attempt. */
  readonly orders: ReadonlyMap<string, Addressed>
  readonly payments: World['payments']
}

/** Each fen at the acquirers is in the till's records, and each in the records there. */
export function booksAmiss({ payments }: World, till: Till, records: readonly JournalRecord[]): string | null {
  const orders = new Map<string, Addressed>()
  for (const { body } of records) {
    const { event } = body as { event: TillEvent } // the till's own
    for (const each of ordersIn(event)) {
      if (orders.has(each.order.attempt)) return `${each.order.attempt} names two orders`
      orders.set(each.order.attempt, each)
    }
  }
  const books = { till, orders, payments }
  const orderly = unfinished(till) ?? carriedOutAmiss(books) ?? movedUnlike(books)
  return orderly ?? returnsUnlike(books) ?? keptUnlike(books) ?? heldUnlike(books)
}

/** What must follow by itself once no order is open. */
function unfinished({ payments, sale, sales }: Till): string | null {
  const open = [...payments.values()].find(({ payment }) => !isSettled(payment))
  if (open) return `${open.payment.attempt} is still ${open.payment.at}`
  if (isTendering(sale)) return 'a sale waits for a tender, and no order is open'
  if (paidOutside(sale).length > 0 && leftToPay(sale) === 0) return 'a sale is paid in full and still open'
  for (const { receipt, slip, returns } of everySale(sales)) {
    if (returns.length > 0 && slip !== `return-${returns.length}`) return `the money back of ${receipt} has no slip`
    const states = returns.flatMap(({ parts }) => parts.map(({ state }) => state))
    if (states.some((state) => state === 'under-way' || state === 'unclear')) return `${receipt} is not settled`
  }
  return null
}

const acquirerFor = ({ orders, payments }: Books, attempt: string) =>
  orders.get(attempt)?.port === 'scanpay' ? payments.scan : payments.card

/** Further keys that no record has and a station that forgot one would have given. */
const KEYS_BEYOND = 20

function carriedOutAmiss({ orders, payments }: Books): string | null {
  for (const acquirer of [payments.card, payments.scan]) {
    const beyond = Array.from({ length: orders.size + KEYS_BEYOND }, (_, nth) => attemptKey(STATION, nth + 1))
    for (const attempt of new Set([...orders.keys(), ...beyond])) {
      const times = acquirer.times(attempt)
      if (times > 1) return `${attempt} was carried out ${times} times`
      if (times > 0 && !orders.has(attempt)) return `${attempt} was carried out and is in no record`
    }
  }
  return null
}
const STATION = { station: '01', epoch: 1 }

/** Of each order that is remembered the till says whether its money moved. */
function movedUnlike(books: Books): string | null {
  for (const [attempt, { payment }] of books.till.payments) {
    if (payment.kind === 'hold' || payment.kind === 'release') continue
    const charged = acquirerFor(books, attempt).charged(attempt)
    if (hasMoved(payment) !== charged > 0) return `${attempt} is ${payment.at}, and ${charged} fen moved`
  }
  return null
}

/** What is held of a card there is open here, and nothing else. */
function heldUnlike({ till, payments }: Books): string | null {
  for (const hold of till.holds.values()) {
    const [there, here] = [payments.card.held(hold.attempt), isOpen(hold) ? hold.amount : 0]
    if (there !== here) return `the acquirer holds ${there} of ${hold.attempt}, and the till says ${here}`
  }
  return null
}

/** What is said to have gone back did, and nothing else. */
function returnsUnlike(books: Books): string | null {
  for (const { returns } of everySale(books.till.sales)) {
    for (const { attempt, amount, state } of returns.flatMap(({ parts }) => parts)) {
      if (attempt === null) continue
      const charged = acquirerFor(books, attempt).charged(attempt)
      // A person says whether money moved, not how much: the acquirer may have moved a part.
      const decided = books.till.payments.get(attempt)?.payment.at === 'decided'
      const fits = state !== 'done' ? charged === 0 : decided ? charged > 0 && charged <= amount : charged === amount
      if (!fits) return `${attempt} of ${amount} fen is ${state}, and ${charged} went back`
    }
  }
  return null
}

function keptUnlike(books: Books): string | null {
  const keeps = toKeep(books)
  for (const [attempt, { order }] of books.orders) {
    if (order.kind !== 'pay' && order.kind !== 'complete') continue
    const [kept, keep] = [acquirerFor(books, attempt).kept(attempt), keeps.get(attempt) ?? 0]
    if (kept !== keep || kept < 0) return `the acquirer keeps ${kept} of ${attempt}, and the till says ${keep}`
  }
  const { card, scan } = books.payments
  const [total, said] = [card.total() + scan.total(), sum([...keeps.values()])]
  return total === said ? null : `the acquirers keep ${total} fen, and the till says ${said}`
}

/** What the till says the shop has of each tender: what was paid less what went back; of open sales what is paid. */
function toKeep(books: Books): ReadonlyMap<string, number> {
  const keeps = new Map<string, number>()
  for (const { tenders, returns } of everySale(books.till.sales)) {
    for (const [place, tender] of tenders.entries()) {
      if (tender.method === 'cash') continue
      const back = returns.map(({ parts }) => {
        const part = parts[place]
        return part?.state === 'done' && part.attempt !== null
          ? acquirerFor(books, part.attempt).charged(part.attempt)
          : 0
      })
      keeps.set(tender.attempt, tender.amount - sum(back))
    }
  }
  for (const { tenders } of [books.till.sale, ...books.till.parked.map(({ sale }) => sale)])
    for (const { attempt, amount, state } of tenders) if (state === 'done') keeps.set(attempt, amount)
  return keeps
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0)
