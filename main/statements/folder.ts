import { DiskFault, type Disk } from '#drivers/disk/port'
import { writeWhole } from '#journal/files'
import { join } from 'node:path'

/** Where statements are put to be checked: in the data folder, so that no window needs the rest of the disk. */
const FOLDER = 'statements'
/** Files shown of it. */
export const FILES_MAX = 50
const NAME = /^[^./\\][^/\\]{0,110}\.(csv|txt)$/i

export interface StatementFiles {
  readonly folder: string
  /** The last by name first. */
  readonly list: () => Promise<readonly { readonly name: string; readonly bytes: number }[]>
  /** At most so many bytes; null where there is no such file. */
  readonly read: (name: string, bytesMax: number) => Promise<Uint8Array | null>
  /** Puts one there. */
  readonly write: (name: string, bytes: Uint8Array) => Promise<void>
}

export function statementFiles({
  disk,
  folder: data,
}: {
  readonly disk: Disk
  readonly folder: string
}): StatementFiles {
  const folder = join(data, FOLDER)
  const isThere = async (name: string) => NAME.test(name) && (await disk.list(folder)).includes(name)
  return {
    folder,
    list: async () => {
      await disk.makeFolder(folder)
      const names = (await disk.list(folder)).filter((name) => NAME.test(name))
      const shown = names.sort().reverse().slice(0, FILES_MAX)
      return Promise.all(shown.map(async (name) => ({ name, bytes: await disk.sizeOf(join(folder, name)) })))
    },
    read: async (name, bytesMax) => {
      try {
        return (await isThere(name)) ? await disk.readAt(join(folder, name), 0, bytesMax) : null
      } catch (cause) {
        // Taken away meanwhile, or on a disk that fails: there is nothing to check.
        if (cause instanceof DiskFault) return null
        throw cause
      }
    },
    write: async (name, bytes) => {
      await disk.makeFolder(folder)
      await writeWhole(disk, join(folder, name), bytes)
      await disk.syncFolder(folder)
    },
  }
}
