import type { Cache } from '#drivers/cache/port'
import type { Disk } from '#drivers/disk/port'
import { readSegment, readSegmentAt, UNPACKED_BYTES_MAX } from './archive.ts'
import { matches, termsWanted, type Wanted } from './finding.ts'
import type { Place } from './journal.ts'
import { LINE_BYTES_MAX, readLine, type JournalRecord } from './line.ts'
import { scanWithPauses, type Expected, type Placed } from './scan.ts'
import { listSegments, type Segment } from './segments.ts'
import type { Known } from './survey.ts'

/** What was made from the journal to find records by. */
export interface RecordIndex {
  /** The last record that is in it; null while it holds none. */
  readonly known: Known | null
  readonly find: Cache['find']
}

export interface FindingParts {
  readonly disk: Disk
  /** The journal's. */
  readonly folder: string
  readonly index: RecordIndex
  /** The last record that is durable; null takes what there is, where another program may be writing. */
  readonly upTo: number | null
}

/** The index says of this record what the journal does not hold: one of them is not as it was written. */
export class IndexMismatch extends Error {
  readonly sequence: number
  constructor(sequence: number) {
    super(`the index and the journal differ at record ${sequence}`)
    this.sequence = sequence
  }
}

/** Sequence numbers asked of the index between two pauses: some milliseconds where every record bears a term. */
const SPAN = 10_000
/** Places taken from the index at once. */
const AT_ONCE = 100

/**
 * The records somebody looks for, newest first, for as long as the caller goes on: each is read from the journal and
 * judged there, and those after the index's last are looked through. Throws IndexMismatch, DiskFault, CacheFault.
 */
export async function* findRecords(parts: FindingParts, wanted: Wanted): AsyncGenerator<JournalRecord> {
  const { index } = parts
  const segments = await listSegments(parts.disk, parts.folder)
  const after = await tailOf(parts, segments)
  for (const { record } of after.toReversed()) if (matches(record, wanted)) yield record
  const lineAt = reading(parts.disk, segments)
  const query = { terms: termsWanted(wanted), from: wanted.from, to: wanted.to }
  let last = index.known?.seq ?? 0
  while (last > 0) {
    const first = Math.max(1, last - SPAN + 1)
    const places = index.find({ ...query, first, last }, AT_ONCE)
    for (const { seq, ...place } of places) {
      if (seq < first || seq > last) throw new IndexMismatch(seq)
      const record = await lineAt(place)
      if (record?.seq !== seq) throw new IndexMismatch(seq)
      // Two terms may share a key.
      if (matches(record, wanted)) yield record
      last = seq - 1
    }
    if (places.length < AT_ONCE) last = first - 1
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** What the index does not know yet, oldest first. */
async function tailOf({ disk, index, upTo }: FindingParts, segments: readonly Segment[]): Promise<readonly Placed[]> {
  const { known } = index
  const lines: Placed[] = []
  let expected: Expected = known
    ? { sequence: known.seq, prev: null, journal: known.journal }
    : { sequence: 1, prev: '', journal: null }
  for (const segment of segments.filter(({ first }) => first >= (known?.segment ?? 1))) {
    const bytes = await bytesFrom(disk, segment, segment.first === known?.segment ? known.at : 0)
    const { faults, lines: sound, next } = await scanWithPauses(bytes, expected)
    lines.push(...sound)
    // Where somebody is writing, the end may be half a line; of any other fault the whole journal must be judged.
    const [fault] = faults
    const isTorn = fault?.kind === 'broken' && segment === segments.at(-1) && fault.sequence > endOf(lines)
    if (fault && !isTorn) throw new IndexMismatch(fault.sequence)
    expected = next
  }
  if (upTo !== null && endOf(lines) < upTo) throw new IndexMismatch(upTo)
  const durable = lines.filter(({ record }) => record.seq <= (upTo ?? record.seq))
  if (!known) return durable
  // The last record that the index knows is the first one here.
  const [own, ...after] = durable
  if (own?.record.seq !== known.seq || own.hash !== known.hash) throw new IndexMismatch(known.seq)
  return after
}

const endOf = (lines: readonly Placed[]): number => lines.at(-1)?.record.seq ?? 0

async function bytesFrom(disk: Disk, segment: Segment, at: number): Promise<Buffer> {
  const end = segment.kept === 'archived' ? UNPACKED_BYTES_MAX : await disk.sizeOf(segment.path)
  return readSegmentAt(disk, segment, at, Math.max(0, end - at))
}

/** Reads the record at a place; null where there is no sound one. The newest archive stays unpacked meanwhile. */
function reading(disk: Disk, segments: readonly Segment[]): (place: Place) => Promise<JournalRecord | null> {
  const byFirst = new Map(segments.map((segment) => [segment.first, segment]))
  let unpacked: { readonly first: number; readonly bytes: Buffer } = { first: 0, bytes: NOTHING }
  return async ({ segment: first, at }) => {
    const segment = byFirst.get(first)
    if (!segment) return null
    if (segment.kept === 'archived' && unpacked.first !== first) {
      const read = await readSegment(disk, segment)
      unpacked = { first, bytes: read.is === 'bytes' ? read.bytes : NOTHING }
    }
    const bytes =
      segment.kept === 'archived'
        ? unpacked.bytes.subarray(at, at + LINE_BYTES_MAX)
        : await readSegmentAt(disk, segment, at, LINE_BYTES_MAX)
    const read = readLine(bytes, 0)
    return read.is === 'line' ? read.line.record : null
  }
}

const NOTHING = Buffer.alloc(0)
