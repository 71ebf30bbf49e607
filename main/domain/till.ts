import type { KeptApproval } from './authority.ts'
import { backConsumed, consumed } from './consuming.ts'
import { isOfPeople, peopled, type PeopleEvent } from './duty.ts'
import type { Of, TillEvent } from './events.ts'
import type { WrongTries } from './lockout.ts'
import { holdAsked, holdsTold, withHoldEnding, type Holds } from './holds.ts'
import { adjusted, paid, slipAgain, slipEnded } from './folding.ts'
import { isPassing, passed, type PassedSale, type PassingEvent } from './passing.ts'
import { isPermitting, permitted, type PermittingEvent } from './permitting.ts'
import { afterPosting, isOfPostings, NO_POSTINGS, type PostingEvent, type Postings } from './postings.ts'
import type { Passkey } from './passkeys.ts'
import { DEFAULT_POLICY, type Policy } from './policy.ts'
import { paymentTold, withOrders, type Payments } from './payments.ts'
import { NO_CODES, type RefundCodes } from './refund-codes.ts'
import type { RemoteAnswer, RemoteAsked } from './remote.ts'
import { never } from './result.ts'
import { returned, returnEnded, returnTold } from './returning.ts'
import { EMPTY_SALE, type OpenSale } from './sale.ts'
import type { PaidSale, SlipName } from './paid-sale.ts'
import { noSales, type Sales } from './sales.ts'
import { isStanding, NEW_STANDING, standing, timed, type Standing, type StandingEvent } from './standing.ts'
import { withTender, withTenderTold, withTenderUndone } from './tendering.ts'
import {
  afterRestore,
  cardTold,
  isOfTerminal,
  NEW_CARD_TERMINAL,
  terminalAfter,
  type CardTerminal,
  type TerminalEvent,
} from './terminal/terminal.ts'

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
  /** Where they signed in meanwhile, which locked it; null where they did so themselves, or nobody touched it. */
  readonly lockedAt: string | null
  /** Given since the start, newest last. */
  readonly approvals: readonly KeptApproval[]
  readonly remote: RemoteAsked | null
  /** What managers here said to other stations, newest last. */
  readonly answers: readonly RemoteAnswer[]
  readonly policy: Policy
  /** When head office issued the newest one that it set here, by its clock; null where it set none. */
  readonly policyIssuedMs: number | null
  readonly codes: RefundCodes
  /** The newest step of each manager’s authenticator that opened something. */
  readonly steps: ReadonlyMap<string, number>
  readonly appearance: Appearance | null
  readonly sale: OpenSale
  /** Sales put aside, oldest first. */
  readonly parked: readonly ParkedSale[]
  /** Those on their way to another station of the shop; and what came from others, by its name. */
  readonly passing: readonly PassedSale[]
  readonly taken: readonly string[]
  /** What went to others, or came back, by its name. */
  readonly passed: readonly string[]
  /** The sale paid last, shown with its change until the next line. */
  readonly paid: string | null
  readonly sales: Sales<PaidSale>
  /** Sales whose slip has not ended: few, so that a start need not look through all. */
  readonly printing: readonly SlipName[]
  /** Sales whose slip the printer refused whole, oldest first: printed when it can. */
  readonly owed: readonly SlipName[]
  /** Orders to move money outside the till: all that are open, and the last settled ones. */
  readonly payments: Payments
  /** Orders ever sent, and names that were left out, by which the next one is numbered. */
  readonly orders: number
  /** Of orders that give back money of paid sales, whose: as long as they may change. */
  readonly returning: ReadonlyMap<string, string>
  /** Amounts held on customers' cards. */
  readonly holds: Holds
  /** As a card terminal of its acquirer. */
  readonly cards: CardTerminal
  /** Of the receipts of this epoch. */
  readonly lastCounter: number
  readonly wrong: WrongTries
  /** Managers' passkeys, oldest first. */
  readonly passkeys: readonly Passkey[]
  /** What head office posted. */
  readonly postings: Postings
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

export const NEW_TILL: Till = {
  ...NEW_STANDING,
  operators: [],
  duty: null,
  ...{ lockedBy: null, lockedAt: null },
  approvals: [],
  remote: null,
  answers: [],
  policy: DEFAULT_POLICY,
  policyIssuedMs: null,
  codes: NO_CODES,
  steps: new Map(),
  appearance: null,
  sale: EMPTY_SALE,
  ...{ parked: [], passing: [], taken: [], passed: [] },
  paid: null,
  sales: noSales(),
  printing: [],
  owed: [],
  payments: new Map(),
  orders: 0,
  returning: new Map(),
  holds: new Map(),
  cards: NEW_CARD_TERMINAL,
  lastCounter: 0,
  wrong: new Map(),
  passkeys: [],
  postings: NO_POSTINGS,
}

