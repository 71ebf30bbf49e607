import { assert } from '#domain/result'
import { DiskFault, type Disk, type DiskFile } from '#drivers/disk/port'
import type { Adapter } from 'lowdb'
import type { Draft, Place, Written } from './journal.ts'
import { formatLine, LINE_BYTES_MAX, type JournalRecord } from './line.ts'
import { JournalStopped } from './refusal.ts'
import { segmentPath } from './segments.ts'

/** What lowdb holds of the journal: its head and a way to add to it. The records stay on the disk. */
export interface JournalState {
  /** Stages a record, durable when the `write` that follows has resolved; throws, staging nothing, if it can not be. */
  readonly append: (draft: Draft) => Appended
  readonly durable: () => Head
}

export interface Head {
  readonly seq: number
  readonly hash: string
}

/** A record that is staged; its place is known once it is durable. */
export interface Appended extends Omit<Written, 'place'> {
  readonly place: () => Place
}

/** Records that may wait for one flush; the acts' own queue is shorter. */
export const STAGED_MAX = 1_000

export interface AdapterParts {
  readonly disk: Disk
  readonly folder: string
  readonly journal: string
  readonly segmentBytes: number
  readonly head: Head
  readonly last: LastSegment | null
}

/** The segment to go on in, and its size. */
export interface LastSegment {
  readonly path: string
  readonly first: number
  readonly bytes: number
}

interface Staged {
  readonly bytes: Buffer
  readonly head: Head
  readonly put: (place: Place) => void
}

/**
 * lowdb's adapter over the log. lowdb runs an update and reaches `write` in one go, so updates that arrive while a
 * flush runs are flushed together by the next one, and each promise resolves after its own record is on the disk.
 */
export class JournalAdapter implements Adapter<JournalState> {
  readonly state: JournalState
  private readonly parts: AdapterParts
  private staged: Staged[] = []
  private head: Head
  private durable: Head
  private file: { readonly handle: DiskFile; readonly first: number; bytes: number } | null = null
  private last: LastSegment | null
  private flushing: Promise<void> | null = null
  private fault: JournalStopped | null = null
  private closed = false

  constructor(parts: AdapterParts) {
    this.parts = parts
    this.head = parts.head
    this.durable = parts.head
    this.last = parts.last
    this.state = { append: (draft) => this.stage(draft), durable: () => this.durable }
  }

  read(): Promise<JournalState> {
    return Promise.resolve(this.state)
  }

  /** Whether the disk failed: then nobody knows what the file holds. */
  stopped(): boolean {
    return this.fault !== null
  }

  async write(): Promise<void> {
    const wanted = this.head.seq
    while (this.durable.seq < wanted) {
      if (this.fault) throw this.fault
      this.flushing ??= this.flush().finally(() => (this.flushing = null))
      await this.flushing
    }
  }

  /** Ends after what was staged before it is on the disk; takes nothing after that. */
  async close(): Promise<void> {
    this.closed = true
    // Whoever appended hears of a fault; here it only ends the waiting.
    await this.write().catch(() => undefined)
    await this.file?.handle.close().catch(() => undefined)
    this.file = null
  }

  private stage(draft: Draft): Appended {
    if (this.fault) throw this.fault
    if (this.closed) throw new JournalStopped('io', 'closed')
    assert(this.staged.length < STAGED_MAX, 'too many records wait for the disk')
    const { seq, hash: prev } = this.head
    const { ts, txn, type, body } = draft
    const record: JournalRecord = { v: 1, j: this.parts.journal, seq: seq + 1, ts, prev, txn, type, body }
    const { bytes, hash } = formatLine(record, this.durable.seq)
    assert(bytes.length <= LINE_BYTES_MAX, `a record of ${bytes.length} bytes`)
    this.head = { seq: record.seq, hash }
    let at: Place | null = null
    this.staged.push({ bytes, head: this.head, put: (place) => (at = place) })
    const place = (): Place => {
      assert(at !== null, 'a record has its place when it is durable')
      return at
    }
    return { record, hash, place }
  }

  /** Writes all that is staged and flushes once. The first fault is the last: what the file holds is then unknown. */
  private async flush(): Promise<void> {
    // Whatever is appended in the same turn of the loop shares this flush, instead of waiting for a second one.
    await Promise.resolve()
    const batch = this.staged
    const newest = batch.at(-1)
    if (!newest) return
    this.staged = []
    try {
      const file = await this.fileFor(this.durable.seq + 1)
      const bytes = Buffer.concat(batch.map((each) => each.bytes))
      await file.handle.write(bytes, file.bytes)
      await file.handle.sync()
      for (const each of batch) {
        each.put({ segment: file.first, at: file.bytes })
        file.bytes += each.bytes.length
      }
      this.durable = newest.head
    } catch (cause) {
      this.fault = new JournalStopped(cause instanceof DiskFault ? cause.why : 'io', cause)
      throw this.fault
    }
  }

  /** The open segment, or a new one when there is none or it is full. All in the old one is durable by then. */
  private async fileFor(sequence: number) {
    const { disk, folder, segmentBytes } = this.parts
    if (this.file && this.file.bytes < segmentBytes) return this.file
    await this.file?.handle.close()
    this.file = null
    const { last } = this
    this.last = null
    if (last && last.bytes < segmentBytes) {
      this.file = { handle: await disk.open(last.path, 'change'), first: last.first, bytes: last.bytes }
      return this.file
    }
    const handle = await disk.open(segmentPath(folder, sequence), 'create')
    // The name first: a record in a file whose name is lost is lost.
    await disk.syncFolder(folder)
    this.file = { handle, first: sequence, bytes: 0 }
    return this.file
  }
}
