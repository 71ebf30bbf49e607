import { backConsumed } from './consuming.ts'
import { returnOf, withCardSlips } from './card-slips.ts'
import { saleOf, slipOrdered, withCardsOwed } from './folding.ts'
import { sum, ZERO, type Money } from './money.ts'
import { moved, type Movement } from './movement.ts'
import type { Payment } from './payment.ts'
import { attemptKey, ordersIn, withOrders, type Addressed, type Settling } from './payments.ts'
import { leftByTender, leftOf, type Refund, type Refundable } from './refunding.ts'
import type { PricedSale } from './pricing.ts'
import { assert } from './result.ts'
import { saleAt, withEntry, withSaleAt } from './sales.ts'
import { ownSlipsOf, type PaidSale, type PrintState, type SlipName, type Voided } from './paid-sale.ts'
import { besideOf, type Beside } from './scan-facts.ts'
import type { Of } from './events.ts'
import type { Till } from './till.ts'

/** Money that went back of a paid sale, or is on its way: by a void, all that was left; by a refund, some of it. */
export interface Return extends Voided {
  readonly kind: 'void' | 'refund'
  /** No code could be sent: authenticator and void password stood for it. */
  readonly offline?: true
  /** Pieces (or grams) given back of each line, by its place; none where it was by amount. */
  readonly quantities: readonly number[]
  /** By the place of the tender. */
  readonly parts: readonly ReturnPart[]
}

export interface ReturnPart extends Beside {
  readonly amount: Money
  /** Of the order that gives it back; null where it is cash, which is handed over at once. */
  readonly attempt: string | null
  readonly state: Movement
}

/** A part as it is ordered; null where nothing has to be sent for it. */
export interface OrderedPart {
  readonly amount: Money
  readonly sent: Addressed | null
}

type PartState = Omit<ReturnPart, 'attempt' | keyof Beside>
/** Of a paid sale what says how much of it may go back, as the till has it or as it is shown. */
export interface Returnable extends PricedSale {
  readonly total: Money
  readonly tenders: readonly { readonly amount: Money }[]
  readonly returns: readonly { readonly quantities: readonly number[]; readonly parts: readonly PartState[] }[]
}

/** What went back by it, or may have. */
export const returnedBy = ({ parts }: { readonly parts: readonly PartState[] }): Money => sum(parts.map(counted))
/** What failed did not go back; what nobody knows counts. */
const counted = ({ amount, state }: PartState): Money => (state === 'failed' ? ZERO : amount)

export const refundable = ({ lines, discount, total, tenders, returns }: Returnable): Refundable => ({
  ...{ lines, discount, total, tenders: tenders.map(({ amount }) => amount) },
  refunds: returns.map((each): Refund => {
    const { quantities, parts } = each
    const amount = returnedBy(each)
    const came = amount > 0 || parts.every((part) => part.amount === 0)
    // Where nothing of it went back, the goods went with the customer again.
    return { quantities: came ? quantities : [], amount, parts: parts.map(counted) }
  }),
})

export const isReturning = ({ returns }: PaidSale): boolean =>
  returns.some(({ parts }) => parts.some(({ state }) => state === 'under-way'))

/** The orders for what goes back by each tender. A tender of which nothing went back yet can be voided whole. */
export function partsFor(
  till: Till,
  sale: PaidSale,
  { kind, parts }: { readonly kind: Return['kind']; readonly parts: readonly Money[] },
  { settling, ...station }: { readonly settling: Settling; readonly station: string; readonly epoch: number },
): OrderedPart[] {
  let nth = till.orders
  return sale.tenders.map((tender, place) => {
    const amount = parts[place] ?? ZERO
    if (tender.method === 'cash' || amount === ZERO) return { amount, sent: null }
    const { port, attempt, approval } = tender
    const how = kind === 'void' && amount === tender.amount ? 'void' : 'refund'
    const order = { kind: how, settlesBy: settling(port, how), amount, attempt: attemptKey(station, ++nth) } as const
    return { amount, sent: { port, order: { ...order, of: { attempt, approval } } } }
  })
}

/** Money going back changes the till: the approval is used up, cash is handed over, orders are on their way. */
export function returned(till: Till, event: Of<'sale-voided' | 'sale-refunded'>, atMs: number): Till {
  const sale = saleOf(till, event.receipt)
  const left = leftByTender(refundable(sale))
  const amounts = event.parts.map(({ amount }) => amount)
  assert(!isReturning(sale) && amounts.length === sale.tenders.length, 'one return after another, by each tender')
  assert(
    amounts.every((amount, place) => amount >= 0 && amount <= (left[place] ?? ZERO)) && sum(amounts) === event.back,
    'never more goes back than was paid',
  )
  assert(event.is === 'sale-refunded' || event.back === leftOf(refundable(sale)), 'a void gives back all that is left')
  const { reason, asker, manager, selfApproval } = event
  const next: Return = {
    ...{ kind: event.is === 'sale-voided' ? 'void' : 'refund', atMs, reason, asker, manager, selfApproval },
    ...(event.offline && { offline: true }),
    quantities: event.is === 'sale-refunded' ? event.quantities : [],
    parts: event.parts.map(({ amount, sent }) => ({
      ...{ amount, attempt: sent?.order.attempt ?? null, state: sent ? 'under-way' : 'done' },
    })),
  }
  const orders = ordersIn(event)
  const after: Till = {
    ...withOrders(backConsumed(till, event), orders, atMs),
    returning: orders.reduce((so, { order }) => withEntry(so, order.attempt, event.receipt), till.returning),
  }
  const changed = withVoided({ ...sale, returns: [...sale.returns, next] })
  return orders.length === 0
    ? ended(after, changed)
    : { ...after, sales: withSaleAt(till.sales, sale.receipt, changed) }
}

