import type { Approval, KeptApproval } from './authority.ts'
import { peopled } from './duty.ts'
import type { WrongTries } from './lockout.ts'
import { adjusted, paid, saleOf, slipAgain, slipEnded, voided } from './folding.ts'
import type { Money } from './money.ts'
import type { PaymentEvent, PaymentOrder } from './payment.ts'
import { paymentAsked, paymentTold, type Payments, type PortName } from './payments.ts'
import type { Discount, Unit } from './pricing.ts'
import { never } from './result.ts'
import { EMPTY_SALE, type Line, type OpenSale } from './sale.ts'
import { noSales, type Sales } from './sales.ts'

/**
 * The till: everything the journal says, folded. `step` is the only way it changes, so that replaying the records
 * after a crash gives the very state that was shown before it.
 */
export interface Till {
  readonly operators: readonly Operator[]
  /** Who works here now: nobody while it is locked, and after a start until somebody signs in. */
  readonly duty: string | null
  /** Who locked it; null where nobody has since the start. */
  readonly lockedBy: string | null
  /** Given since the start, newest last. */
  readonly approvals: readonly KeptApproval[]
  readonly appearance: Appearance | null
  readonly sale: OpenSale
  /** Sales put aside, oldest first. */
  readonly parked: readonly ParkedSale[]
  /** The sale paid last, shown with its change until the next line. */
  readonly paid: string | null
  readonly sales: Sales<PaidSale>
  /** Sales whose slip has not ended: few, so that a start need not look through all. */
  readonly printing: readonly string[]
  /** Sales whose slip the printer refused whole, oldest first: printed when it can. */
  readonly owed: readonly string[]
  /** Orders to move money outside the till: all that are open, and the last settled ones. */
  readonly payments: Payments
  readonly lastCounter: number
  readonly wrong: WrongTries
}

export interface Operator {
  readonly number: string
  readonly name: string
  readonly role: 'cashier' | 'manager' | 'it'
}

export interface Appearance {
  readonly language: 'zh-CN' | 'en'
  readonly theme: 'light' | 'dark'
}

/** What became of a slip. `unknown`: the printer did not say, or the till went down while it printed. */
export type PrintState = 'waiting' | 'printed' | 'refused' | 'unknown'
export type Slip = 'sale' | 'void'

export interface ParkedSale {
  /** What it is called across the counter. */
  readonly slot: number
  readonly parkedAtMs: number
  readonly operator: string
  readonly sale: OpenSale
}

export interface PaidSale {
  readonly receipt: string
  readonly paidAtMs: number
  readonly operator: string
  readonly lines: readonly Line[]
  readonly discount: Discount | null
  /** What was to be paid. */
  readonly total: Money
  /** What the rounding of cash added, or took off where it is negative. */
  readonly rounded: Money
  readonly given: Money
  readonly change: Money
  readonly voided: Voided | null
  readonly slip: Slip
  readonly print: PrintState
  /** The last print that was ordered of this slip: 0 the first one, then its copies. */
  readonly copies: number
}

export interface Voided {
  readonly atMs: number
  readonly reason: 'wrong-goods' | 'customer-changed-mind' | 'wrong-tender' | 'training' | 'other'
  /** Who asked and who approved: two numbers, both on record. */
  readonly asker: string
  readonly manager: string
  /** Both are the shop's one manager. */
  readonly selfApproval: boolean
}

