import { DiskFault, type Disk } from '#drivers/disk/port'
import { readSegment, type SegmentRead } from './archive.ts'
import { readLine } from './line.ts'
import { Passing } from './passing.ts'
import { scanWithPauses, type Expected, type Fault, type LineFaultKind, type Placed } from './scan.ts'
import type { Segment } from './segments.ts'
import type { Testimony } from './witness.ts'

/**
 * What can be wrong with records, beside what single lines show:
 *
 * name: the file is named for another first record · replaced: sound in itself, but not the record the witness saw ·
 * truncated: the witness saw records that are not there · unreadable: the disk does not give the file · archive: the
 * archive is not as it was written · twins: a segment and its archive are both there and differ.
 */
export type FaultKind = LineFaultKind | 'name' | 'replaced' | 'truncated' | 'unreadable' | 'archive' | 'twins'
export interface JournalFault extends Fault<FaultKind> {
  readonly file: string
  /** What the disk said, where it gave nothing to judge. */
  readonly cause?: DiskFault
}

/** One segment, judged. */
export interface Surveyed {
  readonly path: string
  readonly first: number
  readonly kept: Segment['kept']
  readonly bytes: Buffer
  /** Up to where the file is to be kept. */
  readonly soundBytes: number
  /** Without those of a torn tail. */
  readonly lines: readonly Placed[]
}

export interface Judged extends Surveyed {
  readonly faults: readonly JournalFault[]
  readonly torn: Torn | null
  readonly next: Expected
  /** How many lines were handed on, beside those in `lines`. */
  readonly passed: number
}

/** A write that was cut off; nothing says that it was ever acknowledged, so it is no fault. */
export interface Torn {
  readonly sequence: number
  readonly file: string
  readonly bytes: number
}

/** Takes the sound records over, some at a time. `segmentBytes`: the length of their segment unpacked. */
export type OnLines = (lines: readonly Placed[], segment: Segment, segmentBytes: number) => Promise<void>

export interface Judging {
  /** Bytes at its beginning that are known already. */
  readonly skip: number
  readonly expected: Expected
  readonly witness: Testimony
  readonly following: Segment | undefined
  readonly signal: AbortSignal | undefined
  readonly onLines: OnLines | undefined
}

export async function judge(disk: Disk, segment: Segment, judging: Judging): Promise<Judged> {
  const { expected, witness, following, skip, signal, onLines } = judging
  const { path: file, first, kept: how } = segment
  const read = await readOrFault(disk, segment)
  if (read.is !== 'bytes') {
    const last = Math.max(first, following ? following.first - 1 : witness.seq)
    const { is: kind, ...cause } = read
    const faults = [{ kind, sequence: first, last, file, ...cause }]
    const next = { ...expected, sequence: last + 1, prev: null }
    return {
      path: file,
      first,
      kept: how,
      bytes: Buffer.alloc(0),
      soundBytes: 0,
      lines: [],
      faults,
      torn: null,
      next,
      passed: 0,
    }
  }
  const { bytes } = read
  const { gap, begin } = skip > 0 ? { gap: [], begin: expected } : beginning(bytes, segment, expected)
  const passing = new Passing(witness.seq)
  const take = onLines && ((some: readonly Placed[]) => onLines(passing.remember(some), segment, bytes.length))
  const scanned = await scanWithPauses(bytes, begin, { from: skip, signal, take })
  const faults = [...gap, ...scanned.faults].map((fault): JournalFault => ({ ...fault, file }))
  const lines = [...passing.remembered, ...scanned.lines]
  const { passed } = passing
  const seen = lines.find(({ record }) => record.seq === witness.seq)
  if (seen && seen.hash !== witness.hash) {
    faults.push({ kind: 'replaced', sequence: witness.seq, last: witness.seq, file })
  }
  const { next } = scanned
  const whole = {
    path: file,
    first,
    kept: how,
    bytes,
    soundBytes: bytes.length,
    lines,
    faults,
    torn: null,
    next,
    passed,
  }
  // Only the last one is written to, and never an archive.
  const sequence = following || how === 'archived' ? null : tornFrom(faults, lines, witness.seq)
  if (sequence === null) return whole
  const kept = lines.filter(({ record }) => record.seq < sequence)
  const end = kept.at(-1)
  const soundBytes = end ? end.at + end.bytes : skip
  return {
    ...{ ...whole, soundBytes, lines: kept, faults: faults.filter((fault) => fault.sequence < sequence) },
    torn: { sequence, file, bytes: bytes.length - soundBytes },
    next: { ...next, sequence },
  }
}

type Read = SegmentRead | { readonly is: 'unreadable'; readonly cause: DiskFault }

async function readOrFault(disk: Disk, segment: Segment): Promise<Read> {
  try {
    return await readSegment(disk, segment)
  } catch (cause) {
    if (cause instanceof DiskFault) return { is: 'unreadable', cause }
    throw cause
  }
}

/** What a segment begins with: its first record says so, and its name where that can not be read. */
function beginning(
  bytes: Buffer,
  { first }: Segment,
  expected: Expected,
): { gap: Fault<FaultKind>[]; begin: Expected } {
  const read = readLine(bytes, 0)
  if (read.is === 'line') {
    const sequence = read.line.record.seq
    // Where what the name says is missing from its beginning, the name is right.
    const named = sequence === first || (expected.sequence <= first && first < sequence)
    return { gap: named ? [] : [{ kind: 'name', sequence, last: sequence }], begin: expected }
  }
  if (first <= expected.sequence) return { gap: [], begin: expected }
  // A segment is begun when all before it is durable, so its mere name says that those were.
  const missing = { kind: 'missing', sequence: expected.sequence, last: first - 1 } as const
  return { gap: [missing], begin: { ...expected, sequence: first, prev: null } }
}

/**
 * Where a torn tail begins, if there is one: a break beyond all that is known to have been durable. A break that a
 * later line's watermark or the witness reaches is rot, and so is anything there but a break.
 */
function tornFrom(faults: readonly JournalFault[], lines: readonly Placed[], witnessed: number): number | null {
  const durable = lines.reduce((highest, { watermark }) => Math.max(highest, watermark), witnessed)
  const beyond = faults.filter(({ sequence }) => sequence > durable)
  return beyond.every(({ kind }) => kind === 'broken') ? (beyond[0]?.sequence ?? null) : null
}
