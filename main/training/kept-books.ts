import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Sealing } from '#drivers/sealing/port'
import { durableFile } from '#journal/durable-file'
import { z } from 'zod'
import { join } from 'node:path'

export interface KeptBooksParts {
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly sealing: Sealing
}

/** The books of a twin that somebody practises with: text, sealed, since what it knows of its customers is in them. */
export interface KeptBooks {
  /** Null where there are none that this machine can read. */
  readonly text: string | null
  readonly keep: (text: string) => Promise<void>
}

const BOOKS_MAX = 20_000_000
const BooksFile = z.strictObject({ sealed: z.string().max(BOOKS_MAX).nullable() })

export async function keptBooks({ disk, folder, sealing }: KeptBooksParts, name: string): Promise<KeptBooks> {
  const at = join(folder, 'sealed')
  await disk.makeFolder(at)
  const path = join(at, name)
  const file = await durableFile({ disk, path, schema: BooksFile, first: { sealed: null }, expendable: true })
  return {
    text: file.data.sealed === null ? null : await sealing.unseal(file.data.sealed),
    keep: async (text) => {
      file.data = { sealed: await sealing.seal(text) }
      await file.write().catch((cause: unknown) => {
        // The twin goes on in memory; of a disk that takes nothing the till tells by itself.
        if (!(cause instanceof DiskFault)) throw cause
      })
    },
  }
}
