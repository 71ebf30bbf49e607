import { givesTooMuch } from './giving.ts'
import { isHolding, openHold } from './holds.ts'
import { minus, sum, ZERO, type Money } from './money.ts'
import { moved, type Movement } from './movement.ts'
import type { Payment, PaymentOrder } from './payment.ts'
import { attemptKey, type PortName, type Settling } from './payments.ts'
import { saleTotal } from './pricing.ts'
import { formatReceiptNumber } from './receipt-number.ts'
import { assert, done, refused, type Result } from './result.ts'
import { besideOf } from './scan-facts.ts'
import type { PaidOutside } from './paid-sale.ts'
import type { OpenSale } from './sale.ts'
import type { Decided } from './selling.ts'
import type { Of } from './events.ts'
import type { Till } from './till.ts'

/** Tenders tried for one sale: more is a page gone wild, or a line that is not there. */
export const TENDERS_MAX = 50

/** How a customer pays beside cash. */
export type Method = 'card' | 'scan'

/** What was paid through a port: all that giving it back needs. */
export interface OutsideTender {
  readonly method: Method
  readonly port: PortName
  readonly attempt: string
  /** The acquirer's own number for it; empty where only a person's word says that it was paid. */
  readonly approval: string
  readonly amount: Money
}

/** A tender of an open sale. Tried and failed ones stay, so that it is seen what was tried. */
export interface Tender extends PaidOutside {
  /** Who asked for it, and finishes the sale by it. */
  readonly operator: string
  readonly state: Movement | 'given-back'
  /** What was asked for, where less was approved. */
  readonly asked?: Money
  /** The order that gives it back. */
  readonly undo: { readonly attempt: string; readonly state: Movement } | null
}

/** Whether nobody can say yet what it comes to. */
const isOpen = ({ state, undo }: Tender): boolean =>
  state === 'under-way' ||
  state === 'unclear' ||
  (state === 'done' && (undo?.state === 'under-way' || undo?.state === 'unclear'))

export const isTendering = (sale: OpenSale): boolean => sale.tenders.some(isOpen)
/** Whether money was taken or is being taken: what is sold must not change under it. */
export const hasMoney = (sale: OpenSale): boolean => sale.tenders.some((each) => each.state === 'done' || isOpen(each))
export const paidOutside = (sale: OpenSale): readonly Tender[] => sale.tenders.filter(({ state }) => state === 'done')
/** What is left to be paid of the sale, before cash is rounded. */
export const leftToPay = (sale: OpenSale): Money =>
  minus(saleTotal(sale), sum(paidOutside(sale).map(({ amount }) => amount)))

export interface TenderInput {
  readonly method: Method
  readonly port: PortName
  readonly amount: Money
  /** The hold that it is taken of; null where it is paid anew. */
  readonly hold: string | null
  /** What the cashier saw was left to pay. */
  readonly left: Money
  readonly operator: string
  readonly station: string
  readonly epoch: number
  /** Thousandths of the list price that may be given away without a manager. */
  readonly limit: number
  readonly settling: Settling
}

export type TenderRefusal =
  | 'no-sale'
  | 'total-changed'
  | 'payment-open'
  | 'too-much-tendered'
  | 'too-many-tenders'
  | 'needs-manager'
  | 'no-such-hold'
  | 'more-than-held'

export function decideTender(till: Till, input: TenderInput): Decided<{ attempt: string }, TenderRefusal> {
  const { method, amount, operator } = input
  if (till.sale.lines.length === 0) return refused('no-sale')
  if (isTendering(till.sale) || isHolding(till.holds)) return refused('payment-open')
  const left = leftToPay(till.sale)
  if (left !== input.left) return refused('total-changed')
  if (amount > left) return refused('too-much-tendered')
  // Cash, which is one more, must always have a place.
  if (till.sale.tenders.length >= TENDERS_MAX - 1) return refused('too-many-tenders')
  if (givesTooMuch(till.sale, input.limit)) return refused('needs-manager')
  const way = wayOf(till, input)
  if (!way.ok) return way
  const { port, kind, of } = way.value
  const attempt = attemptKey(input, till.orders + 1)
  const order = { kind, settlesBy: input.settling(port, kind), amount, attempt, of } as const
  return done({ event: { is: 'payment-asked', port, order, tender: { method, operator } }, answer: { attempt } })
}

