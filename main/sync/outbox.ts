import type { Disk } from '#drivers/disk/port'
import { readSegmentAt } from '#journal/archive'
import type { Head } from '#journal/adapter'
import { LINE_BYTES_MAX, readLine, type Line } from '#journal/line'
import { listSegments, type Segment } from '#journal/segments'
import { BATCH_BYTES_MAX, BATCH_RECORDS_MAX, type Run } from './batch.ts'

/** Where the journal is read on: the last record that was read, and where the one after it begins. */
interface Spot extends Head {
  readonly segment: number
  readonly at: number
}

export interface OutboxParts {
  readonly disk: Disk
  /** The journal's. */
  readonly folder: string
  /** What is durable; nothing after it leaves the station. */
  readonly head: () => Head
}

/** What of the journal is still to be sent, read from its files as it is wanted: there is no second list to lose. */
export interface Outbox {
  /** The records after this one, as many as a batch takes; null where there is none. Throws DiskFault, NotAsWritten. */
  readonly after: (seq: number) => Promise<Omit<Run, 'branch'> | null>
  /** The hash of a record; null where there is none so far. Throws DiskFault and NotAsWritten. */
  readonly hashAt: (seq: number) => Promise<string | null>
}

/** The journal is not as it was written there: that is for the record check, and nothing of it is sent. */
export class NotAsWritten extends Error {
  readonly sequence: number
  constructor(sequence: number) {
    super(`record ${sequence} can not be read`)
    this.sequence = sequence
  }
}

/** Read at once while a record is looked for. */
const CHUNK_BYTES = 1_048_576

export function openOutbox(parts: OutboxParts): Outbox {
  const { disk, folder, head } = parts
  let last: Spot | null = null

  async function spotOf(seq: number): Promise<Spot> {
    if (last?.seq === seq) return last
    const segments = await listSegments(disk, folder)
    const segment = segments.findLast(({ first }) => first <= Math.max(1, seq))
    if (!segment) throw new NotAsWritten(seq)
    if (seq === 0) return { seq: 0, hash: '', segment: segment.first, at: 0 }
    return foundIn(disk, segment, seq)
  }

  return {
    after: async (seq) => {
      const { seq: durable } = head()
      if (seq >= durable) return null
      const from = await spotOf(seq)
      const read = await linesAfter(parts, from, durable)
      last = read.end
      return { first: seq + 1, last: read.end.seq, prev: from.hash, hash: read.end.hash, payload: read.payload }
    },
    hashAt: async (seq) => {
      if (seq === 0) return ''
      return seq > head().seq ? null : (await spotOf(seq)).hash
    },
  }
}

async function foundIn(disk: Disk, segment: Segment, seq: number): Promise<Spot> {
  for (let at = 0; ;) {
    const bytes = await readSegmentAt(disk, segment, at, CHUNK_BYTES)
    const lines = linesIn(bytes)
    let within = 0
    for (const line of lines) {
      within += line.bytes
      if (line.record.seq === seq) return { seq, hash: line.hash, segment: segment.first, at: at + within }
    }
    if (within === 0) throw new NotAsWritten(seq)
    at += within
  }
}

/** One batch's worth, which ends with its segment. */
async function linesAfter({ disk, folder }: OutboxParts, from: Spot, durable: number) {
  let { segment: first, at } = from
  let bytes = await bytesAt(disk, folder, first, at)
  if (bytes.length === 0) {
    // The next segment is named by the record that begins it.
    ;[first, at] = [from.seq + 1, 0]
    bytes = await bytesAt(disk, folder, first, at)
  }
  let end: Spot = from
  let length = 0
  for (const { record, hash, bytes: more } of linesIn(bytes)) {
    const isFull = length + more > BATCH_BYTES_MAX || record.seq - from.seq > BATCH_RECORDS_MAX
    if (isFull || record.seq > durable) break
    if (record.seq !== end.seq + 1 || record.prev !== end.hash) throw new NotAsWritten(end.seq + 1)
    length += more
    end = { seq: record.seq, hash, segment: first, at: at + length }
  }
  if (length === 0) throw new NotAsWritten(from.seq + 1)
  return { end, payload: bytes.subarray(0, length) }
}

async function bytesAt(disk: Disk, folder: string, first: number, at: number): Promise<Buffer> {
  const segment = (await listSegments(disk, folder)).find((each) => each.first === first)
  return segment ? readSegmentAt(disk, segment, at, BATCH_BYTES_MAX + LINE_BYTES_MAX) : Buffer.alloc(0)
}

/** The sound lines that begin here, up to the first that is not whole. */
function linesIn(bytes: Buffer): Line[] {
  const lines: Line[] = []
  for (let at = 0; at < bytes.length;) {
    const read = readLine(bytes, at)
    if (read.is !== 'line') break
    lines.push(read.line)
    at += read.line.bytes
  }
  return lines
}
