import type { Payment, PaymentDuty, PaymentEvent, PaymentOrder, PaymentState, PaymentStep } from './payment.ts'
import { isTaking } from './payment-kinds.ts'
import { never } from './result.ts'
import { besideOf } from './scan-facts.ts'

/** Reversals in a row before the order is stuck (UnionPay terminals send three). */
export const REVERSALS_MAX = 3

/** What an event makes of an order, and what is to be done next. */
export function stepPayment(payment: Payment, event: PaymentEvent): PaymentStep {
  switch (payment.at) {
    case 'asked':
      return stepAsked(payment, event)
    case 'unknown':
      return stepUnknown(payment, event)
    case 'reversing':
    case 'stuck':
      return stepUndoing(payment, event)
    case 'approved':
      // Its word is kept: what comes later is the same word again, or late.
      return { payment }
    case 'declined':
    case 'reversed':
      // A yes after the end: the order got there late, and is charged. It must not stay so.
      return event.is === 'approved' ? undo(payment) : { payment }
    case 'decided':
      // A person has looked at the statement; late messages know no more than it did.
      return { payment }
    default:
      return never(payment)
  }
}

const orderOf = ({ kind, settlesBy, amount, attempt, of }: Payment): PaymentOrder => ({
  ...{ kind, settlesBy, amount, attempt, of },
})
const become = (payment: Payment, state: PaymentState, duty?: PaymentDuty): PaymentStep => ({
  payment: { ...orderOf(payment), ...state },
  ...(duty && { duty }),
})

/** Undone, where the acquirer knows how; else it is for a person. */
const undo = (payment: Payment): PaymentStep =>
  payment.settlesBy === 'neither'
    ? become(payment, { at: 'unknown' })
    : become(payment, { at: 'reversing', failures: 0 }, 'reverse')

/**
 * Nobody wants it any more. It is on its way and can not be called back, only undone; money that goes back comes again
 * only from the customer's hand, so of that it is found out whether it went.
 */
function giveUp(payment: Payment): PaymentStep {
  if (payment.settlesBy !== 'look-up' || isTaking(payment.kind)) return undo(payment)
  return become(payment, { at: 'unknown', looks: 0 }, 'look-up')
}

/** What becomes of an order whose end nobody knows. */
function settle(payment: Payment): PaymentStep {
  if (payment.settlesBy === 'look-up') return become(payment, { at: 'unknown' }, 'look-up')
  return undo(payment)
}

type Approved = Extract<PaymentEvent, { is: 'approved' }>

/**
 * A yes to another amount is not the yes that was asked for, unless it says itself that it is for less; what goes back
 * goes back whole.
 */
function approve(payment: Payment, { approval, amount, partly: saidSo, ...said }: Approved): PaymentStep {
  const isLess = saidSo === true && isTaking(payment.kind) && amount > 0 && amount < payment.amount
  if (amount !== payment.amount && !isLess) return undo(payment)
  const partly = isLess && { asked: payment.amount }
  return become({ ...payment, amount }, { at: 'approved', approval, ...partly, ...besideOf(said) })
}

function stepAsked(payment: Payment, event: PaymentEvent): PaymentStep {
  switch (event.is) {
    case 'approved':
      return approve(payment, event)
    case 'declined':
      return become(payment, { at: 'declined', why: event.why })
    case 'not-sent':
      return become(payment, { at: 'declined', why: 'not-sent' })
    case 'silence':
    case 'restarted':
      return settle(payment)
    case 'given-up':
      return giveUp(payment)
    case 'not-found':
    case 'still-open':
    case 'reversal-confirmed':
    case 'reversal-failed':
    case 'retry':
    case 'decided':
      // Answers to what was never asked of this order.
      return { payment }
    default:
      return never(event)
  }
}

type Unknown = Extract<Payment, { at: 'unknown' }>

function stepUnknown(payment: Unknown, event: PaymentEvent): PaymentStep {
  switch (event.is) {
    case 'approved':
      return approve(payment, event)
    case 'declined':
      return become(payment, { at: 'declined', why: event.why })
    case 'not-found':
      // It may still be travelling: closing it is safe, taking it for declined is not, asking again is not.
      return undo(payment)
    case 'given-up':
      return giveUp(payment)
    case 'still-open':
    case 'silence':
      return payment.looks === undefined ? { payment } : { payment: { ...payment, looks: payment.looks + 1 } }
    case 'retry':
    case 'restarted':
      return payment.settlesBy === 'look-up' ? { payment, duty: 'look-up' } : { payment }
    case 'decided':
      return become(payment, { at: 'decided', as: event.as, by: event.by })
    case 'not-sent':
      // Given up before it left.
      return payment.looks === undefined ? { payment } : become(payment, { at: 'declined', why: 'not-sent' })
    case 'reversal-confirmed':
    case 'reversal-failed':
      return { payment }
    default:
      return never(event)
  }
}

type Undoing = Extract<Payment, { at: 'reversing' | 'stuck' }>

function stepUndoing(payment: Undoing, event: PaymentEvent): PaymentStep {
  const isStuck = payment.at === 'stuck'
  switch (event.is) {
    case 'reversal-confirmed':
      return become(payment, { at: 'reversed' })
    case 'reversal-failed': {
      const failures = payment.failures + 1
      if (isStuck || failures >= REVERSALS_MAX) return become(payment, { at: 'stuck', failures })
      return become(payment, { at: 'reversing', failures }, 'reverse')
    }
    case 'restarted':
      return isStuck ? { payment } : { payment, duty: 'reverse' }
    case 'retry':
      return become(payment, { at: 'reversing', failures: 0 }, 'reverse')
    case 'not-sent':
      // Given up before it left: there is nothing to undo.
      return become(payment, { at: 'declined', why: 'not-sent' })
    case 'decided':
      return isStuck ? become(payment, { at: 'decided', as: event.as, by: event.by }) : { payment }
    case 'approved':
    case 'declined':
    case 'silence':
    case 'given-up':
    case 'not-found':
    case 'still-open':
      // Late words about what is being undone already; the undoing is right whatever they say.
      return { payment }
    default:
      return never(event)
  }
}
