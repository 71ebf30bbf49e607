import type { Disk } from '#drivers/disk/port'
import { readSegmentAt } from './archive.ts'
import { isLaterEpoch } from './epoch.ts'
import { judge, type Judged, type JournalFault, type OnLines, type Surveyed, type Torn } from './judging.ts'
import { LINE_BYTES_MAX, readLine } from './line.ts'
import type { Expected, Placed } from './scan.ts'
import { segmentsIn, straysIn, type Segment } from './segments.ts'
import { readWitness, type Testimony } from './witness.ts'

export type { FaultKind, JournalFault, Surveyed } from './judging.ts'

/**
 * What a whole journal folder holds, read in order and without changing it. Opening and verifying both go by this, so
 * that a journal which verifies as sound is one that opens.
 */
export interface SurveyParts {
  readonly disk: Disk
  readonly folder: string
  /** The station and epoch it begins in, such as `01-e1`; null takes the first record's. */
  readonly journal: string | null
  /** Given each sound record after `from` in order, up to the segment with the first fault. */
  readonly onRecord?: (line: Placed, segment: Segment) => void
  /** Awaited after each segment's records: whoever gathers them can put them away. */
  readonly onSegment?: () => Promise<void>
  /**
   * In the place of `onRecord`: takes the sound records over, some at a time and awaited, as they are read, also those
   * before the first fault of a segment. They are not kept in memory.
   */
  readonly onLines?: OnLines
  /** Up to where the journal is known already; it testifies of its head too. */
  readonly from?: Known | null
  /** A record that is known to be on the disk: a station that runs knows more than the witness. */
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
  readonly torn: Torn | null
  readonly witness: Testimony
  /** Names of files that look like segments and are not. */
  readonly strays: readonly string[]
  readonly last: Surveyed | null
}

export interface Epoch {
  readonly journal: string
  readonly from: number
}

export async function survey(parts: SurveyParts): Promise<Survey> {
  const { disk, folder, journal, onRecord, onSegment, onLines, from = null, durable = from, signal } = parts
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
    const sound = !unlike && faults.length === 0
    last = await judge(disk, segment, {
      expected,
      witness,
      following,
      skip,
      signal,
      onLines: sound ? onLines : undefined,
    })
    faults.push(...last.faults)
    if (onRecord && !unlike && faults.length === 0) for (const line of last.lines) onRecord(line, segment)
    await onSegment?.()
    for (const { record } of last.lines) {
      if (record.j !== epochs.at(-1)?.journal) epochs.push({ journal: record.j, from: record.seq })
    }
    const end = last.lines.at(-1)
    if (end) head = { seq: end.record.seq, hash: end.hash }
    records += last.passed + last.lines.length
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
