import type { Disk } from '#drivers/disk/port'
import { namesIn } from '#journal/files'

/** Lies in a data folder while it is being restored: what else is there is not whole. */
export const RESTORING = 'restoring'

export const isRestoring = async (disk: Disk, folder: string): Promise<boolean> =>
  (await namesIn(disk, folder)).includes(RESTORING)
