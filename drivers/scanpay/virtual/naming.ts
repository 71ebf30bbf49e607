import { said } from './facts.ts'
import type { Data } from './form.ts'
import type { Refusal } from './refusals.ts'
import { payOrderNo } from './showing.ts'
import { logNo, type Order, type PlatformState } from './state.ts'

/** Whether a number may name something new. */
export function numberTrouble(state: PlatformState, number: string): Refusal | null {
  if (state.barred.has(number)) return 'undone'
  return state.orders.has(number) || state.returns.has(number) ? 'number-used' : null
}

const orders = (state: PlatformState): readonly Order[] => [...state.orders.values()]

/** The order that an undoing is about: the platform’s own number comes first, the merchant’s last. */
export function originIn(state: PlatformState, data: Data): Order | null {
  const [tradeNo, log, number] = ['origin_trade_no', 'origin_log_no', 'origin_out_trade_no'].map((name) =>
    said(data, name),
  )
  if (tradeNo) return orders(state).find((order) => order.tradeNo === tradeNo) ?? null
  if (log) return orders(state).find((order) => logNo(order) === log) ?? null
  return state.orders.get(number ?? '') ?? null
}

/** An order at the counter is given back by two of its numbers, both right. */
export function isNamedTwice(order: Order, data: Data): boolean {
  const names = { origin_trade_no: order.tradeNo, origin_log_no: logNo(order), origin_out_trade_no: order.number }
  const given = Object.entries(names).filter(([name]) => said(data, name) !== '')
  return given.length > 1 && given.every(([name, value]) => said(data, name) === value)
}

export function counterOrderIn(state: PlatformState, data: Data): Order | null {
  const [number, payOrder] = [said(data, 'out_order_no'), said(data, 'pay_order_no')]
  const found = payOrder
    ? orders(state).find((order) => order.kind === 'counter' && payOrderNo(order) === payOrder)
    : state.orders.get(number)
  return found?.kind === 'counter' ? found : null
}
