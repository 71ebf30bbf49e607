import type { HostAsks } from './codec/frame.ts'

/** The line to one acquirer. */
export interface AcquirerLine {
  /**
   * Sends one message (from its type on, sealed) in its frame, and waits for what `isAnswer` takes; whatever else comes
   * is passed over. One at a time. Ends at its own limits, or when `noMore` is aborted. Never rejects.
   */
  readonly exchange: (
    message: Uint8Array,
    isAnswer: (message: Uint8Array) => boolean,
    noMore: AbortSignal,
  ) => Promise<Exchanged>
  /** Resolves when nothing of it is open any more. */
  readonly close: () => Promise<void>
}

/** `not-sent`: not a byte left the till · `silence`: it may have got there, and nothing came that is its answer. */
export type Exchanged =
  | { readonly is: 'answer'; readonly message: Uint8Array; readonly asks: HostAsks }
  | { readonly is: 'not-sent' }
  | { readonly is: 'silence'; readonly why: 'no-answer' | 'cut' | 'garbled' | 'given-up' }
