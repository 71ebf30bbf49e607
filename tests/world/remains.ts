import { DiskFault, type Disk } from '#drivers/disk/port'
import type { JournalRecord } from '#journal/line'
import { scanSegment } from '#journal/scan'
import { listSegments } from '#journal/segments'
import { join } from 'node:path'

/** What a station leaves on its disk, read after it has ended. */
export interface Remains {
  readonly records: readonly JournalRecord[]
  /** The first record that is not as it was written, in words; null where all are. */
  readonly fault: string | null
}

export async function recordsOn(disk: Disk, journalFolder: string): Promise<Remains> {
  const records: JournalRecord[] = []
  let prev = ''
  for (const { path } of await listSegments(disk, journalFolder)) {
    const expected = { sequence: records.length + 1, prev, journal: records[0]?.j ?? null }
    const { lines, faults } = scanSegment(await disk.read(path), expected)
    if (faults[0]) return { records, fault: `record ${faults[0].sequence} is ${faults[0].kind}` }
    records.push(...lines.map(({ record }) => record))
    prev = lines.at(-1)?.hash ?? prev
  }
  return { records, fault: null }
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
