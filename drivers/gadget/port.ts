/**
 * A USB device that is a program: the other side of the cable. The same gadget stands behind the virtual pipes of tests
 * and training, and behind a real kernel on the bench, byte for byte.
 */
export interface Gadget {
  /** Device descriptor (USB 2.0, table 9-8), 18 bytes. */
  readonly device: Uint8Array
  /** Configuration descriptor with all that follows it (9.6.3), class descriptors included. */
  readonly configuration: Uint8Array
  /** Strings by index; the first is index 1. */
  readonly strings: readonly string[]
  readonly speed: 'full' | 'high'
  /** Of HID interfaces: the report descriptor (HID 1.11, 6.2.2). */
  readonly reportDescriptor?: Uint8Array
  /** A request at the control pipe that is not of chapter 9. Bytes to give (none: just done), or null to stall. */
  readonly control: (setup: Setup, data: Uint8Array) => Uint8Array | null
  /**
   * Bytes at a pipe out. Resolves when they are taken; as long as it does not, the device says NAK. When the host gives
   * up (`stop`), what is not taken by then is not to be taken any more.
   */
  readonly out: (endpoint: number, bytes: Uint8Array, stop: AbortSignal) => Promise<'taken' | 'stalled'>
  /** The next transfer at a pipe in, at most so long; waits (NAK) until there is one, or rejects when it is stopped. */
  readonly in: (endpoint: number, bytes: number, stop: AbortSignal) => Promise<Uint8Array | 'stalled'>
}

/** The eight bytes before a control transfer (USB 2.0, 9.3). */
export interface Setup {
  readonly requestType: number
  readonly request: number
  readonly value: number
  readonly index: number
  readonly length: number
}
