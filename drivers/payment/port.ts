import type { PresentedCard } from '../card-desk/port.ts'

/**
 * Whoever moves money outside the till: a card acquirer, a scan payment platform, a payment terminal. Every wait ends
 * at the port's own limit, or when `noMore` is aborted, as if nothing had been heard.
 */
export interface PaymentPort {
  /** How an order of each kind is settled whose end nobody knows (see `main/domain/payment.ts`). */
  readonly settlesBy: Readonly<Record<'pay' | 'void' | 'refund', 'reversal' | 'look-up' | 'neither'>>
  /** It can hold an amount of a card. Holds, and what ends them, are undone where nobody knows their end. */
  readonly holds?: true
  /** Sends the order and waits for its answer. Never rejects. */
  readonly send: (order: PortOrder, noMore: AbortSignal) => Promise<Answer>
  /** Asks what became of the order. Never rejects. */
  readonly lookUp: (order: PortOrder, noMore: AbortSignal) => Promise<LookUp>
  /** Undoes the order, or closes it where it has not been paid; done again it does no more. Never rejects. */
  readonly reverse: (order: PortOrder, noMore: AbortSignal) => Promise<Reversal>
  /** Told of answers that come after nobody waited any more. */
  readonly onLate: (listener: (attempt: string, answer: Answer) => void) => void
  /** Told of what the customer has to be shown to pay an order that is being sent; null: nothing any more. */
  readonly onPrompt?: (listener: (attempt: string, prompt: Prompt | null) => void) => void
}

/** `text`: drawn as a QR code · `untilMs`: of the time of day, when it stops being good. */
export interface Prompt {
  readonly text: string
  readonly untilMs: number
}

export interface PortOrder {
  /**
   * `hold`: keeps the amount on the card and moves nothing (pre-authorisation) · `release`: lets all of a hold go ·
   * `complete`: takes money of a hold. Only where the port holds.
   */
  readonly kind: 'pay' | 'void' | 'refund' | 'hold' | 'release' | 'complete'
  /** The order's own key; one that is sent twice is carried out once. */
  readonly attempt: string
  /** Fen. */
  readonly amount: number
  /** What it gives back of, or the hold that it ends, by its own key and the acquirer's number for it. */
  readonly of: { readonly attempt: string; readonly approval: string } | null
  /** The customer's payment code, in memory alone. */
  readonly code?: string
  /**
   * The cashier does not want this void or refund any more. Looked up, it is then only asked after and never asked for
   * again: `approved` where it was made all the same, `declined` once it is sure that it moved nothing and never will
   * (`given-up`: it never got there), `still-open` or `silence` until then, and never `not-found`. Said at each look-up
   * from then on, after a start too; left out, a look-up may ask for it again, which makes one that was lost. A port
   * that settles such orders another way does not read it.
   */
  readonly isGivenUp?: true
}

/**
 * `approval`: the acquirer's own number for it · `partly`: less was approved than was asked · `card`: what a slip of it
 * says, where the station prints that · `facts`: what a statement says of it · `why`: its reason, as it words or
 * numbers it.
 */
export type Answer =
  | {
      readonly is: 'approved'
      readonly approval: string
      readonly amount: number
      readonly partly?: true
      readonly card?: CardSaid
      readonly facts?: ScanSaid
    }
  | { readonly is: 'declined'; readonly why: string }
  /** Not a byte left the till. */
  | { readonly is: 'not-sent' }
  /** No answer in time, or none that can be trusted. */
  | { readonly is: 'silence' }

/** As `CardFacts` has it (`main/domain/terminal/card-facts.ts`), which it is held against before it is believed. */
export interface CardSaid {
  readonly transaction: string
  readonly merchant: string
  readonly terminal: string
  /** Masked: a port never hands over more of a card’s number. */
  readonly card: string
  readonly entry: PresentedCard['entry']
  readonly issuer: string
  readonly acquirer: string
  readonly verified: { readonly is: 'pin' | 'signature' } | { readonly is: 'none'; readonly upTo: number }
  readonly batch: number
  readonly stan: number
  readonly rrn: string
  readonly authorisation: string
  readonly date: string
  readonly time: string
  readonly chip?: Readonly<Record<'aid' | 'label' | 'cryptogram' | 'kind' | 'tvr' | 'tsi' | 'atc', string>>
}

/**
 * What a scan payment platform says beside its yes, for a later look at its statement; what it leaves out is missing.
 * Amounts in fen; `time`: `yyyyMMddHHmmss` in Beijing.
 */
export interface ScanSaid {
  readonly tradeNo: string
  /** The statement’s key. */
  readonly logNo?: string
  /** What the customer sees. */
  readonly walletTradeNo?: string
  readonly accountType?: string
  readonly time?: string
  readonly payerAmount?: number
  readonly settleAmount?: number
  readonly merchantDiscount?: number
  readonly channelDiscount?: number
  readonly otherDiscount?: number
}

export type LookUp = Answer | { readonly is: 'not-found' } | { readonly is: 'still-open' }
export type Reversal = { readonly is: 'reversal-confirmed' } | { readonly is: 'reversal-failed' }
