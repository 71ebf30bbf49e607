import {
  newPayment,
  isSettled,
  stepPayment,
  type PaymentEvent,
  type PaymentOrder,
  type PaymentStep,
} from './payment.ts'
import { assert } from './result.ts'
import { withEntry } from './sales.ts'

/** Through whom money moves outside the till: a card acquirer, a scan payment platform, a payment terminal. */
export type PortName = 'acquirer' | 'scanpay' | 'terminal'

/** An order as it stands, and what its last event left to be done. */
export interface KeptPayment extends PaymentStep {
  readonly port: PortName
}
/** By attempt, oldest first. */
export type Payments = ReadonlyMap<string, KeptPayment>

/** Settled orders remembered for what is still said of them; whatever is open is never forgotten. */
export const SETTLED_KEPT = 100

export function paymentAsked(payments: Payments, port: PortName, order: PaymentOrder): Payments {
  assert(!payments.has(order.attempt), 'an attempt names one order')
  return withoutOldest(withEntry(payments, order.attempt, { port, payment: newPayment(order) }))
}

export function paymentTold(payments: Payments, attempt: string, event: PaymentEvent): Payments {
  const kept = payments.get(attempt)
  assert(kept !== undefined, 'what is told is told of a known order')
  return withEntry(payments, attempt, { port: kept.port, ...stepPayment(kept.payment, event) })
}

function withoutOldest(payments: Payments): Payments {
  const settled = [...payments].filter(([, { payment }]) => isSettled(payment))
  const gone = new Set(settled.slice(0, Math.max(0, settled.length - SETTLED_KEPT)).map(([attempt]) => attempt))
  return gone.size === 0 ? payments : new Map([...payments].filter(([attempt]) => !gone.has(attempt)))
}

/** What nobody knows the end of yet, oldest first: shown until it is settled, and no day closes over it. */
export const openPayments = (payments: Payments): KeptPayment[] =>
  [...payments.values()].filter(({ payment }) => !isSettled(payment))
