import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Low } from 'lowdb'
import { z } from 'zod'
import { durableFile } from './durable-file.ts'
import { join } from 'node:path'

/**
 * The head as it was at the last start or end, kept beside the journal. It can only be behind, so records missing below
 * it were durable and have been lost or cut off since.
 */
export const Witness = z.strictObject({ seq: z.int().min(0), hash: z.string() })
export type Witness = z.infer<typeof Witness>

const NAME = 'witness.json'
const SILENT: Witness = { seq: 0, hash: '' }

/** A witness that can not be read testifies nothing; it does not keep the till from opening. */
export const openWitness = (disk: Disk, folder: string, onDamage?: () => void): Promise<Low<Witness>> =>
  durableFile({
    ...{ disk, path: join(folder, NAME), schema: Witness, first: SILENT, expendable: true },
    ...(onDamage && { onDamage }),
  })

export interface Testimony extends Witness {
  /** `damaged` may still hold what the version before it said. */
  readonly is: 'sound' | 'missing' | 'damaged'
  /** What the disk said, where it did not give the file: it may then hold anything. */
  readonly cause?: DiskFault
}

/** For reading only: nothing is made or mended. */
export async function readWitness(disk: Disk, folder: string): Promise<Testimony> {
  const names = await disk.list(folder)
  let is: Testimony['is'] = names.includes(NAME) || names.includes(`${NAME}.before`) ? 'sound' : 'missing'
  try {
    const { data } = await openWitness(disk, folder, () => (is = 'damaged'))
    return { is, ...data }
  } catch (cause) {
    if (cause instanceof DiskFault) return { is: 'damaged', ...SILENT, cause }
    throw cause
  }
}
