import {
  newPayment,
  isSettled,
  type Payment,
  type PaymentEvent,
  type PaymentOrder,
  type PaymentStep,
  type SettlesBy,
} from './payment.ts'
import { type PaymentKind } from './payment-kinds.ts'
import { stepPayment } from './payment-steps.ts'
import { assert } from './result.ts'
import { withEntry } from './sales.ts'
import type { TillEvent } from './events.ts'
import type { Till } from './till.ts'

/** Through whom money moves outside the till: a card acquirer, a scan payment platform, a payment terminal. */
export type PortName = 'acquirer' | 'scanpay' | 'terminal'

/** An order and whom it is for. */
export interface Addressed {
  readonly port: PortName
  readonly order: PaymentOrder
}

/** How each port settles what nobody knows the end of. */
export type Settling = (port: PortName, kind: PaymentKind) => SettlesBy

/** An order as it stands, and what its last event left to be done. */
export interface KeptPayment extends PaymentStep {
  readonly port: PortName
  /** The states it came to, oldest first, with when: what was done so far. */
  readonly passed: readonly Passed[]
}
export interface Passed {
  readonly at: Payment['at']
  readonly atMs: number
}
/** By attempt, oldest first. */
export type Payments = ReadonlyMap<string, KeptPayment>

/** Settled orders remembered for what is still said of them; whatever is open is never forgotten. */
export const SETTLED_KEPT = 100
/** States remembered of an order that goes back and forth. */
const PASSED_KEPT = 8

export function paymentAsked(payments: Payments, { port, order }: Addressed, atMs: number): Payments {
  assert(!payments.has(order.attempt), 'an attempt names one order')
  const payment = newPayment(order)
  return withoutOldest(withEntry(payments, order.attempt, { port, payment, passed: [{ at: payment.at, atMs }] }))
}

export function paymentTold(payments: Payments, attempt: string, event: PaymentEvent, atMs: number): Payments {
  const kept = payments.get(attempt)
  assert(kept !== undefined, 'what is told is told of a known order')
  const after = stepPayment(kept.payment, event)
  const { at } = after.payment
  const passed = at === kept.payment.at ? kept.passed : withPassed(kept.passed, { at, atMs })
  return withEntry(payments, attempt, { port: kept.port, passed, ...after })
}

/** When it was asked is never forgotten: by that it is found on a statement. */
const withPassed = ([first, ...rest]: readonly Passed[], next: Passed): Passed[] => [
  ...(first ? [first] : []),
  ...[...rest, next].slice(1 - PASSED_KEPT),
]

function withoutOldest(payments: Payments): Payments {
  const settled = [...payments].filter(([, { payment }]) => isSettled(payment))
  const gone = new Set(settled.slice(0, Math.max(0, settled.length - SETTLED_KEPT)).map(([attempt]) => attempt))
  return gone.size === 0 ? payments : new Map([...payments].filter(([attempt]) => !gone.has(attempt)))
}

/** What nobody knows the end of yet, oldest first: shown until it is settled, and no day closes over it. */
export const openPayments = (payments: Payments): KeptPayment[] =>
  [...payments.values()].filter(({ payment }) => !isSettled(payment))

/** The till with these orders on their way. */
export const withOrders = (till: Till, orders: readonly Addressed[], atMs: number): Till => ({
  ...{ ...till, orders: till.orders + orders.length },
  payments: orders.reduce((so, each) => paymentAsked(so, each, atMs), till.payments),
})

/** The orders that an event sends on their way. */
export function ordersIn(event: TillEvent): readonly Addressed[] {
  if (event.is === 'payment-asked' || event.is === 'tender-voided') return [event]
  if (event.is === 'hold-asked' || event.is === 'hold-released') return [event]
  if (event.is !== 'sale-voided' && event.is !== 'sale-refunded') return []
  return event.parts.flatMap(({ sent }) => (sent ? [sent] : []))
}

/** Names the so-manieth order of a station; no other station, nor this one restored, gives it again. */
export const attemptKey = ({ station, epoch }: { readonly station: string; readonly epoch: number }, nth: number) =>
  `${station}-${epoch}-${nth}`
