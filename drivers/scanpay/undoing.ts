import { ask, type Said, type Talk } from './envelope.ts'
import { isRevocable } from './giving-back.ts'
import { close, refund, revoked } from './operations.ts'
import { isOver, numberOf, queried, undoNumber, type Queried } from './orders.ts'
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
}
export type PaidBy = 'code' | 'qr'

type Way = 'close' | 'revoked' | 'refund'

/** An order that is not there may still be on its way: so often in a row it has to be missing. */
const NOT_FOUND_TIMES = 4
const UNDO_REASON = '撤销'

/** True once the platform says that the shop has, and will have, none of its money. */
export async function undone(talk: Talk, payment: Undone, noMore: AbortSignal): Promise<boolean> {
  const order = { number: numberOf(payment.attempt), amount: payment.amount }
  const asked = new Map<Way, Said<unknown>['is']>()
  let missing = 0
  const beat = beating(UNDO_RHYTHM, talk.clock, noMore)
  while (await beat()) {
    const now = await queried(talk, order, noMore)
    if (isOver(now.state)) return true
    // Some of it went back by somebody else’s hand: that is for a person.
    if (now.state === 'PART_REFUND') return false
    missing = now.state === 'not-found' ? missing + 1 : 0
    if (missing >= NOT_FOUND_TIMES && talk.clock.elapsedMs() >= payment.sureFromMs) return true
    for (const way of waysOf(talk, payment, now, asked.get('revoked'))) {
      // What was heard is not asked for again in the same breath; what may not have got there is.
      if (['done', 'open', 'failed'].includes(asked.get(way) ?? '')) continue
      asked.set(way, (await asking(talk, payment, way, noMore)).is)
    }
  }
  return false
}

/**
 * What was shown is closed, and refunded where the customer was quicker; what was scanned is revoked, paid or not, and
 * refunded where that is not for it. Where it is not known which it was, both are safe.
 */
function waysOf(talk: Talk, { by }: Undone, { state, found }: Queried, revocation?: string): readonly Way[] {
  // What is being revoked is not refunded too, whatever day it has become.
  const isRevoking = revocation !== undefined && revocation !== 'failed'
  if (state === 'SUCCESS') return isRevoking || (isRevocable(talk, found) && !revocation) ? ['revoked'] : ['refund']
  if (by === 'qr' || found?.kind === 'PREORDER') return ['close']
  return by === 'code' || found?.kind === 'MICROPAY' ? ['revoked'] : ['close', 'revoked']
}

function asking(talk: Talk, { attempt, amount }: Undone, way: Way, noMore: AbortSignal): Promise<Said<unknown>> {
  const { party } = talk
  const order = { number: numberOf(attempt), amount }
  switch (way) {
    case 'close':
      return ask(talk, close(party, order), noMore)
    case 'revoked':
      return ask(talk, revoked(party, undoNumber(attempt, way), order), noMore)
    case 'refund': {
      const [number, original] = [undoNumber(attempt, way), order.number]
      return ask(talk, refund(party, { number, amount, original, reason: UNDO_REASON }), noMore)
    }
  }
}
