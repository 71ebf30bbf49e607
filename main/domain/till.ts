import type { Approval, KeptApproval } from './authority.ts'
import { consumed, peopled } from './duty.ts'
import type { WrongTries } from './lockout.ts'
import { adjusted, paid, slipAgain, slipEnded } from './folding.ts'
import type { Money } from './money.ts'
import type { PaymentEvent } from './payment.ts'
import { paymentTold, withOrders, type Addressed, type Payments } from './payments.ts'
import type { Discount, Unit } from './pricing.ts'
import { never } from './result.ts'
import { returned, returnEnded, returnTold, type OrderedPart } from './returning.ts'
import { EMPTY_SALE, type OpenSale } from './sale.ts'
import type { Authorised, PaidSale, PrintState, Slip, SlipName } from './paid-sale.ts'
import { noSales, type Sales } from './sales.ts'
import { isStanding, NEW_STANDING, standing, timed, type Standing, type StandingEvent } from './standing.ts'
import { withTender, withTenderTold, withTenderUndone, type Method, type OutsideTender } from './tendering.ts'

/**
 * The till: everything the journal says, folded. `step` is the only way it changes, so that replaying the records
 * after a crash gives the very state that was shown before it.
 */
export interface Till extends Standing {
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
  readonly printing: readonly SlipName[]
  /** Sales whose slip the printer refused whole, oldest first: printed when it can. */
  readonly owed: readonly SlipName[]
  /** Orders to move money outside the till: all that are open, and the last settled ones. */
  readonly payments: Payments
  /** Orders ever sent, which the next one is numbered by. */
  readonly orders: number
  /** Of orders that give back money of paid sales, whose: as long as they may change. */
  readonly returning: ReadonlyMap<string, string>
  /** Of the receipts of this epoch. */
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

export interface ParkedSale {
  /** What it is called across the counter. */
  readonly slot: number
  readonly parkedAtMs: number
  readonly operator: string
  readonly sale: OpenSale
}

/** One journal record's content: one changing call, or one thing that happened at the till. */
export type TillEvent =
  | { readonly is: 'started' }
  /** The station was restored from a backup and goes on from record `forkSeq`, as its journal says. */
  | {
      readonly is: 'epoch-began'
      readonly parent: string
      readonly forkSeq: number
      readonly hash: string
      readonly fork: string
    }
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
      /** What was paid by others than cash. */
      readonly tenders: readonly OutsideTender[]
    }
  | { readonly is: 'void-refused'; readonly subject: string; readonly asker: string; readonly manager: string }
  | { readonly is: 'approval-given'; readonly approval: Approval }
  | ({ readonly is: 'sale-voided' } & GivingBack)
  | ({ readonly is: 'sale-refunded'; readonly quantities: readonly number[] } & GivingBack)
  | { readonly is: 'return-ended'; readonly receipt: string }
  /** `tender` null: the order belongs to no sale. */
  | ({
      readonly is: 'payment-asked'
      readonly tender: { readonly method: Method; readonly operator: string } | null
    } & Addressed)
  | ({ readonly is: 'tender-voided' } & Addressed & Authorised)
  | { readonly is: 'payment-told'; readonly attempt: string; readonly event: PaymentEvent }
  | { readonly is: 'slip-ended'; readonly receipt: string; readonly slip: Slip; readonly print: PrintState }
  | { readonly is: 'slip-again'; readonly receipt: string; readonly slip: Slip; readonly copy: number }
  | StandingEvent

type GivingBack = Authorised & {
  readonly receipt: string
  readonly back: Money
  /** By the place of the tender. */
  readonly parts: readonly OrderedPart[]
}

export const NEW_TILL: Till = {
  ...NEW_STANDING,
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
  orders: 0,
  returning: new Map(),
  lastCounter: 0,
  wrong: new Map(),
}

/** The till after an event. An event that does not fit is a bug (or a forged record) and throws, changing nothing. */
export function step(till: Till, event: TillEvent, atMs: number): Till {
  const after = isStanding(event) ? standing(till, event, atMs) : changed(till, event, atMs)
  return timed(till, after, event, atMs)
}

function changed(till: Till, event: Exclude<TillEvent, StandingEvent>, atMs: number): Till {
  switch (event.is) {
    case 'started':
      return started(till)
    case 'epoch-began':
      // Receipts count from one again: their numbers name the epoch.
      return { ...started(till), lastCounter: 0 }
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
    case 'sale-refunded':
      return returned(till, event, atMs)
    case 'return-ended':
      return returnEnded(till, event)
    case 'payment-asked':
      return { ...withOrders(till, [event], atMs), sale: withTender(till.sale, event) }
    case 'tender-voided':
      return {
        ...{ ...withOrders(till, [event], atMs), approvals: consumed(till, event) },
        sale: withTenderUndone(till.sale, event),
      }
    case 'payment-told':
      return told(till, event, atMs)
    case 'slip-ended':
      // A late word about the sale's slip says nothing of the void slip that replaced it.
      return till.printing.some(isNamed(event)) ? slipEnded(till, event, event.print) : till
    case 'slip-again':
      return slipAgain(till, event)
    default:
      return never(event)
  }
}

function told(till: Till, { attempt, event }: Of<'payment-told'>, atMs: number): Till {
  const payments = paymentTold(till.payments, attempt, event, atMs)
  const payment = payments.get(attempt)?.payment
  if (!payment) return till
  return returnTold({ ...till, payments, sale: withTenderTold(till.sale, payment) }, payment)
}

const isNamed = (wanted: SlipName) => (name: SlipName) => name.receipt === wanted.receipt && name.slip === wanted.slip

/** Slips that were being printed are of unknown fate; nobody is on duty, and no approval outlives its program. */
function started(till: Till): Till {
  const ended = till.printing.reduce((so, name) => slipEnded(so, name, 'unknown'), till)
  return { ...ended, duty: null, lockedBy: null, approvals: [] }
}

export type Of<Kind extends TillEvent['is']> = TillEvent & { readonly is: Kind }
