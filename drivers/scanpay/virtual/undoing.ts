import { returnAsked } from './asking.ts'
import { payingCustomer } from './customer.ts'
import { said, type Deciding, type Facts, type Outcome } from './facts.ts'
import type { Kind } from './kinds.ts'
import { openOf } from './moods.ts'
import { charged, givenBack, leftOf } from './moving.ts'
import { counterOrderIn, isNamedTwice, numberTrouble, originIn } from './naming.ts'
import { done, UNDER_WAY } from './paying.ts'
import { REFUSALS, type Refusal } from './refusals.ts'
import { counterNames, originOf, returnShown } from './showing.ts'
import { tradeNoOf, withOrder, withReturned, type Order, type PlatformState, type Returned } from './state.ts'
import { beijingDay, beijingText } from './time.ts'

/** What the unified interface says of what it does not know the end of. */
const ACCEPTED = '000000'

/** Of an order whose code was shown, unpaid. */
export const close: Deciding = (state, facts) => {
  const order = originIn(state, facts.data)
  if (!order) return unknown(state, facts)
  return order.kind === 'preorder' ? closed('close', state, facts, order) : 'not-its-kind'
}

export const counterClose: Deciding = (state, facts) => {
  const order = counterOrderIn(state, facts.data)
  return order ? closed('counter-close', state, facts, order) : 'no-order'
}

function closed(kind: Kind, before: PlatformState, { mood, nowMs }: Facts, order: Order): Outcome | Refusal {
  const isRace = mood === 'paid-before-close' || mood === 'paid-after-close'
  const isOpen = order.state === 'INIT'
  const state = isRace && isOpen ? hastilyPaid(before, order, nowMs) : before
  const now = state.orders.get(order.number) ?? order
  const isCounter = kind === 'counter-close'
  const answer = (order: Order) =>
    isCounter ? counterNames(order) : { ...originOf(order), trade_time: beijingText(nowMs) }
  const end: Order = { ...now, state: 'CLOSE', closedMs: nowMs }
  if (mood === 'paid-after-close' && isOpen) return done(kind, state, answer(end))
  if (now.state === 'INIT') return done(kind, withOrder(state, end), answer(end))
  // Paid at the last moment: the books go on, and the answer refuses.
  const [code, message] = REFUSALS[now.state === 'CLOSE' ? 'over-already' : 'paid-already']
  return { state, code, message, data: null }
}

function hastilyPaid(state: PlatformState, order: Order, nowMs: number): PlatformState {
  const payer = payingCustomer(state, order)
  return payer === null ? state : (charged(state, { ...order, payer }, nowMs) ?? state)
}

/** Not there: should it still come, it may be that it is refused. */
function unknown(state: PlatformState, { parts, data }: Facts): Outcome | Refusal {
  const number = said(data, 'origin_out_trade_no')
  if (!parts.barsUndone || number === '') return 'no-order'
  const [code, message] = REFUSALS['no-order']
  return { state: { ...state, barred: new Set(state.barred).add(number) }, code, message, data: null }
}

/** Of an order by the customer’s code: unpaid it is closed, paid its money goes back. */
export const revoked: Deciding = (state, facts) => {
  const { data, nowMs, parts } = facts
  const order = originIn(state, data)
  if (!order) return unknown(state, facts)
  const before = repeated(state, facts, { kind: 'revoked', of: order.number })
  if (before !== null) return before
  if (order.kind !== 'micropay') return 'not-its-kind'
  if (parts.revokesSameDay && beijingDay(order.madeMs) !== beijingDay(nowMs)) return 'another-day'
  const isUnder = [...state.returns.values()].some((each) => each.of === order.number && each.state === 'DEAL')
  if (isUnder || (order.state !== 'DEAL' && order.state !== 'SUCCESS')) return 'over-already'
  return givingBack(state, facts, { kind: 'revoked', order, amount: order.amount })
}

/** Of any order that is paid, in parts too, up to what is left of it. */
export const refund: Deciding = (state, facts) => refunded(state, facts, 'refund')
export const unifiedRefund: Deciding = (state, facts) => refunded(state, facts, 'unified')

function refunded(state: PlatformState, facts: Facts, kind: 'refund' | 'unified'): Outcome | Refusal {
  const { data } = facts
  const order = originIn(state, data)
  if (!order) return 'no-order'
  const amount = Number(said(data, 'refund_amount'))
  const before = repeated(state, facts, { kind, of: order.number, amount })
  if (before !== null) return before
  if (order.kind === 'counter' && !isNamedTwice(order, data)) return 'form'
  if (order.times === 0) return 'not-paid'
  if (amount > leftOf(state, order)) return 'too-much'
  return givingBack(state, facts, { kind, order, amount })
}

type Same = Pick<Returned, 'kind' | 'of'> & Partial<Pick<Returned, 'amount'>>
/** What has its number already: the same is answered as it stands, and not done again. Null: nothing has it. */
function repeated(state: PlatformState, { data }: Facts, same: Same): Outcome | Refusal | null {
  const number = said(data, 'out_trade_no')
  const before = state.returns.get(number)
  const isSame = before?.kind === same.kind && before.of === same.of
  if (!isSame || (same.amount !== undefined && before.amount !== same.amount)) return numberTrouble(state, number)
  return answered(state, before)
}

interface Asked {
  readonly kind: Returned['kind']
  readonly order: Order
  readonly amount: number
}
function givingBack(state: PlatformState, facts: Facts, { kind, order, amount }: Asked): Outcome {
  const { data, nowMs, mood } = facts
  const open = openOf(mood)
  const returned: Returned = {
    ...{ number: said(data, 'out_trade_no'), kind, of: order.number, amount, paid: 0, state: 'DEAL' },
    ...{ tradeNo: tradeNoOf(beijingDay(nowMs), state.numbered), times: 0, madeMs: nowMs },
    waits: open && { for: 'queries', left: open.queries, end: open.end, says: open.says ?? 'PROCESSING' },
  }
  const next = open ? withReturned(state, returned) : givenBack(state, returned, nowMs)
  return answered(next, next.returns.get(returned.number) ?? returned, open?.code)
}

function answered(state: PlatformState, returned: Returned, openCode?: string): Outcome {
  const { kind } = returned
  const data = { ...returnShown(state, returned), ...(kind !== 'revoked' && unifiedNames(returned)) }
  if (returned.state === 'SUCCESS') return done(kind === 'unified' ? 'unified-refund' : kind, state, data)
  const under = openCode ?? (kind === 'unified' ? ACCEPTED : UNDER_WAY)
  const [code, message] = returned.state === 'FAIL' ? REFUSALS['return-failed'] : [under, '处理中']
  return { state, code, message, data }
}

/** A refund by the unified interface, by its own number. */
export const unifiedQuery: Deciding = (state, { data, nowMs }) => {
  const number = said(data, 'out_trade_no')
  const found = state.returns.get(number)
  if (found?.kind !== 'unified') return 'no-order'
  const next = returnAsked(state, found, nowMs)
  const now = next.returns.get(number) ?? found
  return done('unified-query', next, { ...returnShown(next, now), ...unifiedNames(now), crd_no: '' })
}

/** What is asked for, and of the unified interface how it stands, in its own words. */
const unifiedNames = ({ kind, amount, state, waits }: Returned) => ({
  refund_amount: String(amount),
  ...(kind === 'unified' && {
    trade_state: state === 'DEAL' ? (waits?.for === 'queries' && waits.says) || 'PROCESSING' : state,
  }),
})
