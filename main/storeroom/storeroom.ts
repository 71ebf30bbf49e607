import type { PaidSale } from '#domain/paid-sale'
import { shelvedSales, withoutShelves, type SalesStoreroom } from '#domain/sales'
import { NEW_TILL, type Till } from '#domain/till'
import { ANSWERS_KEPT, CacheFault, type Cache, type CachedAnswer, type CachedRecord } from '#drivers/cache/port'
import type { RecordIndex } from '#journal/find-records'
import { termsOf } from '#journal/finding'
import type { Written } from '#journal/journal'
import type { Known } from '#journal/survey'
import { putNewest } from '../newest.ts'
import type { Reply } from '../record.ts'
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { PaidSaleShape } from './snapshot.ts'

/**
 * What is not kept in memory of all that the journal says: finished sales, answers given, where each record lies, and
 * the till as it was at the last checkpoint, from which a start goes on. It is put into the cache some records at a
 * time, all or nothing, and only when they are durable, so that the cache is never ahead of the journal.
 */
export interface Storeroom {
  /** The till at the newest checkpoint, and from where the journal goes on. Asked once, before anything is kept. */
  readonly restored: () => { readonly till: Till; readonly from: Known | null }
  /** A durable record and the till after it; the till to go on with. */
  readonly keep: (till: Till, written: Written, reply: Reply | null) => Till
  /** The same while the journal is read: its last segment may not be on the disk yet, and waits for `putAway`. */
  readonly replay: (till: Till, written: Written, fold: (till: Till) => Folded) => Till
  readonly putAway: (till: Till) => Till
  /** Up to which record the cache has come; 0 where it holds none, null where it can not be used any more. */
  readonly keptTo: () => number | null
  /** What an act was told, if it was. */
  readonly answer: (txn: string) => Reply | null
  /** Where records lie, but for those since it was put away last. */
  readonly index: () => RecordIndex
  /** What it holds is not what the journal says: it takes nothing more, and the next start makes it anew. */
  readonly distrust: (cause: unknown) => void
  /** Puts away what is left. */
  readonly close: (till: Till) => void
}

export interface Folded {
  readonly till: Till
  readonly reply: Reply | null
}

/** Records put away together: so few are read again at a start after a crash. */
const TOGETHER = 100
/** Finished sales read from the cache that are kept at hand, such as the one on the screen. */
const AT_HAND = 50
/** Finished sales read at once where all are gone through. */
const SALES_AT_ONCE = 500

export interface StoreroomParts {
  readonly cache: Cache
  /** The cache takes or gives nothing any more: what it lacks stays in memory until the next start makes it anew. */
  readonly onFault: (cause: CacheFault) => void
}

export class CachedStoreroom implements Storeroom {
  private readonly parts: StoreroomParts
  private readonly sales: SalesStoreroom<PaidSale>
  private readonly atHand = new Map<string, PaidSale>()
  private records: Written[] = []
  private answers = new Map<string, Omit<CachedAnswer, 'text'> & { readonly reply: Reply }>()
  private known: Known | null = null
  /** As of the newest checkpoint. */
  private putAwayAt: Known | null = null
  private broken = false
  private unreadable: CacheFault | null = null

  constructor(parts: StoreroomParts) {
    this.parts = parts
    this.sales = { at: (receipt) => this.saleAt(receipt), every: () => this.everySale() }
  }

  restored(): { readonly till: Till; readonly from: Known | null } {
    const checkpoint = this.orNull(() => readCheckpoint(this.parts.cache.checkpoint(), this.sales))
    if (checkpoint) {
      this.known = checkpoint.known
      this.putAwayAt = checkpoint.known
      return { till: checkpoint.till, from: checkpoint.known }
    }
    this.orNull(() => this.parts.cache.clear())
    return { till: { ...NEW_TILL, sales: { ...NEW_TILL.sales, storeroom: this.sales } }, from: null }
  }

  keep(till: Till, written: Written, reply: Reply | null): Till {
    this.note(written, reply)
    return this.records.length >= TOGETHER ? this.putAway(till) : till
  }

  replay(till: Till, written: Written, fold: (till: Till) => Folded): Till {
    // A segment is begun when all before it is on the disk.
    const isSafe = this.known !== null && this.known.segment < written.place.segment
    const after = fold(isSafe ? this.putAway(till) : till)
    this.note(written, after.reply)
    return after.till
  }

