import type { Channel } from '#domain/contact'
import type { Money } from '#domain/money'

/** A code on its way to a manager. Its text is kept nowhere else, and only until it is delivered. */
export interface CodeMessage {
  readonly id: string
  readonly manager: string
  readonly channel: Channel
  readonly code: string
  readonly receipt: string
  readonly amount: Money
  readonly asker: string
  readonly minutes: number
}

export type DeliveryState = { readonly is: 'waiting' | 'sent' } | { readonly is: 'failed'; readonly why: string }

/** Brings one-time codes to managers, by other ways than the till. */
export interface Delivery {
  /** Where a manager can be reached, the addresses masked. */
  readonly reach: (manager: string) => readonly { readonly channel: Channel; readonly to: string }[]
  /** Sends it by and by; what becomes of it `state` says. */
  readonly send: (message: CodeMessage) => void
  /** Null where nothing is known of it, as after a start. */
  readonly state: (id: string) => DeliveryState | null
}
