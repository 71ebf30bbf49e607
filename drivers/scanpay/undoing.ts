import { closeCounterOrder } from './counter.ts'
import { ask, type Said } from './envelope.ts'
import { isRevocable } from './giving-back.ts'
import { close, revoked } from './operations.ts'
import {
  isGiven,
  isOver,
  numberOf,
  ownOf,
  payment as soughtPayment,
  refunding,
  REFUNDS,
  REVOCATION,
  undoNumber,
  type PaidBy,
  type Queried,
  type Terms,
} from './orders.ts'
import type { Order } from './shapes.ts'
import { beating, UNDO_RHYTHM } from './rhythm.ts'

/** Undoing a payment whose end nobody knows, or nobody wants any more. */
export interface Undone {
  readonly attempt: string
  /** Fen. */
  readonly amount: number
  /** How it was asked for; null where that is not known any more. */
  readonly by: PaidBy | null
  /** From when on one that is not there was never made, by `elapsedMs`. */
  readonly sureFromMs: number
  /**
   * It is only put away, since nobody has seen its code. One that is paid all the same is not undone: who put it away
   * may be gone before the money is back, and the next to ask would find it paid.
   */
  readonly isUnseen: boolean
}

type Way = 'close' | 'counter-close' | typeof REVOCATION | (typeof REFUNDS)[number]
/** What was heard when it was asked for; `lost`: by its own number it has failed in the end. */
type Heard = Said<unknown>['is'] | 'lost'

/** An order that is not there may still be on its way: so often in a row it has to be missing. */
const NOT_FOUND_TIMES = 4
const UNDO_REASON = '撤销'

/** True once the platform says that the shop has, and will have, none of its money. */
export async function undone(terms: Terms, payment: Undone, noMore: AbortSignal): Promise<boolean> {
  const order = { number: numberOf(payment.attempt), amount: payment.amount }
  const asked = new Map<Way, Heard>()
  let missing = 0
  const beat = beating(UNDO_RHYTHM, terms.clock, noMore)
  while (await beat()) {
    const now = await soughtPayment(terms, order, payment.by, noMore)
    if (isOver(now.state)) return true
    if (now.state === 'SUCCESS' && payment.isUnseen) return false
    // Some of it went back by somebody else’s hand: that is for a person.
    if (now.state === 'PART_REFUND') return false
    missing = now.state === 'not-found' ? missing + 1 : 0
    if (missing >= NOT_FOUND_TIMES && terms.clock.elapsedMs() >= payment.sureFromMs) return true
    if (await isBack(terms, payment, asked, noMore)) return true
    for (const way of waysOf(terms, payment, now, asked)) {
      // What was heard is not asked for again in the same breath; what may not have got there is.
      if (['done', 'open', 'failed', 'lost'].includes(asked.get(way) ?? '')) continue
      asked.set(way, (await asking(terms, { order, payment, now, way }, noMore)).is)
    }
  }
  return false
}

/** What gives it back may be under way, and only its own number tells, and moves, its end. */
async function isBack(terms: Terms, payment: Undone, asked: Map<Way, Heard>, noMore: AbortSignal): Promise<boolean> {
  const { attempt, amount } = payment
  for (const sign of [REVOCATION, ...REFUNDS] as const) {
    const heard = asked.get(sign)
    // Nothing of it left the till, or nothing more is to be heard of it.
    if (heard === undefined || heard === 'not-sent' || heard === 'lost') continue
    const order = { number: undoNumber(attempt, sign), amount }
    const own = await ownOf(terms, order, sign === REVOCATION ? 'revocation' : 'refund', noMore)
    if (isGiven(own)) return true
    if (own.state === 'FAIL') asked.set(sign, 'lost')
  }
  return false
}

/**
 * What was shown is closed, and refunded where the customer was quicker; what was scanned is revoked, paid or not, and
 * refunded where that is not for it. Where it is not known which it was, all are safe.
 */
function waysOf(terms: Terms, { by }: Undone, now: Queried, asked: ReadonlyMap<Way, Heard>): readonly Way[] {
  const { state, found } = now
  if (state === 'SUCCESS') {
    const revocation = asked.get(REVOCATION)
    // What is being revoked is not refunded too, whatever day it has become.
    if (revocation === undefined ? isRevocable(terms, found) : !isNo(revocation)) return [REVOCATION]
    const refund = REFUNDS.find((sign) => asked.get(sign) !== 'lost')
    return refund ? [refund] : []
  }
  if (found?.kind === 'COUNTER' || by === 'counter') return ['counter-close']
  if (by === 'qr' || found?.kind === 'PREORDER') return ['close']
  if (by === 'code' || found?.kind === 'MICROPAY') return [REVOCATION]
  return terms.qrWallet === 'counter' ? ['counter-close', 'close', REVOCATION] : ['close', REVOCATION]
}

const isNo = (heard: Heard): boolean => heard === 'failed' || heard === 'lost'

interface Asking {
  readonly order: Order
  readonly payment: Undone
  readonly now: Queried
  readonly way: Way
}

function asking(terms: Terms, { order, payment, now, way }: Asking, noMore: AbortSignal): Promise<Said<unknown>> {
  const { party } = terms
  switch (way) {
    case 'close':
      return ask(terms, close(party, order), noMore)
    case 'counter-close':
      return ask(terms, closeCounterOrder(party, order.number), noMore)
    case REVOCATION:
      return ask(terms, revoked(party, undoNumber(payment.attempt, way), order), noMore)
    case '-R':
    case '-S':
    case '-T': {
      const [number, original] = [undoNumber(payment.attempt, way), order.number]
      const tradeNo = now.found?.booked?.tradeNo ?? ''
      const refund = { number, amount: order.amount, original: { number: original, tradeNo }, reason: UNDO_REASON }
      return ask(terms, refunding(terms, refund), noMore)
    }
  }
}
