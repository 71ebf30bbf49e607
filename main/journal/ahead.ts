import { assert } from '#domain/result'
import type { Disk } from '#drivers/disk/port'
import type { Head } from './adapter.ts'
import { namesIn, writeWhole } from './files.ts'
import type { Written } from './journal.ts'
import type { Line } from './line.ts'
import type { Recovered } from './recovery.ts'
import { segmentPath } from './segments.ts'
import { join } from 'node:path'

/** A line of this journal as another copy of it has it, byte for byte. */
export interface AheadLine extends Line {
  readonly raw: Uint8Array
}

/** Gives the lines that come after the last one here, in order; none where nobody knows of any. */
export type FindAhead = (at: { readonly journal: string; readonly head: Head }) => Promise<readonly AheadLine[]>

/** A file of such lines that was being written: nothing in it counts before it is whole and has its own name. */
const BESIDE = '.ahead'

export interface AheadParts {
  readonly disk: Disk
  readonly folder: string
  readonly segmentBytes: number
  readonly onRecord: (line: Written) => void
}

/**
 * Takes lines that another copy has behind those that are here. They come into files of their own, each named when all
 * of it is on the disk: a line says which ones before it are durable, so half a file of them would look like rot.
 * Wherever it is cut off, what was taken is whole. Throws DiskFault.
 */
export async function takeAhead(parts: AheadParts, found: Recovered, lines: readonly AheadLine[]): Promise<Recovered> {
  const { disk, folder, segmentBytes, onRecord } = parts
  if (lines.length === 0) return found
  for (const name of await namesIn(disk, folder)) if (name.endsWith(BESIDE)) await disk.remove(join(folder, name))
  let { head, last } = found
  for (const file of inFiles(lines, segmentBytes)) {
    for (const { record, hash } of file) {
      const { seq, prev, j } = record
      assert(
        seq === head.seq + 1 && prev === head.hash && j === found.journal,
        'what is taken goes on from what is here',
      )
      head = { seq, hash }
    }
    const bytes = Buffer.concat(file.map(({ raw }) => raw))
    const first = file[0]?.record.seq ?? 0
    const [path, beside] = [segmentPath(folder, first), join(folder, `${first}${BESIDE}`)]
    await writeWhole(disk, beside, bytes)
    await disk.rename(beside, path)
    await disk.syncFolder(folder)
    last = { path, first, bytes: bytes.length }
    let at = 0
    for (const { record, hash, bytes: length } of file) {
      onRecord({ record, hash, place: { segment: first, at } })
      at += length
    }
  }
  return { ...found, head, last }
}

function inFiles(lines: readonly AheadLine[], segmentBytes: number): AheadLine[][] {
  const files: AheadLine[][] = []
  let length = segmentBytes
  for (const line of lines) {
    if (length >= segmentBytes) [length] = [0, files.push([])]
    files.at(-1)?.push(line)
    length += line.bytes
  }
  return files
}
