import type { Answer, LookUp, PortOrder } from '../payment/port.ts'
import { ask, beijingTime, whyOf, type Said, type Talk } from './envelope.ts'
import { revoked } from './operations.ts'
import {
  approved,
  isGiven,
  numberOf,
  orderOf,
  originalOf,
  ownOf,
  payment,
  refunding,
  type Queried,
  type Terms,
} from './orders.ts'
import type { Booked } from './shapes.ts'

/** Voids and refunds: money that goes back, under the order’s own number however often it is asked for. */
export type BackOrder = PortOrder & { readonly kind: 'void' | 'refund' }

export const REFUND_REASON = '退款'
const DAY_CHARACTERS = 8
const AIMLESS: Answer = { is: 'declined', why: 'no-original' }
const STILL_OPEN: LookUp = { is: 'still-open' }
const OPEN: readonly Queried['state'][] = ['INIT', 'CREATE', 'DEAL', 'UNKNOWN']
const GIVEN_UP: Answer = { is: 'declined', why: 'given-up' }

/** Asks for it the first time. */
export async function given(terms: Terms, order: BackOrder, noMore: AbortSignal): Promise<Said<Booked> | Answer> {
  if (!order.of) return AIMLESS
  if (order.kind === 'refund') return refunded(terms, order, noMore)
  const before = await original(terms, order, noMore)
  if (before.state === 'SUCCESS') return voided(terms, order, before, noMore)
  // Nothing but questions has left the till.
  if (before.state === 'unknown' || before.state === 'not-found') return { is: 'not-sent' }
  return { is: 'declined', why: before.state }
}

/**
 * Asks for it again, which does no more if it is done. A no to that is not yet one to the first time: what was given
 * back already can not be given back again either.
 */
export async function givenAgain(terms: Terms, order: BackOrder, noMore: AbortSignal): Promise<LookUp> {
  if (!order.of) return AIMLESS
  if (terms.refundsBy === 'unified') {
    // Accepted once, it is asked for no more: its own question tells the rest.
    const own = await ownOf(terms, orderOf(order), order.kind, noMore)
    const known = endIn(own, order) ?? (isOpen(own) ? STILL_OPEN : null)
    if (known) return known
  }
  if (order.kind === 'refund') return settledBy(terms, order, await refunded(terms, order, noMore), noMore)
  const before = await original(terms, order, noMore)
  const back = wholeBack(order, before)
  if (back) return back
  if (before.state !== 'SUCCESS') return { is: 'silence' }
  return settledBy(terms, order, await voided(terms, order, before, noMore), noMore)
}

async function settledBy(terms: Terms, order: BackOrder, said: Said<Booked>, noMore: AbortSignal): Promise<LookUp> {
  if (said.is === 'done') return approved(said.value, order.amount)
  const own = await ownOf(terms, orderOf(order), order.kind, noMore)
  const end = endIn(own, order)
  if (end?.is === 'approved') return end
  if (said.is === 'failed' && (await isNothingGiven(terms, order, own, noMore)))
    return { is: 'declined', why: whyOf(said) }
  return { is: said.is === 'open' ? 'still-open' : 'silence' }
}

export interface Asking {
  /** Whether what was sent would have got there by now. */
  readonly isSure: boolean
  readonly noMore: AbortSignal
}

/**
 * What became of one that nobody wants any more: it only asks. Declined once it is sure that none of it went back, and
 * never will; what a customer has comes again only from the customer’s hand, and is approved.
 */
export async function leftAlone(terms: Terms, order: BackOrder, { isSure, noMore }: Asking): Promise<LookUp> {
  if (!order.of) return AIMLESS
  const own = await ownOf(terms, orderOf(order), order.kind, noMore)
  const end = endIn(own, order)
  if (end) return end
  if (isOpen(own) || (own.state === 'not-found' && !isSure)) return STILL_OPEN
  if (own.state !== 'not-found') return { is: 'silence' }
  // The unified interface asks after refunds by nothing else, so what it does not know was never made.
  if (order.kind === 'refund' && terms.refundsBy === 'unified') return GIVEN_UP
  const before = await original(terms, order, noMore)
  if (before.state === 'SUCCESS') return GIVEN_UP
  return wholeBack(order, before) ?? { is: 'silence' }
}

/** Its end, where its own number tells one. */
function endIn(own: Queried, { amount }: BackOrder): Answer | null {
  if (isGiven(own) && own.found?.booked) return approved(own.found.booked, amount)
  return own.state === 'FAIL' ? { is: 'declined', why: own.state } : null
}

const isOpen = ({ state }: Queried): boolean => OPEN.includes(state)

/** The whole of it went back. Its own number is known only to an answer that was lost. */
const wholeBack = ({ kind, of, amount }: BackOrder, { state }: Queried): Answer | null =>
  kind === 'void' && (state === 'REFUND' || state === 'REVOKED')
    ? { is: 'approved', approval: of?.approval ?? '', amount }
    : null

async function isNothingGiven(terms: Terms, order: BackOrder, own: Queried, noMore: AbortSignal): Promise<boolean> {
  if (own.state === 'FAIL') return true
  // It may not be findable by its own number: then the original says whether anything of it was given back.
  return own.state === 'not-found' && (await original(terms, order, noMore)).state === 'SUCCESS'
}

async function original(terms: Terms, order: BackOrder, noMore: AbortSignal): Promise<Queried> {
  const sought = originalOf(order)
  return sought ? payment(terms, sought, null, noMore) : { state: 'unknown', found: null }
}

const refunded = (terms: Terms, { attempt, amount, of }: BackOrder, noMore: AbortSignal) =>
  ask(
    terms,
    refunding(terms, {
      ...{ number: numberOf(attempt), amount, reason: REFUND_REASON },
      original: { number: numberOf(of?.attempt ?? ''), tradeNo: of?.approval ?? '' },
    }),
    noMore,
  )

/**
 * Revoking is meant for codes that were scanned, and the platform is only known to do it on the day they were paid;
 * a refund takes any payment at any time, but may be charged a fee for. So what can be revoked is, all else refunded.
 */
function voided(terms: Terms, order: BackOrder, { found }: Queried, noMore: AbortSignal): Promise<Said<Booked>> {
  const { of, attempt, amount } = order
  if (!of || !isRevocable(terms, found)) return refunded(terms, order, noMore)
  return ask(terms, revoked(terms.party, numberOf(attempt), { number: numberOf(of.attempt), amount }), noMore)
}

export function isRevocable({ clock }: Pick<Talk, 'clock'>, found: Queried['found']): boolean {
  const today = beijingTime(clock.nowMs()).slice(0, DAY_CHARACTERS)
  return found?.kind === 'MICROPAY' && found.time?.slice(0, DAY_CHARACTERS) === today
}