/** One journal record's content: one changing call, or one thing that happened at the till. */
export type TillEvent =
  | { readonly is: 'started' }
  | { readonly is: 'operators-made'; readonly operators: readonly Operator[]; readonly signedIn: string | null }
  /** `by` null: a start found them in the operators' file, where the record of the act was lost. */
  | { readonly is: 'operator-added'; readonly operator: Operator; readonly by: string | null }
  | { readonly is: 'operator-unlocked'; readonly operator: string; readonly by: string }
  | { readonly is: 'signed-in' | 'sign-in-refused' | 'locked'; readonly operator: string }
  | ({ readonly is: 'appearance-set' } & Appearance)
  | {
      readonly is: 'goods-added'
      readonly sku: string
      readonly name: string
      readonly price: Money
      readonly unit: Unit
      readonly quantity: number
      readonly label: Money | null
    }
  | { readonly is: 'quantity-set'; readonly line: number; readonly quantity: number }
  | { readonly is: 'line-removed'; readonly line: number }
  | { readonly is: 'price-set'; readonly line: number; readonly price: Money; readonly granted: Money }
  | {
      readonly is: 'discount-set'
      readonly line: number | null
      readonly discount: Discount | null
      readonly granted: Money
    }
  | { readonly is: 'sale-parked'; readonly slot: number; readonly operator: string }
  | { readonly is: 'sale-recalled'; readonly slot: number }
  | { readonly is: 'sale-cancelled'; readonly operator: string }
  | {
      readonly is: 'sale-paid'
      readonly receipt: string
      readonly counter: number
      readonly operator: string
      readonly total: Money
      readonly rounded: Money
      readonly given: Money
      readonly change: Money
    }
  | { readonly is: 'void-refused'; readonly receipt: string; readonly asker: string; readonly manager: string }
  | { readonly is: 'approval-given'; readonly approval: Approval }
  | ({
      readonly is: 'sale-voided'
      readonly receipt: string
      readonly back: Money
      readonly approval: string
    } & Omit<Voided, 'atMs'>)
  | { readonly is: 'payment-asked'; readonly port: PortName; readonly order: PaymentOrder }
  | { readonly is: 'payment-told'; readonly attempt: string; readonly event: PaymentEvent }
  | { readonly is: 'slip-ended'; readonly receipt: string; readonly slip: Slip; readonly print: PrintState }
  | { readonly is: 'slip-again'; readonly receipt: string; readonly copy: number }

export const NEW_TILL: Till = {
  operators: [],
  duty: null,
  lockedBy: null,
  approvals: [],
  appearance: null,
  sale: EMPTY_SALE,
  parked: [],
  paid: null,
  sales: noSales(),
  printing: [],
  owed: [],
  payments: new Map(),
  lastCounter: 0,
  wrong: new Map(),
}

/** The till after an event. An event that does not fit is a bug (or a forged record) and throws, changing nothing. */
export function step(till: Till, event: TillEvent, atMs: number): Till {
  switch (event.is) {
    case 'started':
      return started(till)
    case 'operators-made':
    case 'operator-added':
    case 'operator-unlocked':
    case 'signed-in':
    case 'sign-in-refused':
    case 'locked':
    case 'void-refused':
    case 'approval-given':
      return peopled(till, event)
    case 'appearance-set':
      return { ...till, appearance: { language: event.language, theme: event.theme } }
    case 'goods-added':
    case 'quantity-set':
    case 'line-removed':
    case 'price-set':
    case 'discount-set':
    case 'sale-parked':
    case 'sale-recalled':
    case 'sale-cancelled':
      return adjusted(till, event, atMs)
    case 'sale-paid':
      return paid(till, event, atMs)
    case 'sale-voided':
      return voided(till, event, atMs)
    case 'payment-asked':
      return { ...till, payments: paymentAsked(till.payments, event.port, event.order) }
    case 'payment-told':
      return { ...till, payments: paymentTold(till.payments, event.attempt, event.event) }
    case 'slip-ended':
      // A late word about the sale's slip says nothing of the void slip that replaced it.
      return saleOf(till, event.receipt).slip === event.slip ? slipEnded(till, event.receipt, event.print) : till
    case 'slip-again':
      return slipAgain(till, event)
    default:
      return never(event)
  }
}

/** Slips that were being printed are of unknown fate; nobody is on duty, and no approval outlives its program. */
function started(till: Till): Till {
  const ended = till.printing.reduce((so, receipt) => slipEnded(so, receipt, 'unknown'), till)
  return { ...ended, duty: null, lockedBy: null, approvals: [] }
}

export type Of<Kind extends TillEvent['is']> = TillEvent & { readonly is: Kind }
