/** What the virtual disk holds: each file as programs see it (cached) and as the medium has it (durable). */
export const SECTOR = 512

export type Below = (limit: number) => number

export interface Inode {
  cached: Buffer
  durable: Buffer
  /** Sectors of `cached` that the system knows the medium does not have yet. */
  readonly dirty: Set<number>
}

/** Names made, moved or removed together; null removes. */
export interface NameChange {
  readonly folder: string
  readonly changes: readonly (readonly [path: string, inode: Inode | null])[]
}

export interface Platter {
  readonly names: Map<string, Inode>
  readonly durableNames: Map<string, Inode>
  readonly folders: Set<string>
  pending: NameChange[]
  /** Bytes that files may still grow by. */
  free: number
}

export const newPlatter = (): Platter => ({
  ...{ names: new Map(), durableNames: new Map(), folders: new Set(['/']), pending: [], free: Infinity },
})
export const newInode = (): Inode => ({ cached: Buffer.alloc(0), durable: Buffer.alloc(0), dirty: new Set() })

/** All of it is durable; folders stay. */
export function putBack(platter: Platter, files: ReadonlyMap<string, Buffer>): void {
  platter.pending = []
  for (const names of [platter.names, platter.durableNames]) names.clear()
  for (const [path, bytes] of files) {
    const inode = { cached: Buffer.from(bytes), durable: Buffer.from(bytes), dirty: new Set<number>() }
    for (const names of [platter.names, platter.durableNames]) names.set(path, inode)
  }
}

export function putBytes(inode: Inode, bytes: Uint8Array, position: number): void {
  const before = inode.cached.length
  inode.cached = resized(inode.cached, Math.max(before, position + bytes.length))
  inode.cached.set(bytes, position)
  touch(inode, Math.min(before, position), position + bytes.length)
}

export function truncateTo(inode: Inode, size: number): void {
  const before = inode.cached.length
  inode.cached = resized(inode.cached, size)
  touch(inode, Math.min(before, size), size)
}

function touch({ dirty }: Inode, from: number, to: number): void {
  for (let sector = Math.floor(from / SECTOR); sector * SECTOR < to; sector++) dirty.add(sector)
}

/** Only dirty sectors travel: one that was taken for clean, though the medium never got it, stays lost. */
export function syncBytes(inode: Inode): void {
  inode.durable = resized(inode.durable, inode.cached.length)
  for (const sector of inode.dirty) copySector(inode, inode.durable, sector, SECTOR)
  inode.dirty.clear()
}

/** Linux after a failed sync: some sectors got there, none is dirty any more. */
export function failSync(inode: Inode, below: Below): void {
  inode.durable = survivors(inode, below)
  inode.dirty.clear()
}

/** Makes a change of names, to be durable when its folder is synced. */
export function changeNames(platter: Platter, change: NameChange): void {
  applyTo(platter.names, change)
  platter.pending.push(change)
}

export function syncNames(platter: Platter, folder: string): void {
  for (const change of platter.pending) if (change.folder === folder) applyTo(platter.durableNames, change)
  platter.pending = platter.pending.filter((change) => change.folder !== folder)
}

function applyTo(names: Map<string, Inode>, { changes }: NameChange): void {
  for (const [path, inode] of changes) {
    if (inode) names.set(path, inode)
    else names.delete(path)
  }
}

/**
 * Leaves only what survived: synced bytes and names for certain; of the rest each sector and each change of names by
 * chance (POSIX promises no order). Half a sector may be new and half old.
 */
export function cutPower(platter: Platter, below: Below): void {
  for (const change of platter.pending) if (below(2) === 0) applyTo(platter.durableNames, change)
  platter.pending = []
  platter.names.clear()
  for (const [path, inode] of platter.durableNames) {
    platter.names.set(path, inode)
    inode.durable = survivors(inode, below)
    inode.cached = inode.durable
    inode.dirty.clear()
  }
}

function survivors(inode: Inode, below: Below): Buffer {
  const after = resized(inode.durable, sizeThatSurvives(inode, below))
  for (const sector of inode.dirty) {
    const chance = below(4)
    if (chance > 0) copySector(inode, after, sector, chance === 1 ? below(SECTOR) : SECTOR)
  }
  return after
}

/** The old size, the new one, or one on the way. */
function sizeThatSurvives({ cached, durable }: Inode, below: Below): number {
  const [low, high] = [Math.min(cached.length, durable.length), Math.max(cached.length, durable.length)]
  switch (below(3)) {
    case 0:
      return low
    case 1:
      return high
    default:
      return low + below(high - low + 1)
  }
}

function copySector({ cached }: Inode, to: Buffer, sector: number, bytes: number): void {
  const from = sector * SECTOR
  if (from >= cached.length || from >= to.length) return
  cached.copy(to, from, from, Math.min(from + bytes, to.length, cached.length))
}

/** Always a new buffer, so that what somebody holds of the old one stays as it is. */
function resized(bytes: Buffer, size: number): Buffer {
  const after = Buffer.alloc(size)
  bytes.copy(after, 0, 0, Math.min(size, bytes.length))
  return after
}
