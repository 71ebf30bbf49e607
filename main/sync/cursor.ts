import { HashText, JournalNameText } from '#journal/epoch'
import { durableFile } from '#journal/durable-file'
import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import type { Low } from 'lowdb'
import { z } from 'zod'
import { join } from 'node:path'

/**
 * What the station remembers of head office between two starts: for people, and to find its own batches sooner. Nothing
 * that is sent hangs on it: the handshake asks the hub itself.
 */
export const Cursor = z.strictObject({
  /** The last record that the hub has been seen to have, and when. */
  sent: z.strictObject({ seq: z.int().min(0), atMs: z.number() }).nullable(),
  /** Where in the hub a batch of ours lies. */
  place: z.int().min(1).nullable(),
  /** The last record that the ledger has, of which branch, and when that was heard. */
  ledger: z.strictObject({ branch: JournalNameText, seq: z.int().min(1), hash: HashText, atMs: z.number() }).nullable(),
  /** The newest demand to send again that was taken. */
  again: z.string().max(64).nullable(),
})
export type Cursor = z.infer<typeof Cursor>

const NOTHING: Cursor = { sent: null, place: null, ledger: null, again: null }
/** It is written so often; what is lost of it is learned again. */
const REMEMBER_EVERY_MS = 60_000

export interface RememberingParts {
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly log: Log
  readonly clock: Pick<Clock, 'wait'>
  readonly closing: AbortSignal
}

export interface Remembering {
  readonly cursor: Cursor
  /** Resolves when `closing` has ended it and what is known is on the disk. */
  readonly ended: Promise<void>
}

/** A disk that does not give or take it is told of, and changes nothing. */
export async function remember(parts: RememberingParts): Promise<Remembering> {
  const { disk, folder, log } = parts
  const file = await durableFile<Cursor>({
    ...{ disk, path: join(folder, 'sync', 'cursor.json'), schema: Cursor, first: NOTHING, expendable: true },
    onDamage: (why) => log.note('what was known of head office was damaged, and is learned anew', { why }),
  }).catch(told(log))
  const cursor = file ? file.data : structuredClone(NOTHING)
  return { cursor, ended: file ? kept(parts, file) : Promise.resolve() }
}

async function kept({ disk, folder, log, clock, closing }: RememberingParts, file: Low<Cursor>): Promise<void> {
  let written = JSON.stringify(file.data)
  for (let over = false; !over;) {
    await clock.wait(REMEMBER_EVERY_MS, closing).catch(() => undefined)
    over = closing.aborted
    const now = JSON.stringify(file.data)
    if (now === written) continue
    await disk
      .makeFolder(join(folder, 'sync'))
      .then(() => file.write())
      .catch(told(log))
    written = now
  }
}

const told = (log: Log) => (cause: unknown) => {
  if (!(cause instanceof DiskFault)) throw cause
  log.fault('what is known of head office could not be read or written', cause)
}
