import type { TestCustomer } from './customers.ts'
import type { UnifiedSays } from './moods.ts'
import type { Wallet } from './wallets.ts'

/** All that a platform knows of one merchant, of the customers’ wallets, and what was done with them. */
export interface PlatformState {
  /** Numbers given out so far. */
  readonly numbered: number
  /** By the head of their codes. */
  readonly accounts: ReadonlyMap<string, Account>
  /** By the merchant’s own number, oldest first. One number names one thing, be it an order or a return. */
  readonly orders: ReadonlyMap<string, Order>
  readonly returns: ReadonlyMap<string, Returned>
  /** Those of requests that are not too old yet, with the second (Unix) that each was signed for. */
  readonly nonces: ReadonlyMap<string, number>
  /** Payment codes that a wallet has seen: each is good for one payment. */
  readonly usedCodes: ReadonlySet<string>
  /** Numbers that were undone before they came. */
  readonly barred: ReadonlySet<string>
}

export interface Account {
  readonly customer: TestCustomer
  /** Fen. */
  readonly balance: number
}

export type OrderState = 'INIT' | 'DEAL' | 'SUCCESS' | 'FAIL' | 'CLOSE' | 'PART_REFUND' | 'REFUND' | 'REVOKED'

/** What an end waits for: the customer’s password, or so many queries that hear of no end yet; null is for ever. */
export type Waits =
  | { readonly for: 'password'; readonly untilMs: number }
  | {
      readonly for: 'queries'
      readonly left: number | null
      readonly end: 'SUCCESS' | 'FAIL'
      readonly says?: UnifiedSays
    }

export interface Order {
  readonly number: string
  /** By the customer’s code, by ours in one wallet, or by ours at the counter for any wallet. */
  readonly kind: 'micropay' | 'preorder' | 'counter'
  /** Fen. */
  readonly amount: number
  readonly state: OrderState
  readonly waits: Waits | null
  /** Of an order at the counter it is known once it is paid. */
  readonly wallet: Wallet | null
  /** The head of the payer’s codes. */
  readonly payer: string | null
  /** The code that was seen. */
  readonly code: string | null
  /** What the code that is shown says. */
  readonly qr: string | null
  /** 32 digits. The last 14 are the number on the statement (log_no). */
  readonly tradeNo: string
  /** The wallet’s own. */
  readonly accTradeNo: string
  /** Fen: what the customer paid of it, which is less where the wallet added to it, and what the shop paid for it. */
  readonly paid: number
  readonly fee: number
  /** How often it was carried out. */
  readonly times: number
  readonly madeMs: number
  readonly paidMs: number | null
  /** When it is closed by itself. */
  readonly expiresMs: number | null
  /** When it was closed. */
  readonly closedMs: number | null
}

/** A refund, asked for by the older or the unified interface, or the revocation of a whole order. */
export interface Returned {
  readonly number: string
  readonly kind: 'refund' | 'unified' | 'revoked'
  /** The order’s number. */
  readonly of: string
  /** Fen: asked, and of a revocation in the end what there was to give back. */
  readonly amount: number
  /** Fen that the customer got. */
  readonly paid: number
  readonly state: 'DEAL' | 'SUCCESS' | 'FAIL'
  readonly waits: Waits | null
  readonly tradeNo: string
  readonly times: number
  readonly madeMs: number
}

export const newPlatformState = (customers: readonly TestCustomer[]): PlatformState => ({
  ...{ numbered: 0, orders: new Map(), returns: new Map() },
  accounts: new Map(customers.map((customer) => [customer.codes, { customer, balance: customer.balance }])),
  ...{ nonces: new Map(), usedCodes: new Set(), barred: new Set() },
})

export const withOrder = (state: PlatformState, order: Order): PlatformState => ({
  ...state,
  orders: new Map(state.orders).set(order.number, order),
})

export const withReturned = (state: PlatformState, returned: Returned): PlatformState => ({
  ...state,
  returns: new Map(state.returns).set(returned.number, returned),
})

export const returnsOf = (state: PlatformState, { number }: Order): readonly Returned[] =>
  [...state.returns.values()].filter(({ of }) => of === number)

const LOG_DIGITS = 14
export const logNo = ({ tradeNo }: { readonly tradeNo: string }): string => tradeNo.slice(-LOG_DIGITS)

/** The day, noughts, and the statement’s number, which begins with 66. */
export const tradeNoOf = (day: string, numbered: number): string =>
  `${day}${'0'.repeat(10)}66${String(numbered).padStart(12, '0')}`
