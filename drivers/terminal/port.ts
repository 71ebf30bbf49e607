/**
 * A payment terminal that is told what to charge and does the rest itself: card, PIN, acquirer (semi-integrated). No
 * card number and no PIN comes to this side. One exchange at a time. Nothing here rejects, but for an order that can
 * not be.
 */
export interface PaymentTerminal {
  /** Whether it answered last. */
  readonly status: () => 'absent' | 'ready'
  readonly onStatus: (listener: () => void) => void
  /** Greets it. Done by itself before the first payment. */
  readonly login: () => Promise<'done' | 'refused' | 'absent' | 'occupied'>
  readonly diagnose: () => Promise<Diagnosis>
  /** Sends the payment once, and waits until it is known how it ended, or that it can not be known. */
  readonly pay: (order: TerminalOrder) => Promise<TerminalOutcome>
  /** Gives back one payment, or a part of it. */
  readonly reverse: (order: TerminalReversal) => Promise<TerminalOutcome>
  /**
   * Asks that the payment under way be given up. That is a request: how it ended is what `pay` says, and it may be
   * approved all the same.
   */
  readonly abort: () => Promise<'sent' | 'nothing-to-abort'>
  /** What became of an order, such as one from before the station was started. */
  readonly lookUp: (of: LookUpOf) => Promise<TerminalLookUp>
  readonly close: () => Promise<void>
}

/**
 * Of one exchange, never used again; the terminal knows it by that. 1 to 10 letters and digits (`makeServiceId`), on
 * the disk before it is sent.
 */
export type ServiceId = string

export interface TerminalOrder {
  readonly service: ServiceId
  /** The sale it is for: what the terminal prints and the acquirer lists, 1 to 35 characters. */
  readonly sale: string
  /** Fen, more than nought. */
  readonly amount: number
}

export interface TerminalReversal extends TerminalOrder {
  /** The payment, as the terminal named it. */
  readonly of: TerminalTransaction
}

/** As the terminal names what it did (POITransactionID). */
export interface TerminalTransaction {
  readonly id: string
  /** ISO 8601, by the terminal's clock. */
  readonly at: string
}

/**
 * `approved`: `amount` was charged (or given back), as the terminal says it · `declined`: nothing was · `refused`: the
 * order was not sent, and can be sent anew · `unknown`: nobody can say; it is asked again later (`lookUp`), and never
 * sent again.
 */
export type TerminalOutcome =
  | {
      readonly is: 'approved'
      readonly amount: number
      readonly transaction: TerminalTransaction
      /** The acquirer's, where it gives one. */
      readonly approval: string | null
      /** At most the first six and last four digits, as the terminal masks it. */
      readonly card: string | null
    }
  | { readonly is: 'declined'; readonly why: string }
  | { readonly is: 'refused'; readonly why: 'absent' | 'occupied' | 'used' | 'not-logged-in' }
  | { readonly is: 'unknown' }

export interface LookUpOf {
  readonly service: ServiceId
  readonly kind: 'payment' | 'reversal'
}
/** `not-found`: it never got the order · `still-open`: it is at it. */
export type TerminalLookUp =
  Extract<TerminalOutcome, { is: 'approved' | 'declined' }> | { readonly is: 'not-found' | 'still-open' | 'unknown' }

/** `hosts`: whether each acquirer can be reached, by its number. */
export type Diagnosis =
  | {
      readonly is: 'here'
      readonly state: 'ok' | 'busy' | 'maintenance' | 'unreachable'
      readonly hosts: readonly { readonly id: string; readonly reachable: boolean }[]
    }
  | { readonly is: 'absent' | 'occupied' | 'refused' }

export const SERVICE_CHARACTERS_MAX = 10
