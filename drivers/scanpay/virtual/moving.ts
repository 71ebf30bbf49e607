import { returnsOf, withOrder, withReturned, type Order, type PlatformState, type Returned } from './state.ts'
import { beijingDay } from './time.ts'
import { feeOf } from './wallets.ts'

/** Where money moves, and nowhere else. */

function withBalance(state: PlatformState, codes: string, delta: number): PlatformState {
  const account = state.accounts.get(codes)
  if (!account) return state
  return { ...state, accounts: new Map(state.accounts).set(codes, { ...account, balance: account.balance + delta }) }
}

/** The payer pays the order, or has not so much, or is nobody: then null, and nothing moves. */
export function charged(state: PlatformState, order: Order, nowMs: number): PlatformState | null {
  const account = order.payer === null ? undefined : state.accounts.get(order.payer)
  if (!account) return null
  const { codes, wallet, gift } = account.customer
  const paid = order.amount > gift ? order.amount - gift : order.amount
  if (paid > account.balance) return null
  return withOrder(withBalance(state, codes, -paid), {
    ...{ ...order, wallet, paid, state: 'SUCCESS', waits: null, times: order.times + 1, paidMs: nowMs },
    ...{ fee: feeOf(wallet, order.amount), accTradeNo: beijingDay(nowMs) + order.tradeNo.slice(-20) },
  })
}

export const chargedOrFailed = (state: PlatformState, order: Order, nowMs: number): PlatformState =>
  charged(state, order, nowMs) ?? withOrder(state, { ...order, state: 'FAIL', waits: null })

const sumOf = (all: readonly Returned[]): number => all.reduce((sum, { amount }) => sum + amount, 0)
const isPaid = ({ state }: Order): boolean => state === 'SUCCESS' || state === 'PART_REFUND'

/** Fen that were given back. */
export const returnedOf = (state: PlatformState, order: Order): number =>
  sumOf(returnsOf(state, order).filter((each) => each.state === 'SUCCESS'))

/** Fen that may still be asked back: what is on its way back counts as gone. */
export const leftOf = (state: PlatformState, order: Order): number =>
  isPaid(order) ? order.amount - sumOf(returnsOf(state, order).filter((each) => each.state !== 'FAIL')) : 0

/** Carries out what was asked back. */
export function givenBack(state: PlatformState, returned: Returned, nowMs: number): PlatformState {
  const order = state.orders.get(returned.of)
  if (!order) return withReturned(state, { ...returned, state: 'FAIL', waits: null })
  const done = { ...returned, state: 'SUCCESS', waits: null, times: returned.times + 1 } as const
  if (!isPaid(order)) {
    const closed = withOrder(state, { ...order, state: 'CLOSE', waits: null, closedMs: nowMs })
    return withReturned(closed, { ...done, amount: 0 })
  }
  const before = returnedOf(state, order)
  // Of a part the customer gets their part, and with the last all that is left.
  const share = (fen: number): number => Math.floor((order.paid * fen) / order.amount)
  const paid = share(before + returned.amount) - share(before)
  const isAll = before + returned.amount === order.amount
  const next = returned.kind === 'revoked' ? 'REVOKED' : isAll ? 'REFUND' : 'PART_REFUND'
  const moved = order.payer === null ? state : withBalance(state, order.payer, paid)
  return withReturned(withOrder(moved, { ...order, state: next }), { ...done, paid })
}

/** What time alone changes: orders that nobody paid are closed, wallets that asked for a password give up. */
export function settled(state: PlatformState, nowMs: number): PlatformState {
  const over = (order: Order): Order | null => {
    const { expiresMs, waits } = order
    if (order.state === 'INIT' && expiresMs !== null && nowMs >= expiresMs)
      return { ...order, state: 'CLOSE', closedMs: expiresMs }
    const isAsked = order.state === 'DEAL' && waits?.for === 'password' && nowMs >= waits.untilMs
    return isAsked ? { ...order, state: 'FAIL', waits: null } : null
  }
  const ended = [...state.orders.values()].map(over).filter((order) => order !== null)
  return ended.length === 0
    ? state
    : { ...state, orders: new Map([...state.orders, ...ended.map((order) => [order.number, order] as const)]) }
}
