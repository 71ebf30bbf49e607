import type { Money } from './money.ts'
import { isTaking, type PaymentKind } from './payment-kinds.ts'
import { never } from './result.ts'
import { besideOf, type Beside } from './scan-facts.ts'

/**
 * One order to move money outside the till, from its record to its end. Pure: `stepPayment` says what an event makes of
 * it and what is to be done next; whoever runs it writes the event down first, then does that.
 */
export type Payment = PaymentOrder & PaymentState

/**
 * How an order is settled whose end nobody knows. `reversal`: it is undone (ISO 8583 purchase and void, which have no
 * inquiry) · `look-up`: it is asked after, then kept, closed or undone (scan payments, nexo terminals) · `neither`: a
 * person decides by the acquirer's statement (ISO 8583 refund).
 */
export type SettlesBy = 'reversal' | 'look-up' | 'neither'

export interface PaymentOrder {
  readonly kind: PaymentKind
  readonly settlesBy: SettlesBy
  readonly amount: Money
  /** The order's own key: every message about it bears it, so that it is carried out once however often it is sent. */
  readonly attempt: string
  /** What a void or a refund gives back of; the hold that is let go or taken of. */
  readonly of: Origin | null
}

/** An order that was approved, by its own key and the acquirer's number for it. */
export interface Origin {
  readonly attempt: string
  readonly approval: string
}

/**
 * `reversing`: being undone; `stuck`: that failed so far, and is tried again before the next order · `asked`: fen that
 * were asked for, where less was approved.
 */
export type PaymentState =
  | { readonly at: 'asked' | 'unknown' | 'reversed' }
  | ({ readonly at: 'approved'; readonly approval: string; readonly asked?: Money } & Beside)
  | { readonly at: 'declined'; readonly why: string }
  | { readonly at: 'reversing' | 'stuck'; readonly failures: number }
  | { readonly at: 'decided'; readonly as: Decided; readonly by: string }

/** What a manager says of an order after a look at the acquirer's statement. */
export type Decided = 'paid' | 'not-paid'

export type PaymentEvent =
  | Approved
  | { readonly is: 'declined'; readonly why: string }
  /** Not a byte of it left the till. */
  | { readonly is: 'not-sent' }
  /** No answer in time, or none that can be trusted. */
  | { readonly is: 'silence' }
  /** The cashier would not wait any longer. */
  | { readonly is: 'given-up' }
  | { readonly is: 'restarted' }
  /** Looked up: the acquirer knows of no such order, which may still be on its way. */
  | { readonly is: 'not-found' }
  /** Looked up: it is there and the customer has not paid, or nobody could tell. */
  | { readonly is: 'still-open' }
  | { readonly is: 'reversal-confirmed' }
  | { readonly is: 'reversal-failed' }
  /** Time to try again what failed. */
  | { readonly is: 'retry' }
  | { readonly is: 'decided'; readonly as: Decided; readonly by: string }

/**
 * The acquirer's yes, for this amount; `approval` is its own number for it. `partly`: for less than was asked.
 */
interface Approved extends Beside {
  readonly is: 'approved'
  readonly approval: string
  readonly amount: Money
  readonly partly?: true
}

/** What is to be carried out once the event is on disk; each may be carried out twice. */
export type PaymentDuty = 'look-up' | 'reverse'

export interface PaymentStep {
  readonly payment: Payment
  readonly duty?: PaymentDuty
}

/** Reversals in a row before the order is stuck (UnionPay terminals send three). */
export const REVERSALS_MAX = 3

export const newPayment = (order: PaymentOrder): Payment => ({ ...order, at: 'asked' })

/** Whether nothing is left to be found out: what it says is what was charged. */
export const isSettled = ({ at }: Payment): boolean => ['approved', 'declined', 'reversed', 'decided'].includes(at)

/** Whether the money moved, or is held, as far as the till knows. */
export const hasMoved = (payment: Payment): boolean =>
  payment.at === 'approved' || (payment.at === 'decided' && payment.as === 'paid')

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

/** What becomes of an order whose end nobody knows. */
function settle(payment: Payment): PaymentStep {
  if (payment.settlesBy === 'look-up') return become(payment, { at: 'unknown' }, 'look-up')
  return undo(payment)
}

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
      // It is on its way and can not be called back, only undone.
      return undo(payment)
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

function stepUnknown(payment: Payment, event: PaymentEvent): PaymentStep {
  switch (event.is) {
    case 'approved':
      return approve(payment, event)
    case 'declined':
      return become(payment, { at: 'declined', why: event.why })
    case 'not-found':
    case 'given-up':
      // It may still be travelling: closing it is safe, taking it for declined is not, asking again is not.
      return undo(payment)
    case 'still-open':
    case 'silence':
      return { payment }
    case 'retry':
    case 'restarted':
      return payment.settlesBy === 'look-up' ? { payment, duty: 'look-up' } : { payment }
    case 'decided':
      return become(payment, { at: 'decided', as: event.as, by: event.by })
    case 'not-sent':
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
