import { assert, done, type Done } from '#domain/result'
import { DiskFault, type Disk, type DiskTrouble } from '#drivers/disk/port'
import { Low } from 'lowdb'
import { JournalAdapter, type Appended, type JournalState } from './adapter.ts'
import { takeAhead, type FindAhead } from './ahead.ts'
import { SEGMENT_BYTES } from './archive.ts'
import type { JournalRecord } from './line.ts'
import { genesis, type Genesis } from './new-epoch.ts'
import { recover } from './recovery.ts'
import { JournalStopped, type JournalRefusal } from './refusal.ts'
import type { Known } from './survey.ts'
import { openWitness } from './witness.ts'

/** The durable record of the station. What `append` has resolved for exists after any crash. */
export interface Journal {
  /** Resolves when the record is on the disk. Rejects with JournalStopped when it never will be. */
  readonly append: (draft: Draft) => Promise<Written>
  readonly head: () => { readonly seq: number; readonly hash: string }
  /** The station and epoch that new records are written in, such as `01-e1`. */
  readonly name: string
  readonly close: () => Promise<void>
}

export interface Written {
  readonly record: JournalRecord
  readonly hash: string
  readonly place: Place
}

/** Where a record lies. */
export interface Place {
  /** The first sequence number in its segment, which names the file. */
  readonly segment: number
  /** Byte offset in it. */
  readonly at: number
}

export interface Draft {
  readonly txn: string
  readonly type: string
  readonly ts: number
  readonly body: unknown
}

export interface JournalParts {
  readonly disk: Disk
  readonly folder: string
  /** The station and epoch it begins in, such as `01-e1`; it goes on in the epoch of its last record. */
  readonly journal: string
  /** Called for every record there is after `from`, in order, before the journal opens. */
  readonly replay: (line: Written) => void
  /** Up to where the records are known already. */
  readonly from?: Known | null
  /** Asked when all that is here was replayed; what it finds is taken, and replayed, before anything is written. */
  readonly ahead?: FindAhead
  /** Asked when all was replayed: the epoch to begin with a first record of its own; null goes on in the last one. */
  readonly begins?: () => Genesis | null
  /** A new file is begun when one has grown to this. */
  readonly segmentBytes?: number
}

/** The caller holds the folder's lock: two writers would fork the chain. */
export async function openJournal(
  parts: JournalParts,
): Promise<Done<Journal> | { readonly ok: false; readonly why: 'journal'; readonly refusal: JournalRefusal }> {
  const { disk, folder, journal, replay, from = null, segmentBytes = SEGMENT_BYTES } = parts
  const { ahead = noneAhead, begins = () => null } = parts
  try {
    await disk.makeFolder(folder)
    const found = await recover({ disk, folder, journal, from, onRecord: replay })
    if (!found.ok) return found
    const lines = await ahead(found.value)
    const known = await takeAhead({ disk, folder, segmentBytes, onRecord: replay }, found.value, lines)
    const begun = begins()
    const first = begun && genesis({ ...begun, ...known })
    const witness = await openWitness(disk, folder)
    const name = first?.name ?? known.journal
    const adapter = new JournalAdapter({ disk, folder, segmentBytes, ...known, journal: name })
    const db = new Low<JournalState>(adapter, adapter.state)
    const testify = async () => {
      witness.data = db.data.durable()
      await witness.write()
    }
    const append = async (draft: Draft): Promise<Written> => {
      const appended: Appended[] = []
      await db.update((state) => void appended.push(state.append(draft)))
      const [written] = appended
      assert(written !== undefined, 'lowdb runs an update before it writes')
      return { ...written, place: written.place() }
    }
    if (first) replay(await append(first.draft))
    // What was just read is now known to be durable, and says so to the next start.
    await testify()
    return done({
      ...{ name, append },
      head: () => db.data.durable(),
      close: async () => {
        await adapter.close()
        // The records are durable without it; a disk that takes no more has been told of already.
        if (!adapter.stopped()) await testify().catch(unlessDiskFault)
      },
    })
  } catch (cause) {
    // A disk that does not take the first record of an epoch: nothing has been shown or given since.
    if (cause instanceof JournalStopped) return diskRefusal(cause.trouble, folder)
    if (!(cause instanceof DiskFault)) throw cause
    return diskRefusal(cause.why, cause.path)
  }
}

const diskRefusal = (trouble: DiskTrouble, file: string) =>
  ({ ok: false, why: 'journal', refusal: { is: 'disk', trouble, file } }) as const

const noneAhead: FindAhead = () => Promise.resolve([])

const unlessDiskFault = (cause: unknown): void => {
  if (!(cause instanceof DiskFault)) throw cause
}

export { JournalStopped }
