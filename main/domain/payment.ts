import type { Money } from './money.ts'
import type { PaymentKind } from './payment-kinds.ts'
import type { Beside } from './scan-facts.ts'

/**
 * One order to move money outside the till, from its record to its end. Pure: what an event makes of it is in
 * `payment-steps.ts`; whoever runs it writes the event down first, then does what it leaves to be done.
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
 * were asked for, where less was approved · `looks`: nobody wants it any more, and it is only asked after: so often in
 * vain so far.
 */
export type PaymentState =
  | { readonly at: 'asked' | 'reversed' }
  | { readonly at: 'unknown'; readonly looks?: number }
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

export const newPayment = (order: PaymentOrder): Payment => ({ ...order, at: 'asked' })

/** Whether nothing is left to be found out: what it says is what was charged. */
export const isSettled = ({ at }: Payment): boolean => ['approved', 'declined', 'reversed', 'decided'].includes(at)

/** Whether the money moved, or is held, as far as the till knows. */
export const hasMoved = (payment: Payment): boolean =>
  payment.at === 'approved' || (payment.at === 'decided' && payment.as === 'paid')
