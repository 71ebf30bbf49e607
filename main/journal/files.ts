import { DiskFault, type Disk } from '#drivers/disk/port'

/** Names in a folder; none where there is no such folder. */
export const namesIn = (disk: Disk, folder: string): Promise<string[]> =>
  disk.list(folder).catch((cause: unknown) => {
    unlessMissing(cause)
    return []
  })

/** Writes a file anew, whole and flushed; its name is the folder's business. What was there under it is gone first. */
export async function writeWhole(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  await disk.remove(path).catch(unlessMissing)
  const file = await disk.open(path, 'create')
  try {
    await file.write(bytes, 0)
    await file.sync()
  } finally {
    await file.close().catch(() => undefined)
  }
}

export const isMissing = (cause: unknown): boolean => cause instanceof DiskFault && cause.why === 'missing'

/** Throws on what is not that something was missing. */
export function unlessMissing(cause: unknown): void {
  if (!isMissing(cause)) throw cause
}
