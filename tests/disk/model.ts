import { isDeepStrictEqual } from 'node:util'
import type { Draft } from '#journal/journal'
import { readJournal, type ReadRecord } from './reader.ts'

/** A promise of the journal that did not hold. */
export class Broken extends Error {}

export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Broken(otherwise)
}

/**
 * The journal as a list: what must be there at the next opening, and what may be. Known is what the last opening
 * showed; of what was staged since, the acknowledged part must be there, and the rest may be, up to anywhere.
 */
export class Model {
  known: readonly ReadRecord[] = []
  /** Highest sequence number that the journal's witness must have seen: at an opening, or at a clean end. */
  witnessed = 0
  private staged: Draft[] = []
  /** The hashes they were acknowledged with. */
  private acknowledged: string[] = []

  /** Up to here nothing may be lost. */
  durable(): number {
    return this.known.length + this.acknowledged.length
  }

  staging(drafts: readonly Draft[]): void {
    this.staged.push(...drafts)
  }

  acknowledge(seq: number, hash: string): void {
    must(seq === this.durable() + 1, `record ${seq} was acknowledged after ${this.durable()} of them`)
    this.acknowledged.push(hash)
  }

  /** Compares what an opening found on the disk, and goes on from that. Gives how many it found that nobody awaited. */
  found(files: ReadonlyMap<string, Buffer>): number {
    const { records, wrong } = readJournal(files)
    must(wrong === null, `the journal is not whole: ${wrong ?? ''}`)
    const { known, staged, acknowledged } = this
    const durable = this.durable()
    must(records.length >= durable, `${records.length} records are there, and ${durable} were durable`)
    must(records.length <= known.length + staged.length, `${records.length} records are there: more than were staged`)
    const hashes = [...known.map(({ hash }) => hash), ...acknowledged]
    const changed = hashes.findIndex((hash, index) => records[index]?.hash !== hash)
    must(changed < 0, `record ${changed + 1} is another one than was acknowledged`)
    for (const [index, { json, seq }] of records.slice(known.length).entries()) {
      const { txn, type, ts, body } = JSON.parse(json) as Draft // compared with what was staged
      const same = isDeepStrictEqual({ txn, type, ts, body }, staged[index])
      must(same, `record ${seq} is not the one that was staged at that place`)
    }
    this.settle(records)
    return records.length - durable
  }

  /** The medium lost what nothing vouched for: what is left must be the records before `seq`. */
  foundWithout(seq: number, files: ReadonlyMap<string, Buffer>): void {
    const { records, wrong } = readJournal(files)
    must(wrong === null, `the journal is not whole: ${wrong ?? ''}`)
    must(records.length === seq - 1, `record ${seq} was torn, and ${records.length} records are there`)
    const before = [...this.known.map(({ hash }) => hash), ...this.acknowledged].slice(0, seq - 1)
    const changed = before.findIndex((hash, index) => records[index]?.hash !== hash)
    must(changed < 0, `record ${changed + 1} is another one than was acknowledged`)
    this.settle(records)
  }

  private settle(records: readonly ReadRecord[]): void {
    this.known = records
    this.witnessed = records.length
    this.staged = []
    this.acknowledged = []
  }
}
