import { beginsEpoch, isLaterEpoch } from './epoch.ts'
import { lineAfter, nextLine, readLine, type Line } from './line.ts'

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
  const lines: Placed[] = []
  const faults: Fault[] = []
  let { sequence, prev, journal } = expected
  let at = from
  const fault = (kind: LineFaultKind, from: number, last = from) => {
    const before = faults.at(-1)
    const goesOn = before?.kind === kind && before.last + 1 === from
    if (goesOn) faults.splice(-1, 1, { ...before, last })
    else faults.push({ sequence: from, last, kind })
  }
  while (at < bytes.length) {
    const read = readLine(bytes, at)
    if (read.is === 'line') {
      const { record, hash } = read.line
      at += read.line.bytes
      journal ??= record.j
      if (record.seq < sequence) {
        // It has been before: a line that does not belong here, and the chain goes on without it.
        fault('chain', record.seq)
        continue
      }
      if (record.seq > sequence) fault('missing', sequence, record.seq - 1)
      const follows = prev === null || record.seq > sequence || record.prev === prev
      // Where the record before could not be read, the one that began the epoch may be what is lost.
      const begins =
        prev === null || record.seq > sequence ? isLaterEpoch(record.j, journal) : beginsEpoch(record, journal)
      if (begins) journal = record.j
      if (record.j !== journal) fault('foreign', record.seq)
      else if (!follows) fault('chain', record.seq)
      lines.push({ ...read.line, at: at - read.line.bytes })
      prev = hash
      sequence = record.seq + 1
      continue
    }
    const next = read.is === 'newer' ? lineAfter(bytes, at) : nextLine(bytes, at)
    const found = next < 0 ? read : readLine(bytes, next)
    // At least this one is lost; up to which, only the next sound one can say.
    const last = read.is === 'broken' && found.is === 'line' ? Math.max(found.line.record.seq - 1, sequence) : sequence
    fault(read.is, sequence, last)
    sequence = last + 1
    prev = null
    at = next < 0 ? bytes.length : next
  }
  return { lines, faults, next: { sequence, prev, journal } }
}

/** Scanned between two pauses: some thirty milliseconds' worth on a slow machine. */
const SLICE_BYTES = 262_144

/**
 * As `scanSegment`, with pauses for whoever else has something to do: a full segment takes too long at a counter. Throws
 * the signal's reason when it is aborted.
 */
export async function scanWithPauses(
  bytes: Buffer,
  expected: Expected,
  from = 0,
  signal?: AbortSignal,
): Promise<Scanned> {
  const lines: Placed[] = []
  let next = expected
  for (let at = from; at < bytes.length;) {
    signal?.throwIfAborted()
    const newline = bytes.indexOf('\n', at + SLICE_BYTES)
    const end = newline < 0 ? bytes.length : newline + 1
    const slice = scanSegment(bytes.subarray(at, end), next)
    // What is wrong can only be judged by all that is around it.
    if (slice.faults.length > 0) return scanSegment(bytes, expected, from)
    for (const line of slice.lines) lines.push({ ...line, at: line.at + at })
    next = slice.next
    at = end
    if (end < bytes.length) await new Promise<void>((resolve) => setImmediate(resolve))
  }
  return { lines, faults: [], next }
}
