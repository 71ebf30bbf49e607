import { returnedOf } from './moving.ts'
import { returnsOf, type Order, type PlatformState, type Returned } from './state.ts'

/** The other side’s truth. A number is the merchant’s own (out_trade_no, out_order_no). */
export interface PlatformBooks {
  /** Fen an order took from the customer and the wallet, whatever was given back since; 0 where it did not. */
  readonly charged: (number: string) => number
  /** Fen given back of an order. */
  readonly returned: (number: string) => number
  /** Fen the shop keeps of an order. */
  readonly kept: (number: string) => number
  /** How often an order or a return was carried out, which must never be twice. */
  readonly times: (number: string) => number
  /** Fen the shop keeps of all orders, before fees. */
  readonly total: () => number
  /** Fen the shop pays for what it took. */
  readonly fees: () => number
  /** Fen of a customer, by the head of their codes. */
  readonly balance: (codes: string) => number | null
  readonly order: (number: string) => Order | null
  readonly back: (number: string) => Returned | null
  readonly backOf: (number: string) => readonly Returned[]
}

export function booksOf(state: PlatformState): PlatformBooks {
  const order = (number: string) => state.orders.get(number) ?? null
  const back = (number: string) => state.returns.get(number) ?? null
  const charged = (number: string) => {
    const found = order(number)
    return found ? found.amount * found.times : 0
  }
  const returned = (number: string) => {
    const found = order(number)
    return found ? returnedOf(state, found) : 0
  }
  const kept = (number: string) => charged(number) - returned(number)
  return {
    ...{ charged, returned, kept, order, back },
    times: (number) => order(number)?.times ?? back(number)?.times ?? 0,
    total: () => [...state.orders.keys()].reduce((sum, number) => sum + kept(number), 0),
    fees: () => [...state.orders.values()].reduce((sum, { fee }) => sum + fee, 0),
    balance: (codes) => state.accounts.get(codes)?.balance ?? null,
    backOf: (number) => {
      const found = order(number)
      return found ? returnsOf(state, found) : []
    },
  }
}