/**
 * The till with the slip of the sale's newest return on its way. A refund's comes beside the sale's own; a void's says
 * all that the ones before it would, so those that have not come out do not any more.
 */
function ended(till: Till, sale: PaidSale): Till {
  const slip = `return-${sale.returns.length}` as const
  const before = ownSlipsOf(sale)
  const next = { slip, anchor: null, print: 'waiting', copies: 0 } as const
  if (sale.returns.at(-1)?.kind === 'refund')
    return slipOrdered(till, withCardSlips({ ...sale, ...next, earlier: before }, slip), slip)
  const isOther = ({ receipt }: SlipName): boolean => receipt !== sale.receipt
  const clear = { ...till, printing: till.printing.filter(isOther), owed: till.owed.filter(isOther) }
  const over = { earlier: before.map(notWaiting), ...(sale.cards && { cards: sale.cards.map(notWaiting) }) }
  return slipOrdered(clear, withCardSlips({ ...sale, ...next, ...over }, slip), slip)
}

const notWaiting = <State extends { readonly print: PrintState }>(each: State): State =>
  each.print === 'waiting' ? { ...each, print: 'refused' } : each

export function returnEnded(till: Till, { receipt }: Of<'return-ended'>): Till {
  const sale = saleOf(till, receipt)
  assert(owesReturnSlip(sale), 'a return ends once, when all of it has')
  const after = ended(till, sale)
  return tidied(after, saleOf(after, receipt))
}

/** Whether all of the newest return has ended, or is for a person, and the customer has nothing on paper yet. */
const owesReturnSlip = (sale: PaidSale): boolean =>
  sale.returns.length > 0 && !isReturning(sale) && sale.slip !== `return-${sale.returns.length}`

/** The end of a return whose money has come to rest; null where there is none. */
export function returnAtRest({ returning, sales }: Till): Of<'return-ended'> | null {
  for (const receipt of new Set(returning.values())) {
    const sale = saleAt(sales, receipt)
    if (sale && owesReturnSlip(sale)) return { is: 'return-ended', receipt }
  }
  return null
}

/** Only what may still change, or owes a slip, is looked after. */
function tidied(till: Till, sale: PaidSale): Till {
  if (owesReturnSlip(sale)) return till
  const parts = sale.returns.flatMap((each) => each.parts)
  const over = new Set(parts.flatMap(({ attempt, state }) => (state === 'done' ? [attempt] : [])))
  // One that failed may still be heard of, as long as its order is remembered.
  const kept = ([attempt]: readonly [string, string]) => !over.has(attempt) && till.payments.has(attempt)
  return { ...till, returning: new Map([...till.returning].filter(kept)) }
}

/** The till after an order of a return changed. */
export function returnTold(till: Till, payment: Payment): Till {
  const { attempt } = payment
  const receipt = till.returning.get(attempt)
  if (receipt === undefined) return till
  const sale = saleOf(till, receipt)
  const returns = sale.returns.map((each) => ({
    ...each,
    parts: each.parts.map((part) => (part.attempt === attempt ? partTold(part, payment) : part)),
  }))
  return withLateCard(till, withVoided({ ...sale, returns }), attempt)
}

/** The till with the sale; where its card was heard of after the slip of its return had ended, its slips are owed. */
function withLateCard(till: Till, sale: PaidSale, attempt: string): Till {
  const own = ownSlipsOf(sale).find(({ slip }) => returnOf(sale, slip)?.parts.some((part) => part.attempt === attempt))
  const after = own ? withCardSlips(sale, own.slip) : sale
  const next = { ...till, sales: withSaleAt(till.sales, sale.receipt, after) }
  return tidied(own && own.print !== 'waiting' ? withCardsOwed(next, after, own.slip) : next, after)
}

function partTold(part: ReturnPart, payment: Payment): ReturnPart {
  return { ...part, state: moved(part.state, payment), ...(payment.at === 'approved' && besideOf(payment)) }
}

/** A sale is voided by a void of which each part is done, while nothing is left of it: what was unclear may return. */
function withVoided(sale: PaidSale): PaidSale {
  const whole = sale.returns.find(({ kind, parts }) => kind === 'void' && parts.every(({ state }) => state === 'done'))
  if (!whole || leftOfSale(sale) !== ZERO) return { ...sale, voided: null }
  const { atMs, reason, asker, manager, selfApproval } = whole
  return { ...sale, voided: { atMs, reason, asker, manager, selfApproval } }
}

/** What of the sale has not gone back. */
export const leftOfSale = (sale: PaidSale): Money => leftOf(refundable(sale))
