import { DiskFault, type Disk } from '#drivers/disk/port'
import { durableFile } from '#journal/durable-file'
import { namesIn, unlessMissing } from '#journal/files'
import { z } from 'zod'
import { LIST_BYTES_MAX } from './bodies.ts'
import { sha256 } from './posting.ts'
import { unpackList, type ListIs, type ReadList } from './lists.ts'
import { join } from 'node:path'

/**
 * Lists of head office on this machine: `settings/posted-<digest>.json`, packed as they came. Which of them counts the
 * journal says, by the whole digest; a file that is another is none.
 */
export interface Shelf {
  /** Durable when it resolves. Throws DiskFault. */
  readonly put: (list: KeptList, packed: Buffer) => Promise<void>
  /** Null where it is not there as it was. Throws DiskFault. */
  readonly read: (list: { readonly is: ListIs; readonly digest: string }) => Promise<ReadList | null>
  readonly has: (digest: string) => Promise<boolean>
  /** Takes away what is none of these. */
  readonly keepOnly: (digests: ReadonlySet<string>) => Promise<void>
}
export interface KeptList {
  readonly is: ListIs
  readonly digest: string
  readonly rows: number
  readonly bytes: number
}

const NAMED_BY = 32
const OWN_FILES = new RegExp(`^posted-([0-9a-f]{${NAMED_BY}})\\.json(\\.before|\\.new)?$`)
const PACKED_MAX = LIST_BYTES_MAX
const File = z.strictObject({
  list: z
    .strictObject({
      ...{ is: z.enum(['goods', 'prices']), digest: z.string(), rows: z.int(), bytes: z.int() },
      packed: z.base64().max(PACKED_MAX),
    })
    .nullable(),
})
type File = z.infer<typeof File>

export function openShelf(disk: Disk, folder: string): Shelf {
  const settings = join(folder, 'settings')
  const open = (digest: string) =>
    durableFile<File>({
      ...{ disk, path: join(settings, `posted-${digest.slice(0, NAMED_BY)}.json`), schema: File },
      ...{ first: { list: null }, expendable: true },
    })
  const packedOf = async (digest: string) => {
    const { list } = (await open(digest)).data
    const packed = list && Buffer.from(list.packed, 'base64')
    return packed && sha256(packed) === digest ? { ...list, packed } : null
  }
  return {
    put: async (list, packed) => {
      await disk.makeFolder(settings)
      const file = await open(list.digest)
      file.data = { list: { ...list, packed: packed.toString('base64') } }
      await file.write()
    },
    read: async ({ is, digest }) => {
      const kept = await packedOf(digest)
      const rows = kept === null || kept.is !== is ? null : await unpackList(kept.packed, kept)
      return rows === null || typeof rows === 'string' ? null : { is, rows }
    },
    has: async (digest) => (await packedOf(digest)) !== null,
    keepOnly: async (digests) => {
      const wanted = new Set([...digests].map((digest) => digest.slice(0, NAMED_BY)))
      const dead = (await namesIn(disk, settings)).filter((name) => {
        const named = OWN_FILES.exec(name)?.[1]
        return named !== undefined && !wanted.has(named)
      })
      for (const name of dead) await disk.remove(join(settings, name)).catch(unlessMissing)
    },
  }
}

/** What a disk can not do now is tried again; anything else is a fault of ours. */
export function unlessOfDisk(cause: unknown): void {
  if (!(cause instanceof DiskFault)) throw cause
}
