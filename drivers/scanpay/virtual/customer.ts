import { charged, settled } from './moving.ts'
import { withOrder, type Order, type PlatformState } from './state.ts'

/** What a customer’s hand does with an order, by the merchant’s number of it. */
export type Act =
  /** Scans the code that is shown, and pays. `customer`: the head of their codes. */
  | { readonly is: 'pays'; readonly number: string; readonly customer: string }
  | { readonly is: 'enters-password'; readonly number: string }
  | { readonly is: 'refuses'; readonly number: string }

export interface Acted {
  readonly state: PlatformState
  /** Null: it is done. */
  readonly why: 'no-order' | 'over' | 'other-wallet' | 'declined' | 'too-little' | null
}

/** At that moment, which an order may not have lived to see. */
export function customerActs(before: PlatformState, act: Act, nowMs: number): Acted {
  const state = settled(before, nowMs)
  const order = state.orders.get(act.number)
  if (!order) return { state, why: 'no-order' }
  if (act.is === 'pays') return pays(state, order, act.customer, nowMs)
  if (order.waits?.for !== 'password') return { state, why: 'over' }
  if (act.is === 'refuses') return { state: withOrder(state, { ...order, state: 'FAIL', waits: null }), why: null }
  const paid = charged(state, order, nowMs)
  return paid ? { state: paid, why: null } : { state, why: 'too-little' }
}

function pays(state: PlatformState, order: Order, codes: string, nowMs: number): Acted {
  if (order.kind === 'micropay') return { state, why: 'no-order' }
  if (order.state !== 'INIT') return { state, why: 'over' }
  const customer = state.accounts.get(codes)?.customer
  if (!customer || (order.wallet !== null && order.wallet !== customer.wallet)) return { state, why: 'other-wallet' }
  if (customer.way === 'refused') return { state, why: 'declined' }
  const paid = charged(state, { ...order, payer: codes }, nowMs)
  return paid ? { state: paid, why: null } : { state, why: 'too-little' }
}

/** The head of the codes of somebody who could pay it, the richest; null: nobody can. */
export function payingCustomer(state: PlatformState, { wallet, amount }: Order): string | null {
  const able = [...state.accounts.values()].filter(
    ({ customer, balance }) =>
      customer.way === 'pays' && balance >= amount && (wallet === null || customer.wallet === wallet),
  )
  return able.sort((one, other) => other.balance - one.balance)[0]?.customer.codes ?? null
}
