import type { Heard, HubFailure, HubMessage } from '../hub/port.ts'

/**
 * What all stations sent, as head office's own programs read it from the hub: in order, and live. Every wait ends at
 * the line's own limits.
 */
export interface JournalFeed {
  /** A connection, or why there is none. Never rejects. */
  readonly connect: (noMore: AbortSignal) => Promise<FeedLine | HubFailure>
}

export interface FeedLine {
  readonly is: 'line'
  /**
   * Messages in the hub's order, from this place on, at most `most` of them: of all stations, or on one subject. Of all
   * stations none is left out that the hub has; what is said to be on one subject is what one of its servers has.
   */
  readonly from: (place: number, most: number, subject?: string) => Promise<Heard<readonly HubMessage[]>>
  /** The last place that the hub has given, though its message may be gone; 0 while it has given none. */
  readonly newest: () => Promise<Heard<number>>
  /** Resolves when there may be more than at this place, or after `ms`, or when the line is over. */
  readonly more: (after: number, ms: number) => Promise<void>
  /** Resolves when nothing goes over it any more. */
  readonly over: Promise<void>
  readonly close: () => Promise<void>
}

/** How far the ledger has a station: what the station may forget when it wants to. */
export interface Watermark {
  readonly shop: string
  readonly station: string
  readonly branch: string
  /** Its last record; 0 and empty where the ledger has none so far. */
  readonly seq: number
  readonly hash: string
  /** The station is asked to send again all from this record on; once for each id. */
  readonly again: Again | null
}

export interface Again {
  readonly id: string
  readonly from: number
}

/** Where stations learn it. */
export interface Watermarks {
  /** False where it did not get there: it is said again later. Never rejects. */
  readonly publish: (mark: Watermark) => Promise<boolean>
}
