import { estimatedFee, type FeeSchedule } from '#domain/fees'
import type { Money } from '#domain/money'
import { hasMoved, isSettled, newPayment, type Payment } from '#domain/payment'
import { stepPayment } from '#domain/payment-steps'
import { ordersIn, type Payments } from '#domain/payments'
import type { PaidSale } from '#domain/paid-sale'
import { localTime } from '#domain/receipt-parts'
import type { BookEntry, Days } from '#domain/reconciling'
import { dayOf } from '#domain/shop-day'
import type { TillEvent } from '#domain/events'
import { numberOf, REFUNDS, REVOCATION, undoNumber } from '#drivers/scanpay/orders'
import type { JournalRecord } from '#journal/line'
import { ANY, type Wanted } from '#journal/finding'
import { TillRecord } from '../record.ts'
import { PLATFORM_ZONE } from './cells.ts'

export interface BookParts {
  /** Records of the whole journal, newest first. */
  readonly records: (wanted: Wanted) => AsyncGenerator<JournalRecord>
  readonly saleAt: (receipt: string) => PaidSale | undefined
  /** What the till still knows of them, which may be newer than the days that are read. */
  readonly payments: Payments
  readonly fees: FeeSchedule
}

/** Records read for one statement: more than a busy month has at one till. */
export const RECORDS_MAX = 200_000
const DAY_MS = 86_400_000
/** Orders of the day before are looked through, for those that a platform books later; and what became of them all. */
const DAYS_BEFORE = 1
const DAYS_AFTER = 7
const TYPES = ['payment-asked', 'tender-voided', 'sale-voided', 'sale-refunded', 'sale-paid', 'payment-told'] as const

interface Order {
  payment: Payment
  /** When it was asked, then when it came to where it is. */
  atMs: number
  receipt: string | null
  /** What it gives back of, where the journal told. */
  readonly of: { readonly amount: Money; readonly wallet: string | null } | null
}

/** The scan payments of the days, what was given back, and what became of each; null where it is too much to read. */
export async function bookOf(parts: BookParts, days: Days): Promise<readonly BookEntry[] | null> {
  const [first, last] = [dayOf(days.from, PLATFORM_ZONE), dayOf(days.to, PLATFORM_ZONE)]
  if (!first || !last) return []
  const [from, to] = [first.from - DAYS_BEFORE * DAY_MS, last.to + DAYS_AFTER * DAY_MS]
  const records: JournalRecord[] = []
  for (const type of TYPES)
    for await (const record of parts.records({ ...ANY, type, from, to })) {
      if (records.length >= RECORDS_MAX) return null
      records.push(record)
    }
  const orders = new Map<string, Order>()
  for (const { body, ts } of records.sort((a, b) => a.seq - b.seq))
    take(parts, orders, TillRecord.parse(body).event, ts)
  return [...orders.values()].map((order) => entryOf(orders, order, parts))
}

function take(parts: BookParts, orders: Map<string, Order>, event: TillEvent, atMs: number): void {
  if (event.is === 'payment-told') {
    const order = orders.get(event.attempt)
    if (!order) return
    const { payment } = stepPayment(order.payment, event.event)
    if (payment.at !== order.payment.at) order.atMs = atMs
    order.payment = payment
    return
  }
  if (event.is === 'sale-paid') {
    for (const { attempt } of event.tenders) {
      const order = orders.get(attempt)
      if (order) order.receipt = event.receipt
    }
    return
  }
  const receipt = 'receipt' in event ? event.receipt : null
  const tenders = receipt === null ? [] : (parts.saleAt(receipt)?.tenders ?? [])
  for (const { port, order } of ordersIn(event)) {
    if (port !== 'scanpay') continue
    const paid = tenders.find((each) => each.method !== 'cash' && each.attempt === order.of?.attempt)
    const wallet = paid && paid.method !== 'cash' ? (paid.scan?.accountType ?? null) : null
    const of = paid ? { amount: paid.amount, wallet } : null
    orders.set(order.attempt, { payment: newPayment(order), atMs, receipt, of })
  }
}

function entryOf(
  orders: ReadonlyMap<string, Order>,
  { payment: told, atMs, receipt, of }: Order,
  parts: BookParts,
): BookEntry {
  const kept = parts.payments.get(told.attempt)?.payment
  const payment = kept && isSettled(kept) ? kept : told
  const { attempt, amount } = payment
  const scan = payment.at === 'approved' ? payment.scan : undefined
  const kind = payment.kind === 'void' || payment.kind === 'refund' ? payment.kind : 'pay'
  const original = of ?? originalIn(orders, payment)
  const wallet = scan?.accountType ?? original?.wallet ?? null
  return {
    ...{ order: numberOf(attempt), undoing: kind === 'pay' ? undoingOf(attempt) : [], kind, amount, receipt },
    is: hasMoved(payment) ? 'moved' : isSettled(payment) ? 'not-moved' : 'unclear',
    ...{ logNo: scan?.logNo ?? null, tradeNo: scan?.tradeNo ?? null, day: scan?.time ? dayIn(scan.time) : dayAt(atMs) },
    fee: estimatedFee(parts.fees, { amount, wallet, of: kind === 'pay' ? null : (original?.amount ?? amount) }),
    payment: { order: numberOf(payment.of?.attempt ?? attempt), amount: original?.amount ?? amount },
  }
}

const undoingOf = (attempt: string) => ([REVOCATION, ...REFUNDS] as const).map((sign) => undoNumber(attempt, sign))

/** A tender that was given back while its sale was open. */
function originalIn(orders: ReadonlyMap<string, Order>, { of }: Payment): Order['of'] {
  const original = orders.get(of?.attempt ?? '')?.payment
  if (!original) return null
  const { amount } = original
  return { amount, wallet: (original.at === 'approved' && original.scan?.accountType) || null }
}

const dayAt = (atMs: number): string => localTime(atMs, PLATFORM_ZONE).slice(0, 'yyyy-MM-dd'.length)
const dayIn = (time: string): string => `${time.slice(0, 4)}-${time.slice(4, 6)}-${time.slice(6, 8)}`
