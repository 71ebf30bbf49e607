/** A display towards the customer. Nothing waits for it: what is shown is the newest picture, as soon as it can be. */
export interface Display {
  /** `ready`: it took the last picture · `absent`: it is not there, or takes nothing. */
  readonly status: () => 'ready' | 'absent'
  readonly onStatus: (listener: () => void) => void
  /** Returns at once, and never throws for what a display can not show. */
  readonly show: (picture: Picture) => void
  /** Drives it until it is stopped; the display is left as it is. */
  readonly watch: (stop: AbortSignal) => Promise<void>
}

export type AmountKind = 'price' | 'total' | 'received' | 'change'

export type Picture =
  /** `amount` as it is read, such as `12.50` or `-3.00`. */
  | { readonly is: 'amount'; readonly kind: AmountKind; readonly amount: string }
  | { readonly is: 'lines'; readonly upper: string; readonly lower: string }
  | { readonly is: 'clear' }

/** How a make of display is spoken to. */
export interface DisplayCoder {
  /** What is sent first, when the line has been opened. */
  readonly begin: Uint8Array
  /** The whole picture: whatever stood there before is gone. */
  readonly bytesOf: (picture: Picture) => Uint8Array
}
