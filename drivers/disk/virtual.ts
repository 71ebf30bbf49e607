import { DiskFault, type Disk, type DiskFile } from './port.ts'
import * as platters from './platter.ts'
import { dirname } from 'node:path'

/**
 * A disk in memory that fails as real ones do, from a seed. `process()` gives one program's way to it: after a kill or
 * a power cut that program's calls fail for ever, so that a dead writer can not go on.
 */
export interface VirtualDisk {
  readonly process: () => Disk
  /** The program dies; what it wrote stays in the operating system's cache. */
  readonly kill: () => void
  /** The power goes: of all that was not synced, any part may be lost or torn. */
  readonly cutPower: () => void
  /** The power goes in the middle of the n-th operation from now. */
  readonly cutPowerAfter: (operations: number) => void
  /** The next file sync fails, and the cache forgets that its pages were dirty, as Linux does. */
  readonly failNextSync: () => void
  readonly setTrouble: (trouble: Trouble | null) => void
  /** Bytes that files may still grow by. */
  readonly setFree: (bytes: number) => void
  /** Flips one bit on the medium. */
  readonly rot: (path: string, position: number, bit: number) => void
  /** Operations so far, to choose a moment by. */
  readonly operations: () => number
  /** Every file as a program would read it now, by path; looking is no operation. */
  readonly files: () => ReadonlyMap<string, Buffer>
  /** The program dies, and the medium is what it was when these were its files: an image of it was put back. */
  readonly putBack: (files: ReadonlyMap<string, Buffer>) => void
}

type Trouble = 'full' | 'read-only' | 'denied'

export function makeVirtualDisk(below: platters.Below): VirtualDisk {
  const medium = new Medium(below)
  return {
    process: () => viewOf(medium, medium.begin()),
    kill: () => medium.kill(),
    cutPower: () => medium.powerCut(),
    cutPowerAfter: (operations) => medium.cutAfter(operations),
    failNextSync: () => void (medium.nextSync = 'fails'),
    setTrouble: (trouble) => void (medium.trouble = trouble),
    setFree: (bytes) => void (medium.platter.free = bytes),
    rot: (path, position, bit) => {
      const inode = medium.inodeAt(path)
      const bytes = Buffer.from(inode.cached)
      bytes[position] = (bytes[position] ?? 0) ^ (1 << bit)
      inode.cached = bytes
      inode.durable = Buffer.from(bytes)
    },
    operations: () => medium.count,
    putBack: (files) => {
      medium.kill()
      platters.putBack(medium.platter, files)
    },
    files: () => new Map([...medium.platter.names].map(([path, { cached }]) => [path, Buffer.from(cached)])),
  }
}

/** A program's life on the disk; over once, over for ever. */
interface Life {
  over: boolean
}

class Medium {
  readonly platter = platters.newPlatter()
  readonly below: platters.Below
  trouble: Trouble | null = null
  nextSync: 'works' | 'fails' = 'works'
  count = 0
  private life: Life = { over: false }
  private cutAt = Infinity

  constructor(below: platters.Below) {
    this.below = below
  }

  begin(): Life {
    this.kill()
    this.life = { over: false }
    return this.life
  }

  kill(): void {
    this.life.over = true
  }

  cutAfter(operations: number): void {
    this.cutAt = this.count + operations
  }

  powerCut(): void {
    this.kill()
    this.cutAt = Infinity
    this.nextSync = 'works'
    platters.cutPower(this.platter, this.below)
  }

  /** Every operation passes here; `torn` is what a power cut in its middle may still have begun. */
  async operate<Value>(life: Life, path: string, act: () => Value, torn?: () => void): Promise<Value> {
    await Promise.resolve()
    if (life.over) throw new DiskFault('io', path, 'this program is dead')
    this.count++
    if (this.count < this.cutAt) return act()
    torn?.()
    this.powerCut()
    throw new DiskFault('io', path, 'the power is gone')
  }

  inodeAt(path: string): platters.Inode {
    const inode = this.platter.names.get(path)
    if (!inode) throw new DiskFault('missing', path)
    return inode
  }

  /** Any change needs this; reading goes on. */
  mayChange(path: string): void {
    if (this.trouble === 'read-only' || this.trouble === 'denied') throw new DiskFault(this.trouble, path)
  }

  mayGrow(path: string): void {
    this.mayChange(path)
    if (this.trouble === 'full') throw new DiskFault('full', path)
  }

  freeBytes(): number {
    return this.trouble === 'full' ? 0 : this.platter.free
  }

