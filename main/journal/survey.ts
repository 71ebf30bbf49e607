import { DiskFault, type Disk } from '#drivers/disk/port'
import { readLine } from './line.ts'
import { scanWithPauses, type Expected, type Fault, type LineFaultKind, type Placed } from './scan.ts'
import { segmentsIn, straysIn, type Segment } from './segments.ts'
import { readWitness, type Testimony } from './witness.ts'

/**
 * What a whole journal folder holds, read in order and without changing it. Opening and verifying both go by this, so
 * that a journal which verifies as sound is one that opens.
 *
 * name: the file is named for another first record · replaced: sound in itself, but not the record the witness saw ·
 * truncated: the witness saw records that are not there · unreadable: the disk does not give the file.
 */
export type FaultKind = LineFaultKind | 'name' | 'replaced' | 'truncated' | 'unreadable'
export interface JournalFault extends Fault<FaultKind> {
  readonly file: string
  /** What the disk said, where it gave nothing to judge. */
  readonly cause?: DiskFault
}

export interface SurveyParts {
  readonly disk: Disk
  readonly folder: string
  /** The station and epoch it begins in, such as `01-e1`; null takes the first record's. */
  readonly journal: string | null
  /** Given each sound record in order, up to the segment with the first fault. */
  readonly onRecord?: (line: Placed) => void
}

export interface Survey {
  readonly records: number
  readonly segments: number
  /** The last sound record. */
  readonly head: { readonly seq: number; readonly hash: string }
  /** The epochs in it, such as `01-e1`, each with its first record. */
  readonly epochs: readonly Epoch[]
  /** Every fault of what was durable, in the order of the files. */
  readonly faults: readonly JournalFault[]
  /** A write that was cut off; nothing says that it was ever acknowledged, so it is no fault. */
  readonly torn: { readonly sequence: number; readonly file: string; readonly bytes: number } | null
  readonly witness: Testimony
  /** Names of files that look like segments and are not. */
  readonly strays: readonly string[]
  readonly last: Surveyed | null
}

export interface Epoch {
  readonly journal: string
  readonly from: number
}

/** One segment, judged. */
export interface Surveyed {
  readonly path: string
  readonly bytes: Buffer
  /** Up to where the file is to be kept. */
  readonly soundBytes: number
  /** Without those of a torn tail. */
  readonly lines: readonly Placed[]
}

interface Judged extends Surveyed {
  readonly faults: readonly JournalFault[]
  readonly torn: Survey['torn']
  readonly next: Expected
}

export async function survey({ disk, folder, journal, onRecord }: SurveyParts): Promise<Survey> {
  // Before the records: a station may be writing meanwhile, and all it had testified is there by then.
  const witness = await readWitness(disk, folder)
  const names = await disk.list(folder)
  const segments = segmentsIn(folder, names)
  const faults: JournalFault[] = []
  let expected: Expected = { sequence: 1, prev: '', journal }
  let head = { seq: 0, hash: '' }
  let records = 0
  const epochs: Epoch[] = []
  let last: Judged | null = null
  for (const [index, segment] of segments.entries()) {
    const following = segments[index + 1]
    last = await judge(disk, segment, { expected, witness, following })
    faults.push(...last.faults)
    if (onRecord && faults.length === 0) for (const line of last.lines) onRecord(line)
    for (const { record } of last.lines) {
      if (record.j !== epochs.at(-1)?.journal) epochs.push({ journal: record.j, from: record.seq })
    }
    const end = last.lines.at(-1)
    if (end) head = { seq: end.record.seq, hash: end.hash }
    records += last.lines.length
    expected = last.next
  }
  if (expected.sequence <= witness.seq) {
    const file = segments.at(-1)?.path ?? folder
    faults.push({ kind: 'truncated', sequence: expected.sequence, last: witness.seq, file })
  }
  const torn = last?.torn ?? null
  const counted = { records, segments: segments.length, head, epochs }
  return { ...counted, faults, torn, witness, strays: straysIn(names), last }
}

interface Judging {
  readonly expected: Expected
  readonly witness: Testimony
  readonly following: Segment | undefined
}

async function judge(disk: Disk, segment: Segment, { expected, witness, following }: Judging): Promise<Judged> {
  const { path: file, first } = segment
  let bytes: Buffer
  try {
    bytes = await disk.read(file)
  } catch (cause) {
    if (!(cause instanceof DiskFault)) throw cause
    const last = Math.max(first, following ? following.first - 1 : witness.seq)
    const faults = [{ kind: 'unreadable', sequence: first, last, file, cause } as const]
    const next = { ...expected, sequence: last + 1, prev: null }
    return { path: file, bytes: Buffer.alloc(0), soundBytes: 0, lines: [], faults, torn: null, next }
  }
  const { gap, begin } = beginning(bytes, segment, expected)
  const scanned = await scanWithPauses(bytes, begin)
  const faults = [...gap, ...scanned.faults].map((fault): JournalFault => ({ ...fault, file }))
  const seen = scanned.lines.find(({ record }) => record.seq === witness.seq)
  if (seen && seen.hash !== witness.hash) {
    faults.push({ kind: 'replaced', sequence: witness.seq, last: witness.seq, file })
  }
  const { lines, next } = scanned
  const sequence = following ? null : tornFrom(faults, lines, witness.seq)
  if (sequence === null) return { path: file, bytes, soundBytes: bytes.length, lines, faults, torn: null, next }
  const kept = lines.filter(({ record }) => record.seq < sequence)
  const end = kept.at(-1)
  const soundBytes = end ? end.at + end.bytes : 0
  return {
    ...{ path: file, bytes, soundBytes, lines: kept, faults: faults.filter((fault) => fault.sequence < sequence) },
    torn: { sequence, file, bytes: bytes.length - soundBytes },
    next: { ...next, sequence },
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
    return { gap: sequence === first ? [] : [{ kind: 'name', sequence, last: sequence }], begin: expected }
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