/** The till after an event. An event that does not fit is a bug (or a forged record) and throws, changing nothing. */
export function step(till: Till, event: TillEvent, atMs: number): Till {
  const after = isStanding(event)
    ? standing(till, event, atMs)
    : isOfPeople(event)
      ? peopled(till, event)
      : isPermitting(event)
        ? permitted(till, event, atMs)
        : isOfTerminal(event)
          ? { ...till, cards: terminalAfter(till.cards, event, atMs) }
          : isPassing(event)
            ? passed(till, event)
            : isOfPostings(event)
              ? afterPosting(till, event, atMs)
              : changed(till, event, atMs)
  return timed(till, after, event, atMs)
}

type FoldedElsewhere = StandingEvent | PeopleEvent | PermittingEvent | TerminalEvent | PassingEvent | PostingEvent

function changed(till: Till, event: Exclude<TillEvent, FoldedElsewhere>, atMs: number): Till {
  switch (event.is) {
    case 'started':
      return event.unheard === undefined ? started(till) : afterUnheard(started(till), event.unheard)
    case 'epoch-began':
      // Receipts count from one again: their numbers name the epoch.
      return { ...started(till), lastCounter: 0, cards: afterRestore(till.cards), parting: null }
    case 'appearance-set':
      return { ...till, appearance: { language: event.language, theme: event.theme } }
    case 'quantity-set':
    case 'line-removed':
    case 'price-set':
    case 'discount-set':
    case 'sale-cancelled':
      return adjusted(consumed(till, event), event, atMs)
    case 'goods-added':
    case 'sale-parked':
    case 'sale-recalled':
      return adjusted(till, event, atMs)
    case 'sale-paid':
      return paid(till, event, atMs)
    case 'sale-voided':
    case 'sale-refunded':
      return returned(till, event, atMs)
    case 'return-ended':
      return returnEnded(till, event)
    case 'payment-asked':
      return {
        ...withOrders(till, [event], atMs),
        ...{ sale: withTender(till.sale, event), holds: withHoldEnding(till.holds, event) },
      }
    case 'hold-asked':
      return { ...withOrders(till, [event], atMs), holds: holdAsked(till.holds, event, atMs) }
    case 'hold-released':
      return { ...withOrders(backConsumed(till, event), [event], atMs), holds: withHoldEnding(till.holds, event) }
    case 'tender-voided':
      return {
        ...withOrders(backConsumed(till, event), [event], atMs),
        sale: withTenderUndone(till.sale, event),
      }
    case 'payment-told':
      return told(till, event, atMs)
    case 'slip-ended':
      // A late word about the sale's slip says nothing of the void slip that replaced it.
      return till.printing.some(isNamed(event)) ? slipEnded(till, event, event.print) : till
    case 'statement-checked':
      return till
    case 'slip-again':
      return slipAgain(consumed(till, event), event)
    default:
      return never(event)
  }
}

/** What a disk that was put back can not know: names of orders and numbers of vouchers that were given since. */
const afterUnheard = (till: Till, unheard: number): Till => ({
  ...{ ...till, orders: till.orders + unheard },
  cards: afterRestore(till.cards),
})

function told(till: Till, { attempt, event }: Of<'payment-told'>, atMs: number): Till {
  const payments = paymentTold(till.payments, attempt, event, atMs)
  const payment = payments.get(attempt)?.payment
  if (!payment) return till
  const cards = cardTold(till.cards, payment)
  const holds = holdsTold(till.holds, payment, cards.sent.get(attempt)?.card ?? null)
  return returnTold({ ...till, payments, cards, holds, sale: withTenderTold(till.sale, payment) }, payment)
}

const isNamed = (wanted: SlipName) => (name: SlipName) => name.receipt === wanted.receipt && name.slip === wanted.slip

/** Slips that were being printed are of unknown fate; nobody is on duty, and no approval outlives its program. */
function started(till: Till): Till {
  const ended = till.printing.reduce((so, name) => slipEnded(so, name, 'unknown'), till)
  return { ...ended, ...{ duty: null, lockedBy: null, lockedAt: null }, approvals: [], remote: null }
}