  rename(folder: string, ...changes: platters.NameChange['changes']): void {
    platters.changeNames(this.platter, { folder, changes })
  }

  /** Counts what a file grows or shrinks by. A full disk takes a part of the bytes before it says so. */
  write(inode: platters.Inode, path: string, bytes: Uint8Array, position: number): void {
    const room = this.freeBytes()
    const growth = Math.max(0, position + bytes.length - inode.cached.length)
    if (this.trouble === 'full' || growth > room) {
      platters.putBytes(inode, bytes.subarray(0, this.below(Math.max(1, bytes.length - growth + room))), position)
      throw new DiskFault('full', path)
    }
    this.platter.free -= growth
    platters.putBytes(inode, bytes, position)
  }
}

function fileOf(medium: Medium, life: Life, path: string, inode: platters.Inode): DiskFile {
  let closed = false
  const operate = <Value>(act: () => Value, torn?: () => void): Promise<Value> => {
    if (closed) return Promise.reject(new DiskFault('io', path, 'the file was closed'))
    return medium.operate(life, path, act, torn)
  }
  return {
    size: () => operate(() => inode.cached.length),
    write: (bytes, position) =>
      operate(
        () => {
          medium.mayChange(path)
          medium.write(inode, path, bytes, position)
        },
        () => platters.putBytes(inode, bytes.subarray(0, medium.below(bytes.length + 1)), position),
      ),
    truncate: (size) =>
      operate(() => {
        medium.mayChange(path)
        medium.platter.free += inode.cached.length - size
        platters.truncateTo(inode, size)
      }),
    sync: () =>
      operate(() => {
        const { nextSync } = medium
        medium.nextSync = 'works'
        if (nextSync === 'works') {
          platters.syncBytes(inode)
          return
        }
        platters.failSync(inode, medium.below)
        throw new DiskFault('io', path, 'the sync failed')
      }),
    close: () => {
      const closing = operate(() => undefined)
      closed = true
      return closing
    },
  }
}

const viewOf = (medium: Medium, life: Life): Disk => ({
  makeFolder: (path) =>
    medium.operate(life, path, () => {
      const { folders } = medium.platter
      if (!folders.has(path)) medium.mayGrow(path)
      for (let at = path; at !== dirname(at); at = dirname(at)) folders.add(at)
    }),
  list: (path) =>
    medium.operate(life, path, () => {
      const { folders, names } = medium.platter
      if (!folders.has(path)) throw new DiskFault('missing', path)
      const inside = [...names.keys(), ...folders].filter((name) => name !== path && dirname(name) === path)
      return inside.map((name) => name.slice(path.length).replace(/^\//, '')).sort()
    }),
  read: (path) => medium.operate(life, path, () => Buffer.from(medium.inodeAt(path).cached)),
  readAt: (path, position, length) =>
    medium.operate(life, path, () => Buffer.from(medium.inodeAt(path).cached.subarray(position, position + length))),
  sizeOf: (path) => medium.operate(life, path, () => medium.inodeAt(path).cached.length),
  open: (path, mode) =>
    medium.operate(life, path, () => {
      if (mode === 'change') {
        const inode = medium.inodeAt(path)
        medium.mayChange(path)
        return fileOf(medium, life, path, inode)
      }
      if (medium.platter.names.has(path)) throw new DiskFault('exists', path)
      if (!medium.platter.folders.has(dirname(path))) throw new DiskFault('missing', path)
      medium.mayGrow(path)
      const inode = platters.newInode()
      medium.rename(dirname(path), [path, inode])
      return fileOf(medium, life, path, inode)
    }),
  rename: (from, to) =>
    medium.operate(life, from, () => {
      medium.mayChange(from)
      const inode = medium.inodeAt(from)
      medium.platter.free += medium.platter.names.get(to)?.cached.length ?? 0
      // One change of two names: a rename happens whole or not at all.
      medium.rename(dirname(to), [to, inode], [from, null])
    }),
  remove: (path) =>
    medium.operate(life, path, () => {
      const inode = medium.inodeAt(path)
      medium.mayChange(path)
      medium.platter.free += inode.cached.length
      medium.rename(dirname(path), [path, null])
    }),
  syncFolder: (path) =>
    medium.operate(life, path, () => {
      if (!medium.platter.folders.has(path)) throw new DiskFault('missing', path)
      platters.syncNames(medium.platter, path)
    }),
  freeBytes: (path) => medium.operate(life, path, () => medium.freeBytes()),
})
