import { done, refused, type Result } from '#domain/result'
import type { Disk } from '#drivers/disk/port'
import type { JournalRefusal } from './refusal.ts'
import { scanSegment, type Placed } from './scan.ts'
import { listSegments, type Segment } from './segments.ts'
import { readWitness } from './witness.ts'

/** The journal as it was found, made safe to go on from. */
export interface Recovered {
  readonly head: { readonly seq: number; readonly hash: string }
  /** The segment to go on in, and its size; null where there is none yet. */
  readonly last: { readonly path: string; readonly bytes: number } | null
}

type Refusal = { readonly ok: false } & { readonly why: 'journal'; readonly refusal: JournalRefusal }
const refuse = (refusal: JournalRefusal): Refusal => ({ ...refused('journal'), refusal })

export interface RecoveryParts {
  readonly disk: Disk
  readonly folder: string
  /** This station and epoch, such as `01-e1`. */
  readonly journal: string
  readonly onRecord: (line: Placed) => void
}

/**
 * Reads every record in order and mends what a crash may have left: a torn tail is cut, and what may be in the cache
 * but not on the disk is written again. Anything durable that is not as it was written is refused and left as it is.
 */
export async function recover(parts: RecoveryParts): Promise<Result<Recovered, never> | Refusal> {
  const { disk, folder, journal } = parts
  const segments = await listSegments(disk, folder)
  const witness = await readWitness(disk, folder)
  let head = { seq: 0, hash: '' }
  let last: Recovered['last'] = null
  for (const [index, segment] of segments.entries()) {
    const bytes = await disk.read(segment.path)
    const scanned = scanSegment(bytes, { sequence: head.seq + 1, prev: head.hash, journal })
    const isLast = index === segments.length - 1
    const fault = scanned.faults[0]
    let sound: readonly Placed[] = scanned.lines
    let size = bytes.length
    if (fault) {
      const torn = isLast && fault.kind === 'broken' && isTorn(scanned.lines, fault.sequence, witness.seq)
      if (!torn) return refuse(refusalOf(fault.kind, fault.sequence, segment))
      sound = scanned.lines.filter(({ record }) => record.seq < fault.sequence)
      size = scanned.soundBytes
    }
    for (const line of sound) parts.onRecord(line)
    const end = sound.at(-1)
    if (end) head = { seq: end.record.seq, hash: end.hash }
    if (isLast) {
      await mend(disk, segment.path, bytes.subarray(0, size), sound, size < bytes.length)
      last = { path: segment.path, bytes: size }
    }
  }
  if (head.seq < witness.seq) return refuse({ is: 'truncated', sequence: head.seq + 1 })
  await disk.syncFolder(folder)
  return done({ head, last })
}

/**
 * Torn: nothing at or after the break was ever durable. A later line whose watermark reaches it, or the witness, says
 * that it was, and then it is rot.
 */
const isTorn = (lines: readonly Placed[], sequence: number, witnessed: number): boolean =>
  witnessed < sequence && lines.every(({ watermark }) => watermark < sequence)

/**
 * After a failed flush the system may hold pages that it takes for written and the disk never got. So what no watermark
 * vouches for is written again before anything is shown, printed or sent because of it.
 */
async function mend(disk: Disk, path: string, bytes: Buffer, lines: readonly Placed[], cut: boolean): Promise<void> {
  const durable = lines.reduce((highest, { watermark }) => Math.max(highest, watermark), 0)
  const from = lines.find(({ record }) => record.seq > durable)?.at ?? bytes.length
  const file = await disk.open(path, 'change')
  try {
    if (cut) await file.truncate(bytes.length)
    if (from < bytes.length) await file.write(bytes.subarray(from), from)
    await file.sync()
  } finally {
    await file.close()
  }
}

function refusalOf(
  kind: 'broken' | 'chain' | 'missing' | 'foreign' | 'newer',
  sequence: number,
  { path }: Segment,
): JournalRefusal {
  switch (kind) {
    case 'newer':
    case 'foreign':
      return { is: kind, sequence, file: path }
    case 'broken':
    case 'chain':
    case 'missing':
      return { is: 'rot', sequence, file: path }
  }
}
