import { DiskFault, type Disk, type DiskFile, type DiskTrouble } from './port.ts'
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const TROUBLES: Readonly<Record<string, DiskTrouble>> = {
  ...{ ENOENT: 'missing', ENOTDIR: 'missing', EEXIST: 'exists', EACCES: 'denied', EPERM: 'denied' },
  ...{ EROFS: 'read-only', ENOSPC: 'full', EDQUOT: 'full', EFBIG: 'full' },
}

/** Windows holds a file for a moment after somebody (a virus scanner, a search index) has looked at it. */
const RENAME_TRIES = 10
const RENAME_WAIT_MS = 50

async function orFault<Value>(path: string, work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (cause) {
    throw new DiskFault(TROUBLES[codeOf(cause)] ?? 'io', path, cause)
  }
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

/** The machine's disk. Asynchronous throughout: a flush runs beside the window, never in front of it. */
export const makeRealDisk = (): Disk => ({
  makeFolder: async (name) => {
    const path = resolve(name)
    const topmost = await orFault(path, mkdir(path, { recursive: true }))
    if (topmost === undefined) return
    // Each new folder is a name in the one above it.
    for (let made = path; ; made = dirname(made)) {
      await syncFolder(dirname(made))
      if (made === topmost || made === dirname(made)) return
    }
  },
  list: async (path) => (await orFault(path, readdir(path))).sort(),
  read: (path) => orFault(path, readFile(path)),
  readAt: (path, position, length) => orFault(path, readAt(path, position, length)),
  sizeOf: async (path) => (await orFault(path, stat(path))).size,
  open: async (path, mode) => fileOf(path, await orFault(path, open(path, mode === 'create' ? 'wx+' : 'r+', 0o600))),
  rename: (from, to) => orFault(from, renameWithPatience(from, to)),
  remove: (path) => orFault(path, rm(path)),
  syncFolder,
  freeBytes: async (path) => {
    const { bavail, bsize } = await orFault(path, statfs(path))
    return bavail * bsize
  },
})

async function syncFolder(path: string): Promise<void> {
  // Windows has no such call; its file system keeps names in its own journal.
  if (process.platform === 'win32') return
  const folder = await orFault(path, open(path, 'r'))
  try {
    await orFault(path, folder.sync())
  } finally {
    await folder.close()
  }
}

const fileOf = (path: string, handle: FileHandle): DiskFile => ({
  size: async () => (await orFault(path, handle.stat())).size,
  write: async (bytes, position) => {
    let written = 0
    while (written < bytes.length) {
      const { bytesWritten } = await orFault(
        path,
        handle.write(bytes, written, bytes.length - written, position + written),
      )
      if (bytesWritten === 0) throw new DiskFault('full', path)
      written += bytesWritten
    }
  },
  truncate: (size) => orFault(path, handle.truncate(size)),
  // The size is part of what fdatasync keeps; times are not, and nobody misses them.
  sync: () => orFault(path, handle.datasync()),
  close: () => orFault(path, handle.close()),
})

async function readAt(path: string, position: number, length: number): Promise<Buffer> {
  const handle = await open(path, 'r')
  try {
    const bytes = Buffer.alloc(length)
    let read = 0
    while (read < length) {
      const { bytesRead } = await handle.read(bytes, read, length - read, position + read)
      if (bytesRead === 0) break
      read += bytesRead
    }
    return bytes.subarray(0, read)
  } finally {
    await handle.close()
  }
}

async function renameWithPatience(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await rename(from, to)
      return
    } catch (cause) {
      const busy = ['EPERM', 'EBUSY', 'EACCES'].includes(codeOf(cause))
      if (process.platform !== 'win32' || !busy || tries >= RENAME_TRIES) throw cause
      await sleep(RENAME_WAIT_MS)
    }
  }
}
