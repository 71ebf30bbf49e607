import { beginsEpoch, isLaterEpoch } from './epoch.ts'
import { lineAfter, nextLine, readLine, type Line, type ReadLine } from './line.ts'

/** What is wrong with one sequence number, or with a run of them. */
export type LineFaultKind = 'broken' | 'chain' | 'missing' | 'foreign' | 'newer'
export interface Fault<Kind extends string = LineFaultKind> {
  readonly sequence: number
  /** The last one it is wrong with; `sequence` itself where it is one. */
  readonly last: number
  readonly kind: Kind
}

export interface Placed extends Line {
  /** Byte offset in its segment. */
  readonly at: number
}

export interface Scanned {
  /** Every line whose sums hold, but repeated ones. */
  readonly lines: readonly Placed[]
  readonly faults: readonly Fault[]
  /** What the next segment must go on with. */
  readonly next: Expected
}

export interface Expected {
  readonly sequence: number
  /** The hash the first record must name; null where its predecessor could not be read. */
  readonly prev: string | null
  /** The journal's station and epoch so far, such as `01-e1`; null takes the first record's. */
  readonly journal: string | null
}

/** Reads one segment from `from` on and names every fault by its sequence number. */
export function scanSegment(bytes: Buffer, expected: Expected, from = 0): Scanned {
  const scan = new Scan(bytes, expected, from)
  while (!scan.ended) scan.step()
  return scan.scanned()
}

export interface Pausing {
  readonly from?: number
  /** Aborted, its reason is thrown within a slice. */
  readonly signal?: AbortSignal | undefined
  /**
   * Takes the lines over as they are read, so that not all of them are in memory at once; those before the first fault.
   * They are then not in what is returned.
   */
  readonly take?: ((lines: readonly Placed[]) => Promise<void>) | undefined
}

/** Scanned between two pauses: some ten milliseconds’ worth, thirty on a slow machine. */
const SLICE_BYTES = 98_304

/** As `scanSegment`, with pauses for whoever else has something to do: a full segment takes too long at a counter. */
export async function scanWithPauses(bytes: Buffer, expected: Expected, pausing: Pausing = {}): Promise<Scanned> {
  const { from = 0, signal, take } = pausing
  const scan = new Scan(bytes, expected, from)
  for (;;) {
    signal?.throwIfAborted()
    const pauseAt = scan.at + SLICE_BYTES
    while (!scan.ended && scan.at < pauseAt) scan.step()
    if (take && scan.faults.length === 0) await take(scan.lines.splice(0))
    if (scan.ended) return scan.scanned()
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** A segment that is being read, line by line. */
class Scan {
  at: number
  readonly lines: Placed[] = []
  readonly faults: Fault[] = []
  private readonly bytes: Buffer
  private expected: Expected

  constructor(bytes: Buffer, expected: Expected, from: number) {
    this.bytes = bytes
    this.expected = expected
    this.at = from
  }

  get ended(): boolean {
    return this.at >= this.bytes.length
  }

  scanned(): Scanned {
    return { lines: this.lines, faults: this.faults, next: this.expected }
  }

  step(): void {
    const read = readLine(this.bytes, this.at)
    if (read.is === 'line') this.line(read.line)
    else this.broken(read)
  }

  private line(line: Line): void {
    const { record, hash } = line
    const { sequence, prev } = this.expected
    let journal = this.expected.journal ?? record.j
    const at = this.at
    this.at += line.bytes
    if (record.seq < sequence) {
      // It has been before: a line that does not belong here, and the chain goes on without it.
      this.fault('chain', record.seq)
      this.expected = { sequence, prev, journal }
      return
    }
    const isGap = record.seq > sequence
    if (isGap) this.fault('missing', sequence, record.seq - 1)
    const follows = prev === null || isGap || record.prev === prev
    // Where the record before could not be read, the one that began the epoch may be what is lost.
    const begins = prev === null || isGap ? isLaterEpoch(record.j, journal) : beginsEpoch(record, journal)
    if (begins) journal = record.j
    if (record.j !== journal) this.fault('foreign', record.seq)
    else if (!follows) this.fault('chain', record.seq)
    this.lines.push({ ...line, at })
    this.expected = { sequence: record.seq + 1, prev: hash, journal }
  }

  private broken(read: Exclude<ReadLine, { is: 'line' }>): void {
    const { bytes, at } = this
    const { sequence, journal } = this.expected
    const next = read.is === 'newer' ? lineAfter(bytes, at) : nextLine(bytes, at)
    const found = next < 0 ? read : readLine(bytes, next)
    // At least this one is lost; up to which, only the next sound one can say.
    const last = read.is === 'broken' && found.is === 'line' ? Math.max(found.line.record.seq - 1, sequence) : sequence
    this.fault(read.is, sequence, last)
    this.expected = { sequence: last + 1, prev: null, journal }
    this.at = next < 0 ? bytes.length : next
  }

  private fault(kind: LineFaultKind, sequence: number, last = sequence): void {
    const before = this.faults.at(-1)
    const goesOn = before?.kind === kind && before.last + 1 === sequence
    if (goesOn) this.faults.splice(-1, 1, { ...before, last })
    else this.faults.push({ sequence, last, kind })
  }
}
