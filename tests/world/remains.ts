import { DiskFault, type Disk } from '#drivers/disk/port'
import type { JournalRecord } from '#journal/line'
import { scanSegment, type Placed } from '#journal/scan'
import { readSegment } from '#journal/archive'
import { listSegments } from '#journal/segments'
import { join } from 'node:path'

/** What a station leaves on its disk, read after it has ended. */
export interface Remains {
  /** The records as they lie there. */
  readonly lines: readonly Placed[]
  readonly records: readonly JournalRecord[]
  /** The first record that is not as it was written, in words; null where all are. */
  readonly fault: string | null
}

export async function recordsOn(disk: Disk, journalFolder: string): Promise<Remains> {
  const found: Placed[] = []
  const all = (fault: string | null): Remains => ({ lines: found, records: found.map(({ record }) => record), fault })
  let prev = ''
  for (const segment of await listSegments(disk, journalFolder)) {
    const expected = { sequence: found.length + 1, prev, journal: found[0]?.record.j ?? null }
    const read = await readSegment(disk, segment)
    if (read.is !== 'bytes') return all(`record ${segment.first} is in a damaged ${read.is}`)
    const { lines, faults } = scanSegment(read.bytes, expected)
    if (faults[0]) return all(`record ${faults[0].sequence} is ${faults[0].kind}`)
    found.push(...lines)
    prev = lines.at(-1)?.hash ?? prev
  }
  return all(null)
}

/** Every file in the folder and those below it, by path. */
export async function filesOn(disk: Disk, folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for (const name of await disk.list(folder)) {
    const path = join(folder, name)
    for (const [inner, bytes] of await fileOrFolder(disk, path)) files.set(inner, bytes)
  }
  return files
}

async function fileOrFolder(disk: Disk, path: string): Promise<ReadonlyMap<string, Buffer>> {
  try {
    return new Map([[path, await disk.read(path)]])
  } catch (cause) {
    // A folder can not be read as a file, on either disk.
    if (cause instanceof DiskFault) return filesOn(disk, path)
    throw cause
  }
}
