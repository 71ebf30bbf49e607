import type { Money } from '../money.ts'
import type { EntryMode } from './terminal.ts'
import type { CardTransaction } from './transactions.ts'

/** What the slip of an approved card transaction says of it: nothing that could pay, and no expiry date. */
export interface CardFacts {
  readonly transaction: CardTransaction
  /** Field 42, up to fifteen characters, and field 41, up to eight. */
  readonly merchant: string
  readonly terminal: string
  /** At most the first six and last four digits. */
  readonly card: string
  readonly entry: EntryMode
  /** Of the card's bank and of the shop's, as field 44 has them; empty where it is silent. */
  readonly issuer: string
  readonly acquirer: string
  readonly verified: Verified
  readonly batch: number
  /** The voucher number. */
  readonly stan: number
  /** Fields 37 and 38; empty where there are none. */
  readonly rrn: string
  readonly authorisation: string
  /** By the acquirer: MMDD and hhmmss, fields 13 and 12; empty where it did not say. */
  readonly date: string
  readonly time: string
  readonly chip?: ChipFacts
}

/** How the customer stood for the card. `none`: nothing was asked of them, as the sum is within `upTo`. */
export type Verified =
  { readonly is: 'pin' } | { readonly is: 'signature' } | { readonly is: 'none'; readonly upTo: Money }

/** Objects of EMV in upper-case hex, but for the label; empty where the message held none. */
export interface ChipFacts {
  /** Tags 84, 50. */
  readonly aid: string
  readonly label: string
  /** Tag 9F26, and by tag 9F27 of which kind; `AC` where that is not told. */
  readonly cryptogram: string
  readonly kind: 'TC' | 'ARQC' | 'AC'
  /** Tags 95, 9B, 9F36. */
  readonly tvr: string
  readonly tsi: string
  readonly atc: string
}
