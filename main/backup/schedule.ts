import type { Clock } from '#drivers/clock/port'
import { readJournalName } from '#journal/epoch'
import { makeBackup, type Made, type MakingParts } from './make.ts'
import { ending, type Ended } from './refusal.ts'
import { backupSettingsIn, type BackupSettings } from './settings.ts'
import { shelf } from './shelf.ts'

/** After a start, first the counter is opened. */
const FIRST_WAIT_MS = 120_000
/** Between two looks at whether a backup is due, and so between two tries where one failed. */
const LOOK_EVERY_MS = 900_000
const HOUR_MS = 3_600_000

export interface BackupsParts extends Pick<MakingParts, 'disk' | 'clock' | 'random' | 'folder' | 'carried'> {
  /** The station and epoch, such as `01-e1`. */
  readonly journal: string
  /** The last record that is on the disk. */
  readonly head: () => MakingParts['head']
  /** Ends the waiting, and cancels a backup under way. */
  readonly closing: AbortSignal
  /** Has the machine to itself while it is made. */
  readonly inTurn: <Value>(work: () => Promise<Value>) => Promise<Value>
  readonly onProgress?: NonNullable<MakingParts['onProgress']>
  /** Told how each backup ended, but those that were cancelled. Where no recipient is set, there is none to tell of. */
  readonly onOutcome: (outcome: Ended<Made>) => void
}

/** Makes one now. Null where nobody has said for whom; refused where it is not made. */
export const backUpNow = (parts: BackupsParts): Promise<Ended<Made> | null> =>
  backUp(parts, () => Promise.resolve(true))

/** Makes backups while the station runs, so many hours after the newest there is. Resolves when `closing` ends it. */
export async function startBackups(parts: BackupsParts): Promise<void> {
  const { clock, closing, inTurn, onOutcome } = parts
  let madeAtMs: number | null = null
  for (let wait = FIRST_WAIT_MS; await waited(clock, wait, closing); wait = LOOK_EVERY_MS) {
    const madeAt = madeAtMs
    const outcome = await inTurn(() => backUp(parts, (settings) => isDue(parts, settings, madeAt)))
    if (outcome?.ok === true) madeAtMs = clock.elapsedMs()
    if (outcome && (outcome.ok || outcome.why !== 'cancelled')) onOutcome(outcome)
  }
}

/** Whether the time has passed; false where the station ends before. */
export async function waited(clock: Clock, ms: number, closing: AbortSignal): Promise<boolean> {
  if (closing.aborted) return false
  return clock.wait(ms, closing).then(
    () => true,
    (cause: unknown) => {
      if (closing.aborted) return false
      throw cause
    },
  )
}

/** Null where none is wanted, or nobody has said for whom. */
async function backUp(
  parts: BackupsParts,
  isWanted: (settings: BackupSettings) => Promise<boolean>,
): Promise<Ended<Made> | null> {
  const { folder, disk, closing: signal, head, ...rest } = parts
  const planned = await ending(async () => {
    const { data: settings } = await backupSettingsIn(disk, folder)
    const { recipient } = settings
    return recipient && (await isWanted(settings)) ? { settings, recipient } : null
  })
  if (!planned.ok || planned.value === null) return planned.ok ? null : planned
  const { settings, recipient } = planned.value
  const { folder: to, keep } = settings
  return makeBackup({ ...rest, disk, folder, to, keep, recipient, by: 'station', head: head(), signal })
}

/** `madeAtMs`: when this run made the last one, if it has. */
async function isDue(
  { disk, clock, journal }: BackupsParts,
  { folder, everyHours }: BackupSettings,
  madeAtMs: number | null,
): Promise<boolean> {
  const every = everyHours * HOUR_MS
  if (madeAtMs !== null) return clock.elapsedMs() - madeAtMs >= every
  const newest = (await shelf(disk, folder, readJournalName(journal)?.station ?? '')).at(-1)
  if (!newest) return true
  const age = clock.nowMs() - newest.createdMs
  // One from the future was made by a clock that was wrong, or this one is: nobody knows how old it is.
  return age < 0 || age >= every
}
