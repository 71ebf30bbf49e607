/**
 * A reader for chip cards with contacts: cards of members and staff, prepaid cards. Payment by a bank's card is no
 * matter of it: that takes a terminal with a certified kernel (`drivers/terminal`).
 */
export interface ChipReader {
  /** As it was last seen. */
  readonly status: () => ChipReaderStatus
  /** Told of each card that goes in or out, and of the reader itself. */
  readonly onStatus: (listener: () => void) => void
  /** Keeps `status` true, and the reader found, until it is stopped. Never rejects. */
  readonly watch: (stop: AbortSignal) => Promise<void>
  /** Gives the card power, or resets it where it has some. */
  readonly powerOn: () => Promise<PoweredOn>
  /**
   * One command APDU and its answer, status words included (ISO/IEC 7816-4, 5.1); a card must have been powered on. A
   * VERIFY that holds a PIN is refused: whoever knows one types it on the reader’s own keys.
   */
  readonly exchange: (apdu: Uint8Array) => Promise<Exchanged>
  /** Has the reader take a PIN on its own keys and give it to the card: this program never sees it. */
  readonly verifyPin: (asked: PinAsked) => Promise<Exchanged>
  /** Takes the power from the card. What goes wrong at that is no matter: so is a card that is pulled out. */
  readonly powerOff: () => Promise<void>
  /** Gives the reader back to the system. */
  readonly close: () => Promise<void>
}

/** `busy`: another program has it, such as the system’s service for chip cards · `denied`: not for this user. */
export type ChipReaderStatus = 'absent' | 'busy' | 'denied' | 'fault' | 'empty' | 'card'

export type PoweredOn =
  | { readonly is: 'on'; readonly atr: Uint8Array; readonly protocol: ChipProtocol }
  | { readonly is: 'failed'; readonly why: ChipFault }
/** The transmission protocol, by its number in the answer to reset. */
export type ChipProtocol = 0 | 1

/**
 * `refused`: the card has not got the command · `unknown`: it may have carried it out; it has to be powered on anew
 * before the next one, as nobody knows where in its protocol it is.
 */
export type Exchanged =
  | { readonly is: 'answer'; readonly data: Uint8Array; readonly status: number }
  | { readonly is: 'refused' | 'unknown'; readonly why: ChipFault }

export interface PinAsked {
  /** Digits: 4 to 12. */
  readonly min: number
  readonly max: number
  /** For the person, from the first moment; a whole number of seconds, 1 to 255. */
  readonly seconds: number
}

/** The longest command and answer there are (extended length, with status words). */
export const APDU_BYTES_MAX = 65_544

/**
 * `no-card`, `no-reader`: it is not there, or went away · `not-powered`: it has to be powered on first · `mute`: the
 * card does not answer · `misread`: what came from the card is damaged · `not-a-card`: nothing that resets as one ·
 * `card-gave-up`: it broke the exchange off · `reader-broken`: the reader says so, or does not answer · `busy`: with
 * something else · `pin-late`, `pin-cancelled`: the person · `pin-in-the-open`: a command with a PIN in it ·
 * `too-long`, `not-an-apdu`: what was to be sent · `unsupported`: the reader can not do it.
 */
export type ChipFault =
  | 'no-card'
  | 'no-reader'
  | 'not-powered'
  | 'mute'
  | 'misread'
  | 'not-a-card'
  | 'card-gave-up'
  | 'reader-broken'
  | 'busy'
  | 'pin-late'
  | 'pin-cancelled'
  | 'pin-in-the-open'
  | 'too-long'
  | 'not-an-apdu'
  | 'unsupported'
