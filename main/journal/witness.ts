import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Low } from 'lowdb'
import { z } from 'zod'
import { durableFile } from './durable-file.ts'
import { namesIn } from './files.ts'
import { dirname, join } from 'node:path'

/**
 * The head as it was at the last start or end. It can only be behind, so records missing below it were durable and have
 * been lost or cut off since. It does not lie in the journal's folder: whoever exchanges that folder does not exchange
 * what testifies of it.
 */
export const Witness = z.strictObject({ seq: z.int().min(0), hash: z.string() })
export type Witness = z.infer<typeof Witness>

const NAME = 'head.json'
const sealedBeside = (journal: string): string => join(dirname(journal), 'sealed')
const SILENT: Witness = { seq: 0, hash: '' }

/** Of a journal's folder. One that can not be read testifies nothing; it does not keep the till from opening. */
export async function openWitness(disk: Disk, journal: string): Promise<Low<Witness>> {
  await disk.makeFolder(sealedBeside(journal))
  return witnessFile(disk, journal)
}

const witnessFile = (disk: Disk, journal: string, onDamage?: () => void): Promise<Low<Witness>> =>
  durableFile({
    ...{ disk, path: join(sealedBeside(journal), NAME), schema: Witness, first: SILENT, expendable: true },
    ...(onDamage && { onDamage }),
  })

export interface Testimony extends Witness {
  /** `damaged` may still hold what the version before it said. */
  readonly is: 'sound' | 'missing' | 'damaged'
  /** What the disk said, where it did not give the file: it may then hold anything. */
  readonly cause?: DiskFault
}

/** For reading only: nothing is made or mended. */
export async function readWitness(disk: Disk, journal: string): Promise<Testimony> {
  const names = await namesIn(disk, sealedBeside(journal))
  let is: Testimony['is'] = names.includes(NAME) || names.includes(`${NAME}.before`) ? 'sound' : 'missing'
  try {
    const { data } = await witnessFile(disk, journal, () => (is = 'damaged'))
    return { is, ...data }
  } catch (cause) {
    if (cause instanceof DiskFault) return { is: 'damaged', ...SILENT, cause }
    throw cause
  }
}
