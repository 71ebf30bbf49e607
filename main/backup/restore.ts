import type { Clock } from '#drivers/clock/port'
import type { Disk } from '#drivers/disk/port'
import type { Random } from '#drivers/random/port'
import { EPOCH_MAX, journalName, readJournalName, type JournalName } from '#journal/epoch'
import { beginEpoch } from '#journal/new-epoch'
import { segmentsIn } from '#journal/segments'
import { verifyFolder } from '#journal/verify'
import type { KeyObject } from 'node:crypto'
import type { Carried, CarriedSecrets } from './carried.ts'
import { isRestoring, RESTORING } from './marker.ts'
import { mustHave } from './make.ts'
import { ending, Refuse, type Ended, type Taken } from './refusal.ts'
import { namesIn } from '#journal/files'
import { emptyOut, FOLDERS, keyFor, unpack, verifyUnpacked, type OpenedBackup } from './unpack.ts'
import { join } from 'node:path'

export interface RestoringParts {
  readonly disk: Disk
  readonly clock: Clock
  readonly random: Random
  readonly backup: OpenedBackup
  readonly key: KeyObject
  /** The data folder to be; the caller holds its lock. */
  readonly folder: string
  /** Null: the one after the backup's. */
  readonly epoch: number | null
  /** Puts what the backup carries under the seal of this machine. */
  readonly keep?: CarriedSecrets['keep']
  readonly signal?: AbortSignal
  readonly onFile: (bytes: number) => void
}

export interface Restored {
  /** Such as `01-e2`. */
  readonly journal: string
  /** The last record of the backup. */
  readonly seq: number
}

/**
 * Makes a data folder of a backup, which goes on in a new epoch. A marker lies in the folder from before the first
 * change until all is on the disk and verified: while it is there the station does not open the folder, and restoring
 * into it begins again from nothing.
 */
export function restore(parts: RestoringParts): Promise<Ended<Restored>> {
  return ending(async () => {
    const { disk, backup, folder, random, clock, signal, onFile } = parts
    const began = partsOf(backup)
    const epoch = epochAfter(began, parts.epoch)
    const key = keyFor(backup, parts.key)
    await disk.makeFolder(folder)
    await mustBeFree(disk, folder, backup)
    await mustHave(disk, folder, backup.header.bytes)
    await mark(disk, folder)
    await emptyOut(disk, folder)
    let carried: Carried = {}
    const onCarried = (found: Carried) => (carried = found)
    await unpack({ disk, backup, key, into: folder, onFile, onCarried, ...(signal && { signal }) })
    await verifyUnpacked(disk, backup, folder)
    await parts.keep?.(folder, carried)
    const begun = await beginEpoch({
      ...{ disk, folder: join(folder, 'journal'), journal: journalName({ ...began, epoch: 1 }), epoch },
      ...{ nowMs: clock.nowMs(), txn: random.id(), fork: random.id() },
    })
    // It was sound a moment ago: the station's own number at its first epoch is where each journal begins.
    if (!begun.ok) throw new Refuse({ why: 'not-verified', fault: null })
    await unmark(disk, folder)
    return { journal: journalName({ ...began, epoch }), seq: backup.header.head.seq }
  }, parts.signal)
}

function partsOf({ header, file }: OpenedBackup): JournalName {
  const name = readJournalName(header.journal)
  if (!name) throw new Refuse({ why: 'damaged', file })
  return name
}

function epochAfter({ epoch: parent }: JournalName, wanted: number | null): number {
  const epoch = wanted ?? parent + 1
  if (epoch <= parent || epoch > EPOCH_MAX) throw new Refuse({ why: 'epoch', parent })
  return epoch
}

/**
 * What is there already is never written over: it may be all that is left of a day. What an unfinished restoring left
 * is nothing. Throws Refuse.
 */
export async function mustBeFree(disk: Disk, folder: string, { header }: OpenedBackup): Promise<void> {
  if (await isRestoring(disk, folder)) return
  const names = await Promise.all(FOLDERS.map((each) => namesIn(disk, join(folder, each))))
  if (names.every((each) => each.length === 0)) return
  throw new Refuse({ why: 'taken', folder, ...(await lookAt(disk, folder, header.journal, header.head.seq)) })
}

async function lookAt(disk: Disk, folder: string, of: string, seq: number): Promise<Taken> {
  const journal = join(folder, 'journal')
  if (segmentsIn(journal, await namesIn(disk, journal)).length === 0) {
    return { journal: null, records: 0, seq: 0, further: null }
  }
  const { records, head, epochs } = await verifyFolder(disk, journal)
  const there = epochs.at(-1)?.journal ?? null
  const isSame = there !== null && readJournalName(there)?.station === readJournalName(of)?.station
  return { journal: there, records, seq: head.seq, further: isSame ? head.seq - seq : null }
}

async function mark(disk: Disk, folder: string): Promise<void> {
  if (!(await isRestoring(disk, folder))) await (await disk.open(join(folder, RESTORING), 'create')).close()
  await disk.syncFolder(folder)
}

async function unmark(disk: Disk, folder: string): Promise<void> {
  await disk.remove(join(folder, RESTORING))
  await disk.syncFolder(folder)
}
