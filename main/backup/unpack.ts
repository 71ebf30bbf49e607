import type { Disk } from '#drivers/disk/port'
import { verifyFolder } from '#journal/verify'
import type { KeyObject } from 'node:crypto'
import { CARRIED, readCarried, type Carried } from './carried.ts'
import { unsealed } from './chunks.ts'
import { read } from './entries.ts'
import { HEADER_BYTES_MAX, readHeader, TRAILER, type Header, type Unreadable } from './format.ts'
import { unwrapKey } from './keys.ts'
import { Refuse } from './refusal.ts'
import { removeFiles } from './shelf.ts'
import { join } from 'node:path'

/** The folders a backup holds files of. */
export const FOLDERS = ['journal', 'settings', 'sealed'] as const

/** A backup whose header was read. */
export interface OpenedBackup {
  readonly file: string
  readonly header: Header
  /** As it stands in the file. */
  readonly line: Buffer
  /** Where the chunks begin and end. */
  readonly from: number
  readonly to: number
}

/** Throws Refuse where the file is no backup that this version reads. */
export async function openBackup(disk: Disk, file: string): Promise<OpenedBackup> {
  const size = await disk.sizeOf(file)
  const found = readHeader(await disk.readAt(file, 0, HEADER_BYTES_MAX))
  if (found.is !== 'header') throw new Refuse({ why: found.is, file })
  const to = size - TRAILER.length
  const end = to < found.bytes ? null : await disk.readAt(file, to, TRAILER.length)
  if (!end?.equals(TRAILER)) throw new Refuse({ why: 'truncated', file })
  return { file, header: found.header, line: found.line, from: found.bytes, to }
}

/** The key of the file's content. Throws Refuse. */
export function keyFor({ header, file }: OpenedBackup, own: KeyObject): Buffer {
  const unwrapped = unwrapKey(header, own)
  if (unwrapped.is !== 'key') throw new Refuse({ why: unwrapped.is, file })
  return unwrapped.key
}

export interface Unpacking {
  readonly disk: Disk
  readonly backup: OpenedBackup
  readonly key: Uint8Array
  /** Must hold nothing of what is unpacked. */
  readonly into: string
  readonly signal?: AbortSignal
  /** Told of each file how many bytes it has. */
  readonly onFile: (bytes: number) => void
  /** Given what the backup carries, which is written nowhere. */
  readonly onCarried?: (carried: Carried) => void
}

/** Writes what the backup holds, durably. Throws Refuse and DiskFault. */
export async function unpack({ disk, backup, key, into, signal, onFile, onCarried }: Unpacking): Promise<void> {
  const { file, from, to, line } = backup
  const damaged = (why: Unreadable = 'damaged') => new Refuse({ why, file })
  for (const folder of FOLDERS) await disk.makeFolder(join(into, folder))
  const part = (at: number, count: number) => {
    signal?.throwIfAborted()
    return disk.readAt(file, from + at, count)
  }
  const stream = unsealed({ key, header: line }, { bytes: to - from, part, damaged })
  for await (const { name, bytes } of read(stream, damaged)) {
    signal?.throwIfAborted()
    if (name === CARRIED) {
      const carried = readCarried(bytes)
      if (!carried) throw damaged()
      onCarried?.(carried)
      onFile(bytes.length)
      continue
    }
    const written = await disk.open(join(into, name), 'create')
    try {
      await written.write(bytes, 0)
      await written.sync()
    } finally {
      await written.close()
    }
    onFile(bytes.length)
  }
  for (const folder of FOLDERS) await disk.syncFolder(join(into, folder))
}

/** Whether what was unpacked is a sound journal that ends where the header says. Throws Refuse where it is not. */
export async function verifyUnpacked(disk: Disk, { header }: OpenedBackup, into: string): Promise<void> {
  const { faults, torn, head, epochs, strays } = await verifyFolder(disk, join(into, 'journal'))
  const [fault = null] = faults
  const ends =
    head.seq === header.head.seq && head.hash === header.head.hash && epochs.at(-1)?.journal === header.journal
  if (fault || torn || strays.length > 0 || !ends) throw new Refuse({ why: 'not-verified', fault })
}

export async function emptyOut(disk: Disk, folder: string): Promise<void> {
  for (const each of FOLDERS) await removeFiles(disk, join(folder, each))
}

/** Proves by doing it that a backup can be restored: unpacks it beside, verifies, and removes what was unpacked. */
export async function tryOut(unpacking: Unpacking): Promise<void> {
  const { disk, into, backup } = unpacking
  await emptyOut(disk, into)
  try {
    await unpack(unpacking)
    await verifyUnpacked(disk, backup, into)
  } finally {
    // Where that too fails, the next one removes it; what went wrong first is what is told.
    await emptyOut(disk, into).catch(() => undefined)
  }
}
