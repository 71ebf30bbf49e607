import type { Disk } from '#drivers/disk/port'
import { join } from 'node:path'

/**
 * The journal's files: each is named by the first sequence number in it, so that sorting names sorts records. An old
 * one is kept compressed, under its name with `.gz` after it (archive.ts).
 */
const NAME = /^(\d{16})\.jsonl(\.gz)?$/
/** An archive that was being made when the power went: its segment is there as it was, and it is begun anew. */
const UNFINISHED = /^\d{16}\.jsonl\.gz\.part$/

export interface Segment {
  readonly path: string
  readonly first: number
  /** `both`: the power went between making its archive and removing it; `path` is the plain one. */
  readonly kept: 'plain' | 'archived' | 'both'
}

export const segmentPath = (folder: string, first: number): string =>
  join(folder, `${String(first).padStart(16, '0')}.jsonl`)
export const archivePath = (segment: string): string => `${segment}.gz`
export const unfinishedPath = (segment: string): string => `${archivePath(segment)}.part`

export async function listSegments(disk: Disk, folder: string): Promise<Segment[]> {
  return segmentsIn(folder, await disk.list(folder))
}

/** Of names in their order, each segment once. */
export function segmentsIn(folder: string, names: readonly string[]): Segment[] {
  const there = new Set(names)
  return names.flatMap((name): Segment[] => {
    const [, first, archived] = NAME.exec(name) ?? []
    if (first === undefined) return []
    const segment = { path: join(folder, name), first: Number(first) }
    if (archived === undefined) return [{ ...segment, kept: there.has(archivePath(name)) ? 'both' : 'plain' }]
    return there.has(name.slice(0, -archived.length)) ? [] : [{ ...segment, kept: 'archived' }]
  })
}

/** Names that were meant to be segments and are not read as such: a copy, or a file somebody renamed. */
export const straysIn = (names: readonly string[]): string[] =>
  names.filter((name) => name.includes('.jsonl') && !NAME.test(name) && !UNFINISHED.test(name))
