import { DiskFault, type Disk } from '#drivers/disk/port'
import { pack, readSegment, unpack } from './archive.ts'
import { writeWhole } from './files.ts'
import { scanWithPauses, type Placed } from './scan.ts'
import { archivePath, listSegments, unfinishedPath, type Segment } from './segments.ts'
import { basename, dirname } from 'node:path'

/** How long records lie as plain text; null is for ever. */
export interface Retention {
  readonly archiveAfterDays: number | null
}

export interface Archiving {
  readonly policy: Retention
  /** Milliseconds since 1970, UTC. */
  readonly now: number
  /** Aborted, it ends after the segment it is at. */
  readonly signal?: AbortSignal
}

/** Names of segments. */
export interface Archived {
  readonly archived: readonly string[]
  /** Old, and left as they are: a fault in them is for a person, who needs them as they were found. */
  readonly faulty: readonly string[]
}

const DAY_MS = 86_400_000

/**
 * Puts old segments away compressed, one after the other; the last one is written to and stays. Wherever it is cut off,
 * each record is in a whole segment or a whole archive, and the next time goes on from there. No archive is ever
 * removed. One at a time: the caller holds the folder's lock. Throws DiskFault.
 */
export async function archiveOld(disk: Disk, folder: string, { policy, now, signal }: Archiving): Promise<Archived> {
  const archived: string[] = []
  const faulty: string[] = []
  const { archiveAfterDays } = policy
  const segments = archiveAfterDays === null ? [] : await listSegments(disk, folder)
  const before = now - (archiveAfterDays ?? 0) * DAY_MS
  for (const segment of segments.slice(0, -1)) {
    if (signal?.aborted === true) break
    if (segment.kept === 'archived') continue
    const found = await judge(disk, segment)
    if (found === null) faulty.push(basename(segment.path))
    if (found === null || found.newest >= before) continue
    await archive(disk, segment.path, found.bytes)
    archived.push(basename(segment.path))
  }
  return { archived, faulty }
}

/** The segment's bytes and its newest record's time; null where it has a fault. */
async function judge(disk: Disk, segment: Segment): Promise<{ bytes: Buffer; newest: number } | null> {
  const read = await readSegment(disk, segment)
  if (read.is !== 'bytes') return null
  // One without records is young for ever.
  let newest = read.bytes.length === 0 ? Infinity : 0
  const take = (lines: readonly Placed[]): Promise<void> => {
    // Not the last one's: the clock may have been set back.
    for (const { record } of lines) newest = Math.max(newest, record.ts)
    return Promise.resolve()
  }
  const expected = { sequence: segment.first, prev: null, journal: null }
  const { faults } = await scanWithPauses(read.bytes, expected, { take })
  return faults.length > 0 ? null : { bytes: read.bytes, newest }
}

/** The segment goes only when its archive, read back, has given the same bytes and its name is durable. */
async function archive(disk: Disk, path: string, bytes: Buffer): Promise<void> {
  const part = unfinishedPath(path)
  try {
    await writeWhole(disk, part, await pack(bytes))
    const back = await unpack(await disk.read(part))
    if (back?.equals(bytes) !== true) throw new DiskFault('io', part, 'read back other than written')
  } catch (cause) {
    // A full disk gets its room back; whether it does is no news beside what went wrong.
    await disk.remove(part).catch(() => undefined)
    throw cause
  }
  await disk.rename(part, archivePath(path))
  await disk.syncFolder(dirname(path))
  await disk.remove(path)
  await disk.syncFolder(dirname(path))
}
