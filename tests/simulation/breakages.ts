import type { Disk, DiskFile } from '#drivers/disk/port'

/** Ways to break the station on purpose: each must be caught, or the simulation proves nothing. */
export const BREAKAGES = {
  'no-sync': (disk: Disk): Disk => withoutSync(disk, () => true),
  'no-journal-sync': (disk: Disk): Disk => withoutSync(disk, (path) => path.endsWith('.jsonl')),
  'no-folder-sync': (disk: Disk): Disk => ({ ...disk, syncFolder: () => Promise.resolve() }),
  'lost-write': (disk: Disk): Disk => ({
    ...disk,
    open: async (path, mode) => forgetful(await disk.open(path, mode), path),
  }),
} as const satisfies Record<string, (disk: Disk) => Disk>
export type Breakage = keyof typeof BREAKAGES

const withoutSync = (disk: Disk, concerns: (path: string) => boolean): Disk => ({
  ...disk,
  open: async (path, mode) => {
    const file = await disk.open(path, mode)
    return concerns(path) ? { ...file, sync: () => Promise.resolve() } : file
  },
})

/** Every so many writes to a journal file one is acknowledged and thrown away. */
const FORGETS_EVERY = 7
function forgetful(file: DiskFile, path: string): DiskFile {
  let writes = 0
  const write = (bytes: Uint8Array, position: number) =>
    path.endsWith('.jsonl') && ++writes % FORGETS_EVERY === 0 ? Promise.resolve() : file.write(bytes, position)
  return { ...file, write }
}
