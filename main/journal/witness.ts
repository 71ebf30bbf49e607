import type { Disk } from '#drivers/disk/port'
import type { Low } from 'lowdb'
import { z } from 'zod'
import { durableFile, FileRefused } from './durable-file.ts'
import { join } from 'node:path'

/**
 * The head as it was at the last start or end, kept beside the journal. It can only be behind, so records missing below
 * it were durable and have been lost or cut off since.
 */
export const Witness = z.strictObject({ seq: z.int().min(0), hash: z.string() })
export type Witness = z.infer<typeof Witness>

export const openWitness = (disk: Disk, folder: string): Promise<Low<Witness>> =>
  durableFile({ disk, path: join(folder, 'witness.json'), schema: Witness, first: { seq: 0, hash: '' } })

/** For reading only: nothing is made or mended. A witness that can not be read testifies nothing. */
export async function readWitness(disk: Disk, folder: string): Promise<Witness> {
  try {
    return (await openWitness(disk, folder)).data
  } catch (cause) {
    if (cause instanceof FileRefused) return { seq: 0, hash: '' }
    throw cause
  }
}
