import { DiskFault, type Disk, type DiskFile } from '#drivers/disk/port'
import { unlessMissing, writeWhole } from '#journal/files'
import { createHash } from 'node:crypto'
import { basename, dirname } from 'node:path'

export interface WrittenFile {
  readonly sha256: string
  readonly bytes: number
}

export const signaturePath = (file: string): string => `${file}.sig`
const partPath = (file: string): string => `${file}.part`

/** A file that is there whole with its signature beside it, or not at all. */
export interface OutFile {
  /** Keeps the text until the next `flush`. */
  readonly put: (text: string) => void
  readonly flush: () => Promise<void>
  /** Durable, with the signature that is made of what was written, when it resolves. */
  readonly finish: (signature: (written: WrittenFile) => string) => Promise<WrittenFile>
  /** Takes away what was begun. */
  readonly drop: () => Promise<void>
}

/** Refuses to write over a file or a signature: rejects with the DiskFault `exists`. */
export async function openOut(disk: Disk, path: string): Promise<OutFile> {
  const there = await disk.list(dirname(path))
  for (const each of [path, signaturePath(path)])
    if (there.includes(basename(each))) throw new DiskFault('exists', each)
  await disk.remove(partPath(path)).catch(unlessMissing)
  const file = await disk.open(partPath(path), 'create')
  const sum = createHash('sha256')
  let waiting: string[] = []
  let bytes = 0
  const flush = async () => {
    const chunk = Buffer.from(waiting.join(''))
    waiting = []
    await file.write(chunk, bytes)
    sum.update(chunk)
    bytes += chunk.length
  }
  return {
    put: (text) => void waiting.push(text),
    flush,
    finish: async (signature) => {
      await flush()
      await synced(file)
      const written = { sha256: sum.digest('hex'), bytes }
      await writeWhole(disk, signaturePath(path), Buffer.from(signature(written)))
      await disk.rename(partPath(path), path)
      await disk.syncFolder(dirname(path))
      return written
    },
    drop: async () => {
      await file.close().catch(() => undefined)
      await disk.remove(partPath(path)).catch(() => undefined)
    },
  }
}

async function synced(file: DiskFile): Promise<void> {
  await file.sync()
  await file.close()
}
