import type { Till } from '#domain/till'
import { CacheFault, type Cache } from '#drivers/cache/port'
import type { Placed } from '#journal/scan'
import type { Segment } from '#journal/segments'
import type { Known } from '#journal/survey'
import { replayRecord } from '../acts.ts'
import { CachedStoreroom } from '../storeroom/storeroom.ts'

/** A record whose sums hold and that does not fit the till before it. */
export class NotUnderstood extends Error {
  readonly sequence: number
  constructor(sequence: number, options: ErrorOptions) {
    super(`record ${sequence}`, options)
    this.sequence = sequence
  }
}

/** The scratch cache takes nothing: there is no room, or its disk fails. */
export class ScratchFault extends Error {}

/**
 * The till and its finished sales made anew from the journal, by the station's own fold and storeroom in a cache of
 * their own. Never more than some hundred records of it are in memory.
 */
export class Anew {
  till: Till
  known: Known | null = null
  private readonly storeroom: CachedStoreroom

  constructor(scratch: Cache) {
    // Answers and where records lie are not compared; they are most of what a cache holds.
    const cache: Cache = { ...scratch, commit: (batch) => scratch.commit({ ...batch, answers: [], records: [] }) }
    const onFault = (cause: CacheFault): never => {
      throw new ScratchFault('the scratch cache can not be used', { cause })
    }
    this.storeroom = new CachedStoreroom({ cache, onFault })
    this.till = this.storeroom.restored().till
  }

  /** The last record that it holds. */
  get seq(): number {
    return this.known?.seq ?? 0
  }

  /** Throws NotUnderstood and ScratchFault. */
  fold(line: Placed, { first: segment }: Segment): void {
    const { record, hash, at } = line
    const segments = this.known?.segments ?? []
    const folded = this.replayed(line)
    const isNew = segments.at(-1) !== segment
    const place = { segment, at }
    this.known = {
      ...{ seq: record.seq, hash, journal: record.j, ...place },
      segments: isNew ? [...segments, segment] : segments,
    }
    this.till = this.storeroom.keep(folded.till, { record, hash, place }, folded.reply)
  }

  /** All finished sales are in the scratch cache. Throws ScratchFault. */
  putAway(): void {
    this.till = this.storeroom.putAway(this.till)
  }

  private replayed(line: Placed) {
    try {
      return replayRecord(this.till, line)
    } catch (cause) {
      if (cause instanceof ScratchFault) throw cause
      throw new NotUnderstood(line.record.seq, { cause })
    }
  }
}
