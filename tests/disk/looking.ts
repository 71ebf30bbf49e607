import { DiskFault, type Disk } from '#drivers/disk/port'
import type { VirtualDisk } from '#drivers/disk/virtual'
import { verifyFolder, type Verified } from '#journal/verify'
import { JOURNAL_FOLDER } from '../world/journals.ts'
import { dirname } from 'node:path'

/** Verifies a journal as it lies there just now, without an operation on its disk: a plan for the n-th stands. */
export const verifyAside = (disk: VirtualDisk): Promise<Verified> => verifyFolder(stillOf(disk.files()), JOURNAL_FOLDER)

/** A disk that holds these files and can only be read. */
export function stillOf(files: ReadonlyMap<string, Buffer>): Disk {
  const never = (path: string) => Promise.reject(new DiskFault('read-only', path))
  const read = (path: string) => {
    const bytes = files.get(path)
    return bytes ? Promise.resolve(bytes) : Promise.reject(new DiskFault('missing', path))
  }
  return {
    list: (folder) =>
      Promise.resolve(
        [...files.keys()]
          .filter((path) => dirname(path) === folder)
          .map((path) => path.slice(folder.length + 1))
          .sort(),
      ),
    read,
    sizeOf: async (path) => (await read(path)).length,
    readAt: async (path, position, length) => (await read(path)).subarray(position, position + length),
    makeFolder: () => Promise.resolve(),
    ...{ open: never, rename: never, remove: never, syncFolder: never },
    freeBytes: () => Promise.resolve(0),
  }
}
