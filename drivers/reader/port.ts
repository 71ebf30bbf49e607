/**
 * A magnetic-stripe reader that encrypts in its head. What leaves it is ciphertext with the serial number of its key
 * (KSN, ANSI X9.24); of the card number no more than may be shown. A reader that gives tracks in the clear is refused
 * by its driver: what never came in can not leak.
 */
export interface Reader {
  readonly status: () => 'ready' | 'absent' | 'refused'
  readonly onSwipe: (listener: (swipe: Swipe | SwipeFault) => void) => void
}

export interface Swipe {
  /** First six and last four digits, asterisks between: `622848******0015`; null where track 2 could not be read. */
  readonly card: string | null
  /** `YYMM`, as the card says it; null where track 2 could not be read. */
  readonly expiry: string | null
  /** The service code begins with 2 or 6: it has a chip, which is to be read first. */
  readonly hasChip: boolean
  readonly cipher: 'tdes' | 'aes'
  /** Ten bytes. */
  readonly ksn: Uint8Array
  /** Of tracks 1, 2 and 3; null where there is none. */
  readonly tracks: readonly [Uint8Array | null, Uint8Array | null, Uint8Array | null]
}

/**
 * `misread`: swipe it again · `in-the-clear`: the reader does not encrypt, and is set up or changed · `keys-used-up`:
 * it has no key left · `garbled`: what came is not of this reader's form · `played-again`: its key was used before.
 */
export type SwipeFault = {
  readonly fault: 'misread' | 'in-the-clear' | 'keys-used-up' | 'garbled' | 'played-again'
}
