import { type Decided as Word, type Payment, type PaymentEvent } from './payment.ts'
import { isTaking } from './payment-kinds.ts'
import { done, refused, type Nothing } from './result.ts'
import type { Decided } from './selling.ts'
import type { Till } from './till.ts'

/** What a person does about an order whose end nobody knows. */
export type OrderRefusal = 'no-such-payment' | 'payment-settled'

/** Whether it can be undone while its answer is waited for or looked for. */
export const mayGiveUp = (payment: Payment): boolean =>
  payment.at === 'asked' || (payment.at === 'unknown' && payment.settlesBy !== 'neither' && payment.looks === undefined)
/** Whether asking, or undoing, once more may bring it on: by a person's hand, or by the clock. */
export const mayTryAgain = ({ at, settlesBy }: Payment): boolean =>
  at === 'stuck' || (at === 'unknown' && settlesBy === 'look-up')
/** So often what goes back and was given up is asked after in vain, a quarter of an hour, before a person may say. */
export const LOOKS_MAX = 5

/**
 * What a person may say of it, who has looked at the acquirer's statement: nothing while a machine can find out. A
 * charge that could not be undone counts as not paid since then, so all there is to say is that it is undone now.
 */
export function mayDecide(payment: Payment): readonly Word[] {
  if (payment.at === 'stuck') return isTaking(payment.kind) ? ['not-paid'] : ['paid', 'not-paid']
  if (payment.at !== 'unknown') return []
  return payment.settlesBy === 'neither' || (payment.looks ?? 0) >= LOOKS_MAX ? ['paid', 'not-paid'] : []
}

function told(
  till: Till,
  attempt: string,
  may: (payment: Payment) => boolean,
  event: Extract<PaymentEvent, { is: 'given-up' | 'retry' | 'decided' }>,
): Decided<Nothing, OrderRefusal> {
  const payment = till.payments.get(attempt)?.payment
  if (!payment) return refused('no-such-payment')
  if (!may(payment)) return refused('payment-settled')
  return done({ event: { is: 'payment-told', attempt, event }, answer: {} })
}

/** The customer, or the cashier, will not wait: it is undone, wherever it has got to. */
export const decideGiveUp = (till: Till, attempt: string) => told(till, attempt, mayGiveUp, { is: 'given-up' })
export const decideTryAgain = (till: Till, attempt: string) => told(till, attempt, mayTryAgain, { is: 'retry' })
export const decideByStatement = (till: Till, attempt: string, as: Word, by: string) =>
  told(till, attempt, (payment) => mayDecide(payment).includes(as), { is: 'decided', as, by })
