/**
 * What is made from the journal and can be made from it again: kept so that a start need not read it all, and that a
 * record is found without looking at every one. It holds text and says nothing of its meaning.
 */
export interface Cache {
  /** The newest checkpoint; null where there is none. */
  readonly checkpoint: () => string | null
  readonly sale: (receipt: string) => string | null
  /** Those by receipt number behind this one, at most `limit`: to go through all of them with pauses. */
  readonly salesAfter: (receipt: string, limit: number) => CachedSale[]
  readonly answer: (txn: string) => string | null
  /** Where the records that bear all of these terms lie, newest first, at most `limit`. */
  readonly find: (query: CacheQuery, limit: number) => CachePlace[]
  /**
   * Keeps all of it or nothing. It is there after a kill; after a power cut the newest commits may be gone, the later
   * ones first.
   */
  readonly commit: (batch: CacheBatch) => void
  /** Empties it. */
  readonly clear: () => void
  readonly close: () => void
}

export interface CacheBatch {
  readonly checkpoint: string
  readonly sales: readonly CachedSale[]
  readonly answers: readonly CachedAnswer[]
  readonly records: readonly CachedRecord[]
}

export type CachedSale = readonly [receipt: string, text: string]

export interface CachedAnswer {
  readonly txn: string
  readonly seq: number
  readonly text: string
}

export interface CachePlace {
  readonly seq: number
  /** The first sequence number in its segment, which names the file. */
  readonly segment: number
  /** Byte offset in it. */
  readonly at: number
}

export interface CachedRecord extends CachePlace {
  /** Milliseconds since 1970, UTC. */
  readonly ts: number
  /** What it is found by. */
  readonly terms: readonly string[]
}

export interface CacheQuery {
  readonly terms: readonly string[]
  /** Sequence numbers; both ends belong to it. What it takes to find grows with how far they are apart. */
  readonly first: number
  readonly last: number
  /** Milliseconds since 1970, UTC; both ends belong to it, null is no end. */
  readonly from: number | null
  readonly to: number | null
}

/** Answers kept for repeats. A page asks again within seconds; this is a long day's worth. */
export const ANSWERS_KEPT = 5_000

/** It could not be read or written. What it holds is not to be trusted any more; the journal knows it all. */
export class CacheFault extends Error {
  constructor(cause: unknown) {
    super('the cache of the journal can not be used', { cause })
  }
}
