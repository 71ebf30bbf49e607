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
  return segmentsIn(folder, await disk.list(folder))
}

export const segmentsIn = (folder: string, names: readonly string[]): Segment[] =>
  names.flatMap((name) => {
    const first = NAME.exec(name)?.[1]
    return first === undefined ? [] : [{ path: join(folder, name), first: Number(first) }]
  })

/** Names that were meant to be segments and are not read as such: a copy, or a file somebody renamed. */
export const straysIn = (names: readonly string[]): string[] =>
  names.filter((name) => name.includes('.jsonl') && !NAME.test(name))
