import { DiskFault, type Disk } from '#drivers/disk/port'
import { readSegment, readSegmentAt, type SegmentRead } from './archive.ts'
import { isLaterEpoch } from './epoch.ts'
import { LINE_BYTES_MAX, readLine } from './line.ts'
import { scanWithPauses, type Expected, type Fault, type LineFaultKind, type Placed } from './scan.ts'
import { segmentsIn, straysIn, type Segment } from './segments.ts'
import { readWitness, type Testimony } from './witness.ts'

/**
 * What a whole journal folder holds, read in order and without changing it. Opening and verifying both go by this, so
 * that a journal which verifies as sound is one that opens.
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

export interface SurveyParts {
  readonly disk: Disk
  readonly folder: string
  /** The station and epoch it begins in, such as `01-e1`; null takes the first record's. */
  readonly journal: string | null
  /** Given each sound record after `from` in order, up to the segment with the first fault. */
  readonly onRecord?: (line: Placed, segment: Segment) => void
  /** Awaited after each segment, with those of its records that `onRecord` is given: to put away or take in slowly. */
  readonly onSegment?: (lines: readonly Placed[], segment: Segment) => Promise<void>
  /** Up to where the journal is known already; it testifies of its head too. */
  readonly from?: Known | null
  /** A record that is known to be on the disk: a station that runs knows more than the witness, which it wrote before. */
  readonly durable?: { readonly seq: number; readonly hash: string } | null
  /** Aborted, it throws the signal's reason within a slice. */
  readonly signal?: AbortSignal | undefined
}

/** What is known of a journal, so that reading can go on from there. */
export interface Known {
  /** The last record that is known, and where it lies. */
  readonly seq: number
  readonly hash: string
  /** The station and epoch it was written in. */
  readonly journal: string
  readonly segment: number
  readonly at: number
  /** The first sequence number of each segment up to it. */
  readonly segments: readonly number[]
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
  readonly first: number
  readonly kept: Segment['kept']
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

export async function survey(parts: SurveyParts): Promise<Survey> {
  const { disk, folder, journal, onRecord, onSegment, from = null, durable = from, signal } = parts
  // Before the records: a station may be writing meanwhile, and all it had testified is there by then.
  const witness = laterOf(await readWitness(disk, folder), durable)
  const names = await disk.list(folder)
  const segments = segmentsIn(folder, names)
  const start = from && (await goingOn(disk, segments, journal, from))
  const faults: JournalFault[] = []
  let expected: Expected = start
    ? { sequence: start.seq + 1, prev: start.hash, journal: start.journal }
    : { ...BEGINNING, journal }
  let head = { seq: start?.seq ?? 0, hash: start?.hash ?? '' }
  // What does not hold what is said of it is read to name what is wrong, and for nothing else.
  const unlike = from !== null && start === null
  let records = head.seq
  const epochs: Epoch[] = start ? [{ journal: start.journal, from: start.seq }] : []
  let last: Judged | null = null
  for (const [index, segment] of segments.entries()) {
    if (start && segment.first < start.segment) continue
    const following = segments[index + 1]
    const skip = start?.segment === segment.first ? start.end : 0
    last = await judge(disk, segment, { expected, witness, following, skip, signal })
    faults.push(...last.faults)
    const given = unlike || faults.length > 0 ? [] : last.lines
    if (onRecord) for (const line of given) onRecord(line, segment)
    await onSegment?.(given, segment)
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
  if (from && unlike && faults.length === 0) {
    faults.push({ kind: 'replaced', sequence: from.seq, last: from.seq, file: segments.at(-1)?.path ?? folder })
  }
  const torn = last?.torn ?? null
  const counted = { records, segments: segments.length, head, epochs }
  return { ...counted, faults, torn, witness, strays: straysIn(names), last }
}

const BEGINNING = { sequence: 1, prev: '' } as const

const laterOf = (witness: Testimony, durable: { readonly seq: number; readonly hash: string } | null): Testimony =>
  durable && durable.seq > witness.seq ? { ...witness, seq: durable.seq, hash: durable.hash } : witness

/** Where to go on reading; null where the journal does not hold what is said of it, or is not this station's. */
async function goingOn(
  disk: Disk,
  segments: readonly Segment[],
  begins: string | null,
  known: Known,
): Promise<(Known & { readonly end: number }) | null> {
  const place = segments.find(({ first }) => first === known.segment)
  const there = new Set(segments.map(({ first }) => first))
  if (!place || !known.segments.every((first) => there.has(first))) return null
  if (begins !== null && known.journal !== begins && !isLaterEpoch(known.journal, begins)) return null
  const bytes = await readSegmentAt(disk, place, known.at, LINE_BYTES_MAX)
  const read = readLine(bytes, 0)
  if (read.is !== 'line') return null
  const { record, hash } = read.line
  if (record.seq !== known.seq || record.j !== known.journal || hash !== known.hash) return null
  return { ...known, end: known.at + read.line.bytes }
}

interface Judging {
  /** Bytes at its beginning that are known already. */
  readonly skip: number
  readonly expected: Expected
  readonly witness: Testimony
  readonly following: Segment | undefined
  readonly signal: AbortSignal | undefined
}

async function judge(disk: Disk, segment: Segment, judging: Judging): Promise<Judged> {
  const { expected, witness, following, skip, signal } = judging
  const { path: file, first, kept: how } = segment
  const read = await readOrFault(disk, segment)
  if (read.is !== 'bytes') {
    const last = Math.max(first, following ? following.first - 1 : witness.seq)
    const { is: kind, ...cause } = read
    const faults = [{ kind, sequence: first, last, file, ...cause }]
    const next = { ...expected, sequence: last + 1, prev: null }
    return { path: file, first, kept: how, bytes: Buffer.alloc(0), soundBytes: 0, lines: [], faults, torn: null, next }
  }
  const { bytes } = read
  const { gap, begin } = skip > 0 ? { gap: [], begin: expected } : beginning(bytes, segment, expected)
  const scanned = await scanWithPauses(bytes, begin, skip, signal)
  const faults = [...gap, ...scanned.faults].map((fault): JournalFault => ({ ...fault, file }))
  const seen = scanned.lines.find(({ record }) => record.seq === witness.seq)
  if (seen && seen.hash !== witness.hash) {
    faults.push({ kind: 'replaced', sequence: witness.seq, last: witness.seq, file })
  }
  const { lines, next } = scanned
  const whole = { path: file, first, kept: how, bytes, soundBytes: bytes.length, lines, faults, torn: null, next }
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
