import type { Answer, LookUp, PortOrder } from '../payment/port.ts'
import { ask, beijingTime, type Said, type Talk } from './envelope.ts'
import { refund, revoked, type Booked } from './operations.ts'
import { approved, numberOf, orderOf, originalOf, queried, type Queried } from './orders.ts'

/** Voids and refunds: money that goes back, under the order’s own number however often it is asked for. */
export const REFUND_REASON = '退款'
const DAY_CHARACTERS = 8

/** Asks for it the first time. */
export async function given(talk: Talk, order: PortOrder, noMore: AbortSignal): Promise<Said<Booked> | Answer> {
  const original = originalOf(order)
  if (!original) return { is: 'declined', why: 'no-original' }
  if (order.kind === 'refund') return refunded(talk, order, noMore)
  const before = await queried(talk, original, noMore)
  if (before.state === 'SUCCESS') return voided(talk, order, before, noMore)
  // Nothing but questions has left the till.
  if (before.state === 'unknown' || before.state === 'not-found') return { is: 'not-sent' }
  return { is: 'declined', why: before.state }
}

/**
 * Asks for it again, which does no more if it is done. A no to that is not yet one to the first time: what was given
 * back already can not be given back again either.
 */
export async function givenAgain(talk: Talk, order: PortOrder, noMore: AbortSignal): Promise<LookUp> {
  const original = originalOf(order)
  if (!original) return { is: 'declined', why: 'no-original' }
  if (order.kind === 'refund') return settledBy(talk, order, await refunded(talk, order, noMore), noMore)
  const before = await queried(talk, original, noMore)
  if (before.state === 'REFUND' || before.state === 'REVOKED') {
    // The whole of it went back. Its own number is known only to an answer that was lost.
    return { is: 'approved', approval: order.of?.approval ?? '', amount: order.amount }
  }
  if (before.state !== 'SUCCESS') return { is: 'silence' }
  return settledBy(talk, order, await voided(talk, order, before, noMore), noMore)
}

async function settledBy(talk: Talk, order: PortOrder, said: Said<Booked>, noMore: AbortSignal): Promise<LookUp> {
  if (said.is === 'done') return approved(said.value, order.amount)
  const now = await queried(talk, orderOf(order), noMore)
  if (now.state === 'SUCCESS' && now.found?.booked && isGiving(now)) return approved(now.found.booked, order.amount)
  if (said.is === 'failed' && (await isNothingGiven(talk, order, now, noMore)))
    return { is: 'declined', why: said.code }
  return { is: said.is === 'open' ? 'still-open' : 'silence' }
}

const isGiving = ({ found }: Queried): boolean =>
  found?.kind === null || found?.kind === 'REFUND' || found?.kind === 'CANCEL'

export interface Asking {
  /** Whether what was sent would have got there by now. */
  readonly isSure: boolean
  readonly noMore: AbortSignal
}

/** Whether it is sure that none of it went back: what a customer has comes again only from the customer’s hand. */
export async function nothingGiven(talk: Talk, order: PortOrder, { isSure, noMore }: Asking): Promise<boolean> {
  const own = await queried(talk, orderOf(order), noMore)
  return own.state === 'not-found' && !isSure ? false : isNothingGiven(talk, order, own, noMore)
}

async function isNothingGiven(talk: Talk, order: PortOrder, own: Queried, noMore: AbortSignal): Promise<boolean> {
  if (own.state === 'FAIL') return true
  const original = originalOf(order)
  if (own.state !== 'not-found' || !original) return false
  // It may not be findable by its own number: then the original says whether anything of it was given back.
  return (await queried(talk, original, noMore)).state === 'SUCCESS'
}

const refunded = (talk: Talk, { attempt, amount, of }: PortOrder, noMore: AbortSignal) =>
  ask(
    talk,
    refund(talk.party, {
      ...{ number: numberOf(attempt), amount, reason: REFUND_REASON, original: numberOf(of?.attempt ?? '') },
    }),
    noMore,
  )

/**
 * Revoking is meant for codes that were scanned, and the platform is only known to do it on the day they were paid;
 * a refund takes any payment at any time, but may be charged a fee for. So what can be revoked is, all else refunded.
 */
function voided(talk: Talk, order: PortOrder, { found }: Queried, noMore: AbortSignal): Promise<Said<Booked>> {
  const { of, attempt, amount } = order
  if (!of || !isRevocable(talk, found)) return refunded(talk, order, noMore)
  return ask(talk, revoked(talk.party, numberOf(attempt), { number: numberOf(of.attempt), amount }), noMore)
}

export function isRevocable({ clock }: Talk, found: Queried['found']): boolean {
  const today = beijingTime(clock.nowMs()).slice(0, DAY_CHARACTERS)
  return found?.kind === 'MICROPAY' && found.time?.slice(0, DAY_CHARACTERS) === today
}
