import { ANSWERS_KEPT, CacheFault, type Cache, type CacheBatch, type CachedAnswer, type CachedRecord } from './port.ts'

/** A cache in memory that outlives its programs, and loses what a power cut may take. */
export interface VirtualCache {
  /** Opens it in a new program. */
  readonly open: () => Cache
  /** Of the newest commits, some are gone. */
  readonly cutPower: () => void
  /** Somebody deletes the file. */
  readonly lose: () => void
  /** As it is now, to be put back. */
  readonly image: () => readonly CacheBatch[]
  readonly putBack: (image: readonly CacheBatch[]) => void
  /** From now on every commit fails. */
  readonly setBroken: (broken: boolean) => void
  /** From now on nothing can be read of it. */
  readonly setUnreadable: (unreadable: boolean) => void
}

/** Commits that a power cut may take: what the log had not yet moved into the file. */
const LOSABLE = 4

export function makeVirtualCache(below: (limit: number) => number): VirtualCache {
  let batches: CacheBatch[] = []
  let broken = false
  let unreadable = false
  return {
    open: () => {
      const now = new Contents()
      for (const batch of batches) now.apply(batch)
      return {
        ...now.reading(() => unreadable),
        commit: (batch) => {
          if (broken) throw new CacheFault('broken on purpose')
          now.apply(batch)
          batches.push(batch)
        },
        clear: () => {
          now.empty()
          batches = []
        },
        close: () => undefined,
      }
    },
    cutPower: () => {
      batches = batches.slice(0, batches.length - below(Math.min(LOSABLE, batches.length) + 1))
    },
    lose: () => {
      batches = []
    },
    image: () => [...batches],
    putBack: (image) => {
      batches = [...image]
    },
    setUnreadable: (now) => {
      unreadable = now
    },
    setBroken: (now) => {
      broken = now
    },
  }
}

class Contents {
  private checkpoint: string | null = null
  private readonly sales = new Map<string, string>()
  private readonly answers = new Map<string, CachedAnswer>()
  private readonly records = new Map<number, CachedRecord>()

  apply({ checkpoint, sales, answers, records }: CacheBatch): void {
    this.checkpoint = checkpoint
    for (const [receipt, text] of sales) this.sales.set(receipt, text)
    for (const answer of answers) this.answers.set(answer.txn, answer)
    for (const record of records) this.records.set(record.seq, record)
    // They come in the order of their records.
    for (const txn of [...this.answers.keys()].slice(0, Math.max(0, this.answers.size - ANSWERS_KEPT))) {
      this.answers.delete(txn)
    }
  }

  empty(): void {
    this.checkpoint = null
    for (const each of [this.sales, this.answers, this.records]) each.clear()
  }

  reading(unreadable: () => boolean): Omit<Cache, 'commit' | 'clear' | 'close'> {
    return {
      checkpoint: () => this.checkpoint,
      sale: (receipt) => {
        if (unreadable()) throw new CacheFault('unreadable on purpose')
        return this.sales.get(receipt) ?? null
      },
      salesAfter: (receipt, limit) =>
        [...this.sales]
          .filter(([each]) => each > receipt)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .slice(0, limit),
      answer: (txn) => this.answers.get(txn)?.text ?? null,
      find: ({ terms, first, last, from, to }, limit) => {
        if (unreadable()) throw new CacheFault('unreadable on purpose')
        return [...this.records.values()]
          .filter(({ seq }) => seq >= first && seq <= last)
          .filter((each) => each.ts >= (from ?? each.ts) && each.ts <= (to ?? each.ts))
          .filter((each) => terms.every((term) => each.terms.includes(term)))
          .sort((a, b) => b.seq - a.seq)
          .slice(0, limit)
          .map(({ seq, segment, at }) => ({ seq, segment, at }))
      },
    }
  }
}