  putAway(till: Till): Till {
    const { known } = this
    if (this.broken || known === null || this.records.length === 0) return till
    const changed = [...shelvedSales(till.sales)]
    const kept = this.orNull(() => {
      this.parts.cache.commit({
        checkpoint: writeCheckpoint(till, known),
        sales: changed.map(([receipt, sale]) => [receipt, JSON.stringify(sale)]),
        answers: [...this.answers.values()].map(({ reply, ...of }) => ({ ...of, text: JSON.stringify(reply) })),
        records: this.records.map(indexed),
      })
      return true
    })
    if (kept === null) return till
    for (const [receipt] of changed) this.atHand.delete(receipt)
    this.putAwayAt = known
    this.records = []
    this.answers.clear()
    return { ...till, sales: withoutShelves(till.sales) }
  }

  keptTo(): number | null {
    return this.broken ? null : (this.putAwayAt?.seq ?? 0)
  }

  answer(txn: string): Reply | null {
    const before = this.answers.get(txn)
    if (before) return before.reply
    const text = this.broken ? null : this.reading(() => this.parts.cache.answer(txn))
    return text === null ? null : (JSON.parse(text) as Reply) // as it was kept
  }

  index(): RecordIndex {
    return {
      known: this.putAwayAt,
      find: (query, limit) => this.reading(() => this.parts.cache.find(query, limit)),
    }
  }

  readonly distrust = (cause: unknown): void => {
    // Not cleared: the sales in it are needed until then.
    this.orNull(() => {
      this.parts.cache.commit({ checkpoint: NONE, sales: [], answers: [], records: [] })
      throw new CacheFault(cause)
    })
  }

  close(till: Till): void {
    this.putAway(till)
    this.orNull(() => this.parts.cache.close())
  }

  private note(written: Written, reply: Reply | null): void {
    const { record, hash, place } = written
    const { seq, txn, j: journal } = record
    const segments = this.known?.segments ?? []
    const isNew = segments.at(-1) !== place.segment
    this.known = { seq, hash, journal, ...place, segments: isNew ? [...segments, place.segment] : segments }
    if (reply) putNewest(this.answers, txn, { txn, seq, reply }, ANSWERS_KEPT)
    if (!this.broken) this.records.push(written)
  }

  private saleAt(receipt: string): PaidSale | undefined {
    const found = this.atHand.get(receipt)
    if (found) return found
    const text = this.reading(() => this.parts.cache.sale(receipt))
    if (text === null) return undefined
    const sale = readSale(text)
    putNewest(this.atHand, receipt, sale, AT_HAND)
    return sale
  }

  private *everySale(): Generator<readonly [receipt: string, sale: PaidSale]> {
    let after = ''
    for (;;) {
      const some = this.reading(() => this.parts.cache.salesAfter(after, SALES_AT_ONCE))
      for (const [receipt, text] of some) yield [receipt, readSale(text)]
      const last = some.at(-1)
      if (!last) return
      after = last[0]
    }
  }

  /** What is in the cache only can not be done without: the act fails, and the next start makes the cache anew. */
  private reading<Value>(read: () => Value): Value {
    if (this.unreadable) throw this.unreadable
    try {
      return read()
    } catch (cause) {
      this.fail(cause)
      this.unreadable = cause as CacheFault // anything else was thrown on
      this.orNull(() => this.parts.cache.clear())
      throw cause
    }
  }

  private orNull<Value>(work: () => Value): Value | null {
    try {
      return work()
    } catch (cause) {
      this.fail(cause)
      return null
    }
  }

  private fail(cause: unknown): void {
    if (!(cause instanceof CacheFault)) throw cause
    this.records = []
    if (this.broken) return
    this.broken = true
    this.parts.onFault(cause)
  }
}

const indexed = ({ record, place }: Written): CachedRecord => ({
  ...{ seq: record.seq, ...place, ts: record.ts },
  terms: termsOf(record),
})

/** A checkpoint that no start goes on from. */
const NONE = ''

/** Written by this version, or the checkpoint beside it would not have been read. */
function readSale(text: string): PaidSale {
  const read = PaidSaleShape.safeParse(JSON.parse(text))
  if (!read.success) throw new CacheFault(read.error)
  return read.data
}
