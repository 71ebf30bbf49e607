import { done, refused, type Done, type Refused } from '#domain/result'
import type { Disk } from '#drivers/disk/port'
import type { LastSegment } from './adapter.ts'
import type { Written } from './journal.ts'
import type { JournalRefusal } from './refusal.ts'
import { survey, type JournalFault, type Known, type Surveyed } from './survey.ts'

/** The journal as it was found, made safe to go on from. */
export interface Recovered {
  readonly head: { readonly seq: number; readonly hash: string }
  /** The station and epoch of its last record, such as `01-e1`; those it begins in while it is empty. */
  readonly journal: string
  /** Null where there is none yet. */
  readonly last: LastSegment | null
}

type Refusal = Refused<'journal'> & { readonly refusal: JournalRefusal }

export interface RecoveryParts {
  readonly disk: Disk
  readonly folder: string
  /** The station and epoch it begins in, such as `01-e1`. */
  readonly journal: string
  readonly from: Known | null
  readonly onRecord: (line: Written) => void
}

/**
 * Reads every record in order and mends what a crash may have left: a torn tail is cut, and what may be in the cache
 * but not on the disk is written again. Anything durable that is not as it was written is refused and left as it is.
 */
export async function recover(parts: RecoveryParts): Promise<Done<Recovered> | Refusal> {
  const { disk, folder, onRecord } = parts
  const { faults, head, epochs, last, witness } = await survey({
    ...parts,
    onRecord: ({ record, hash, at }, { first }) => onRecord({ record, hash, place: { segment: first, at } }),
  })
  const [fault] = faults
  if (fault) return { ...refused('journal'), refusal: refusalOf(fault) }
  // A witness that the disk does not give just now may vouch for what looks like a torn tail.
  if (witness.cause) throw witness.cause
  // An archive is never written to: what comes after one goes into a segment of its own.
  const goesOn = last?.kept === 'archived' ? null : last
  if (goesOn) await mend(disk, goesOn)
  await disk.syncFolder(folder)
  const at = epochs.at(-1)?.journal ?? parts.journal
  return done({
    head,
    journal: at,
    last: goesOn && { path: goesOn.path, first: goesOn.first, bytes: goesOn.soundBytes },
  })
}

/**
 * After a failed flush the system may hold pages that it takes for written and the disk never got. So what no watermark
 * vouches for is written again before anything is shown, printed or sent because of it.
 */
async function mend(disk: Disk, { path, bytes, soundBytes, lines }: Surveyed): Promise<void> {
  const durable = lines.reduce((highest, { watermark }) => Math.max(highest, watermark), 0)
  const from = lines.find(({ record }) => record.seq > durable)?.at ?? soundBytes
  const file = await disk.open(path, 'change')
  try {
    if (soundBytes < bytes.length) await file.truncate(soundBytes)
    if (from < soundBytes) await file.write(bytes.subarray(from, soundBytes), from)
    await file.sync()
  } finally {
    await file.close()
  }
}

function refusalOf({ kind, sequence, file, cause }: JournalFault): JournalRefusal {
  switch (kind) {
    case 'newer':
    case 'foreign':
      return { is: kind, sequence, file }
    case 'truncated':
      return { is: 'truncated', sequence }
    case 'unreadable':
      return { is: 'disk', trouble: cause?.why ?? 'io', file }
    case 'broken':
    case 'chain':
    case 'missing':
    case 'name':
    case 'replaced':
    case 'archive':
    case 'twins':
      return { is: 'rot', sequence, file }
  }
}