interface Way extends Pick<PaymentOrder, 'of'> {
  readonly kind: 'pay' | 'complete'
  readonly port: PortName
}

/** By the card in the customer's hand, or by what is held of one. */
function wayOf(
  till: Till,
  { method, port, hold, amount }: TenderInput,
): Result<Way, 'no-such-hold' | 'more-than-held'> {
  if (hold === null) return done({ kind: 'pay', port, of: null })
  const found = method === 'card' ? openHold(till, hold) : refused('no-such-hold')
  if (!found.ok) return found
  if (amount > found.value.amount) return refused('more-than-held')
  const { attempt, approval } = found.value
  return done({ kind: 'complete', port: found.value.port, of: { attempt, approval } })
}

/** The end of a sale that its tenders have paid to the fen; null where something is left, or not known. */
export function paidInFull(
  { sale, lastCounter }: Till,
  { station, epoch }: { readonly station: string; readonly epoch: number },
): Of<'sale-paid'> | null {
  const tenders = paidOutside(sale)
  const last = tenders.at(-1)
  if (!last || isTendering(sale) || leftToPay(sale) !== ZERO) return null
  const counter = lastCounter + 1
  return {
    ...{ is: 'sale-paid', receipt: formatReceiptNumber({ station, epoch, counter }), counter, operator: last.operator },
    ...{ total: saleTotal(sale), rounded: ZERO, given: ZERO, change: ZERO, tenders: tenders.map(outside) },
  }
}

export const outside = ({ method, port, attempt, approval, amount }: OutsideTender): OutsideTender => ({
  ...{ method, port, attempt, approval, amount },
})

/** What a paid sale keeps of it. */
export const paidOf = (tender: Tender): PaidOutside => ({ ...outside(tender), ...besideOf(tender) })

/** The sale with an order for money on its way. */
export function withTender(sale: OpenSale, { tender, port, order }: Of<'payment-asked'>): OpenSale {
  if (tender === null) return sale
  assert(sale.lines.length > 0 && !isTendering(sale), 'one tender after another, of a sale')
  assert(order.kind === 'pay' || order.kind === 'complete', 'a tender is paid')
  assert(order.amount > 0 && order.amount <= leftToPay(sale), 'a tender pays what is left')
  const { attempt, amount } = order
  const { method, operator } = tender
  const next: Tender = { method, port, attempt, amount, operator, approval: '', state: 'under-way', undo: null }
  return { ...sale, tenders: [...sale.tenders, next] }
}

/** The sale with the order on its way that gives a tender back. */
export function withTenderUndone(sale: OpenSale, { order }: Of<'tender-voided'>): OpenSale {
  const found = sale.tenders.find(({ attempt }) => attempt === order.of?.attempt)
  assert(found?.state === 'done' && !isOpen(found), 'a tender is given back that was paid')
  assert(order.kind === 'void' && order.amount === found.amount, 'a tender is given back whole')
  const undone: Tender = { ...found, undo: { attempt: order.attempt, state: 'under-way' } }
  return { ...sale, tenders: sale.tenders.map((each) => (each === found ? undone : each)) }
}

/** The sale after an order of one of its tenders changed. */
export function withTenderTold(sale: OpenSale, payment: Payment): OpenSale {
  const { attempt } = payment
  if (!sale.tenders.some((each) => each.attempt === attempt || each.undo?.attempt === attempt)) return sale
  return {
    ...sale,
    tenders: sale.tenders.map((each) => {
      if (each.attempt === attempt) return told(each, payment)
      return each.undo?.attempt === attempt ? undoTold(each, each.undo.state, payment) : each
    }),
  }
}

function told(tender: Tender, payment: Payment): Tender {
  if (tender.state === 'given-back') return tender
  const state = moved(tender.state, payment)
  if (state === tender.state) return tender
  const { approval = '', asked, ...said } = payment.at === 'approved' ? payment : {}
  const known = { ...(asked !== undefined && { asked }), ...besideOf(said) }
  return { ...tender, state, amount: payment.amount, approval, ...known }
}

function undoTold(tender: Tender, before: Movement, payment: Payment): Tender {
  const state = moved(before, payment)
  const undo = { attempt: payment.attempt, state }
  return { ...tender, undo, ...(state === 'done' && { state: 'given-back' }) }
}
