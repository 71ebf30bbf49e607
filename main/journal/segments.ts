import type { Disk } from '#drivers/disk/port'
import { join } from 'node:path'

/** The journal's files: each is named by the first sequence number in it, so that sorting names sorts records. */
const NAME = /^(\d{16})\.jsonl$/

export interface Segment {
  readonly path: string
  readonly first: number
}

export const segmentPath = (folder: string, first: number): string =>
  join(folder, `${String(first).padStart(16, '0')}.jsonl`)

export async function listSegments(disk: Disk, folder: string): Promise<Segment[]> {
  const names = await disk.list(folder)
  return names.flatMap((name) => {
    const first = NAME.exec(name)?.[1]
    return first === undefined ? [] : [{ path: join(folder, name), first: Number(first) }]
  })
}
