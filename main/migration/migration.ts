import { done, refused, type Done, type Nothing, type Refused } from '#domain/result'
import type { Disk } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import { durableFile } from '#journal/durable-file'
import { z } from 'zod'
import { namesIn } from '#journal/files'
import { copyAside } from './copy-aside.ts'
import { moveWitness } from './witness-to-sealed.ts'
import { join } from 'node:path'

/** How files lie in a data folder. A later version changes it forward only; an earlier one refuses what it finds. */
export const FORMAT = 2

/**
 * From each format to the next. Every step may be cut off and begun again, and none touches a record: the journal is
 * never rewritten.
 */
const STEPS: ReadonlyMap<number, (disk: Disk, folder: string) => Promise<void>> = new Map([[1, moveWitness]])

const FormatFile = z.strictObject({ format: z.int().min(1) })

export interface MigrationParts {
  readonly disk: Disk
  /** The station's data folder, of which the caller holds the lock. */
  readonly folder: string
  readonly log: Log
}

/**
 * Brings a data folder to this version's format, after all that a step may change was copied aside. What a later
 * version left is refused and not touched. Throws DiskFault and FileRefused.
 */
export async function migrate(parts: MigrationParts): Promise<Done<Nothing> | Refused<'newer-data'>> {
  const { disk, folder, log } = parts
  const begun = await isBegun(disk, folder)
  await disk.makeFolder(join(folder, 'settings'))
  const file = await durableFile({
    ...{ disk, path: join(folder, 'settings', 'format.json'), schema: FormatFile },
    // Folders of before there was this file are of the first format.
    first: { format: begun ? 1 : FORMAT },
  })
  if (file.data.format > FORMAT) return refused('newer-data')
  for (let from = file.data.format; from < FORMAT; from++) {
    await copyAside(disk, folder, `before-format-${from + 1}`)
    await STEPS.get(from)?.(disk, folder)
    file.data = { format: from + 1 }
    await file.write()
    log.note('the data folder was brought to the next format', { version: String(from + 1) })
  }
  if (!begun) await file.write()
  return done({})
}

/** Whether a station ever kept anything here. */
const isBegun = async (disk: Disk, folder: string): Promise<boolean> =>
  (await namesIn(disk, join(folder, 'settings'))).includes('station.json') ||
  (await namesIn(disk, join(folder, 'journal'))).length > 0
