import { said, type Deciding } from './facts.ts'
import { chargedOrFailed, givenBack } from './moving.ts'
import { counterOrderIn } from './naming.ts'
import { done } from './paying.ts'
import { counterShown, orderShown, returnShown } from './showing.ts'
import { withOrder, withReturned, type Order, type PlatformState, type Returned, type Waits } from './state.ts'
import { beijingDay } from './time.ts'

/** An order or a return; that it was found says nothing of how it ended. */
export const query: Deciding = (state, { data, nowMs }) => {
  const [tradeNo, number, day] = ['trade_no', 'out_trade_no', 'trade_req_date'].map((name) => said(data, name))
  const isIt = (each: Order | Returned): boolean =>
    tradeNo ? each.tradeNo === tradeNo : each.number === number && isNamedHere(each)
  const order = [...state.orders.values()].find(isIt)
  const returned = [...state.returns.values()].find(isIt)
  const found = order ?? returned
  if (!found || (day && beijingDay(found.madeMs) !== day)) return 'no-order'
  const next = order ? orderAsked(state, order, nowMs) : returned ? returnAsked(state, returned, nowMs) : state
  const now = next.orders.get(found.number)
  const back = next.returns.get(found.number)
  const shown = now ? orderShown(next, now) : back ? returnShown(next, back) : {}
  return done('query', next, { merchant_no: said(data, 'merchant_no'), ...shown })
}

/** The counter and the unified refund keep the merchant’s numbers for themselves. */
const isNamedHere = ({ kind }: Order | Returned): boolean => kind !== 'counter' && kind !== 'unified'

/** What one more query leaves to wait for; null: it ends with this one. */
function asked(waits: Extract<Waits, { for: 'queries' }>): Waits | null {
  if (waits.left === null) return waits
  return waits.left === 0 ? null : { ...waits, left: waits.left - 1 }
}

function orderAsked(state: PlatformState, order: Order, nowMs: number): PlatformState {
  const { waits } = order
  if (waits?.for !== 'queries') return state
  const left = asked(waits)
  if (left !== null) return withOrder(state, { ...order, waits: left })
  if (waits.end === 'SUCCESS') return chargedOrFailed(state, order, nowMs)
  return withOrder(state, { ...order, state: 'FAIL', waits: null })
}

export function returnAsked(state: PlatformState, returned: Returned, nowMs: number): PlatformState {
  const { waits } = returned
  if (waits?.for !== 'queries') return state
  const left = asked(waits)
  if (left !== null) return withReturned(state, { ...returned, waits: left })
  if (waits.end === 'SUCCESS') return givenBack(state, returned, nowMs)
  return withReturned(state, { ...returned, state: 'FAIL', waits: null })
}

export const counterQuery: Deciding = (state, { data }) => {
  const order = counterOrderIn(state, data)
  return order
    ? done('counter-query', state, { merchant_no: said(data, 'merchant_no'), ...counterShown(state, order) })
    : 'no-order'
}
