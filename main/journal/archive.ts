import type { Disk } from '#drivers/disk/port'
import { STAGED_MAX } from './adapter.ts'
import { LINE_BYTES_MAX } from './line.ts'
import { archivePath, type Segment } from './segments.ts'
import { unlessMissing } from './files.ts'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

/**
 * A segment put away compressed: a gzip file that any tool unpacks. Its header (RFC 1952) holds the SHA-256 of all that
 * follows it as an extra field, so that each flipped bit is found, also where it would unpack to the same bytes. The
 * rest of the header is the same in every archive.
 */
const FIXED = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 36, 0, 0x43, 0x53, 32, 0])
const DIGEST_BYTES = 32
const HEADER_BYTES = FIXED.length + DIGEST_BYTES
/** What zlib writes before the compressed bytes where it is given no name and no extra field. */
const PLAIN_HEADER_BYTES = 10

/** The size from which the next record goes into a new segment. */
export const SEGMENT_BYTES = 16 * 1024 * 1024
/** One byte short of a full segment, and then one whole flush: what claims to unpack to more was never ours. */
export const UNPACKED_BYTES_MAX = SEGMENT_BYTES + STAGED_MAX * LINE_BYTES_MAX

const compress = promisify(gzip)
const decompress = promisify(gunzip)
const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

export async function pack(bytes: Buffer): Promise<Buffer> {
  const body = (await compress(bytes)).subarray(PLAIN_HEADER_BYTES)
  return Buffer.concat([FIXED, digestOf(body), body])
}

/** Null where it is not as it was written. */
export async function unpack(packed: Buffer): Promise<Buffer | null> {
  const digest = packed.subarray(FIXED.length, HEADER_BYTES)
  if (!packed.subarray(0, FIXED.length).equals(FIXED)) return null
  if (!digestOf(packed.subarray(HEADER_BYTES)).equals(digest)) return null
  try {
    return await decompress(packed, { maxOutputLength: UNPACKED_BYTES_MAX })
  } catch {
    // Its sum holds, so somebody made it hold: it does not unpack, or to more than there ever was.
    return null
  }
}

/** `archive`: it is not as it was written · `twins`: the segment and its archive are both there and differ. */
export type SegmentRead = { readonly is: 'bytes'; readonly bytes: Buffer } | { readonly is: 'archive' | 'twins' }

/** A segment's bytes, wherever they are kept. Throws DiskFault. */
export async function readSegment(disk: Disk, segment: Segment): Promise<SegmentRead> {
  if (segment.kept === 'archived') return readArchive(disk, segment.path)
  const bytes = await readPlain(disk, segment.path)
  // Archived since the folder was listed: a station may be at it meanwhile.
  if (bytes === null) return readArchive(disk, archivePath(segment.path))
  if (segment.kept === 'plain') return { is: 'bytes', bytes }
  const archived = await unpack(await disk.read(archivePath(segment.path)))
  return archived?.equals(bytes) === true ? { is: 'bytes', bytes } : { is: 'twins' }
}

/** Bytes of a segment, wherever it is kept: fewer where it ends, none where it is not as it was. Throws DiskFault. */
export async function readSegmentAt(disk: Disk, segment: Segment, at: number, length: number): Promise<Buffer> {
  try {
    if (segment.kept !== 'archived') return await disk.readAt(segment.path, at, length)
  } catch (cause) {
    // Archived since the folder was listed, or gone.
    unlessMissing(cause)
  }
  const read = await readSegment(disk, segment)
  return read.is === 'bytes' ? read.bytes.subarray(at, at + length) : Buffer.alloc(0)
}

async function readArchive(disk: Disk, path: string): Promise<SegmentRead> {
  const bytes = await unpack(await disk.read(path))
  return bytes === null ? { is: 'archive' } : { is: 'bytes', bytes }
}

async function readPlain(disk: Disk, path: string): Promise<Buffer | null> {
  try {
    return await disk.read(path)
  } catch (cause) {
    unlessMissing(cause)
    const isArchived = await disk.read(archivePath(path)).then(
      () => true,
      () => false,
    )
    if (isArchived) return null
    throw cause
  }
}
