import type { WrappedWorkingKey } from '../acquirer/codec/f62.ts'

/**
 * Where a customer presents a card: a certified reader with its PIN pad, which runs the chip and encrypts the PIN. What
 * comes out of it goes into one message to the acquirer and is then forgotten; nothing of it is ever logged.
 */
export interface CardDesk {
  /** Asks for a card, and for its PIN where one is wanted. Never rejects. */
  readonly present: (ask: CardAsk, noMore: AbortSignal) => Promise<Presented>
  /** What the customer is asked for now; null once nothing is. */
  readonly onStage: (listener: (stage: DeskStage | null) => void) => void
  /** The PIN key of the day, under the key that was loaded into the pad by hand (TMK). False: it did not take it. */
  readonly loadPinKey: (key: WrappedWorkingKey) => Promise<boolean>
}

export type DeskStage = 'card' | 'insert' | 'pin'

export interface CardAsk {
  /** Fen, shown to the customer; null where there is none. */
  readonly amount: number | null
  /** `never`: as of a refund · `as-card`: as the card wants it, but for small sums without contact. */
  readonly pin: 'never' | 'as-card'
  /** Up to so much a card without contact needs no PIN, fen. */
  readonly pinFreeUpTo: number
}

/**
 * `cancelled`: the customer, or nobody waits any more · `late`: nobody came · `unreadable`: three times no card was
 * read · `keys`: the pad has no PIN key · `away`: there is no reader.
 */
export type Presented =
  | { readonly is: 'card'; readonly card: PresentedCard }
  | { readonly is: 'cancelled' | 'late' | 'unreadable' | 'keys' | 'away' }

export interface PresentedCard {
  /** `fallback`: its chip could not be read three times, and the stripe stands in for it. */
  readonly entry: 'manual' | 'swipe' | 'chip' | 'contactless' | 'fallback'
  /** 12 to 19 digits. */
  readonly pan: string
  /** YYMM. */
  readonly expiry: string | null
  /** Three digits (tag 5F34). */
  readonly sequence: string | null
  /** As field 35 has it: digits and `=`. */
  readonly track2: string | null
  /** Eight bytes under the PIN key (ISO 9564-1 format 0). */
  readonly pinBlock: Uint8Array | null
  /** Objects of EMV for field 55, BER-TLV. */
  readonly chip: Uint8Array | null
  /** Of a bank abroad, by its number. */
  readonly isForeign: boolean
}
