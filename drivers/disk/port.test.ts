import { makeVirtualRandom } from '#drivers/random/virtual'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { DiskFault, type Disk, type DiskTrouble } from './port.ts'
import { makeRealDisk } from './real.ts'
import { makeVirtualDisk, type VirtualDisk } from './virtual.ts'

const scratch = mkdtempSync(join(tmpdir(), 'disk-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
let folders = 0

const DISKS: readonly (readonly [string, () => Disk])[] = [
  ['real', makeRealDisk],
  ['virtual', () => makeVirtualDisk(makeVirtualRandom(1).below).process()],
]

/** What an operation failed with; `done` when it did not. */
const outcome = async (work: Promise<unknown>): Promise<DiskTrouble | 'done'> => {
  try {
    await work
    return 'done'
  } catch (cause) {
    if (cause instanceof DiskFault) return cause.why
    throw cause
  }
}

async function put(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.open(path, 'create')
  await file.write(Buffer.from(text), 0)
  await file.sync()
  await file.close()
}

describe.each(DISKS)('the %s disk', (_name, make) => {
  let disk: Disk
  let folder: string
  beforeEach(async () => {
    disk = make()
    folder = join(scratch, String(folders++), 'deep', 'folder')
    await disk.makeFolder(folder)
  })
  const at = (name: string) => join(folder, name)

  it('makes folders with those above, and takes one that is there for made', async () => {
    expect(await outcome(disk.makeFolder(folder))).toBe('done')
    expect(await disk.list(folder)).toEqual([])
    expect(await disk.list(join(folder, '..'))).toEqual(['folder'])
  })

  it('gives back what was written, where it was written', async () => {
    await put(disk, at('a'), 'one two')
    const file = await disk.open(at('a'), 'change')
    await file.write(Buffer.from('TWO'), 4)
    await file.write(Buffer.from('!'), 9)
    expect(await file.size()).toBe(10)
    await file.close()
    expect((await disk.read(at('a'))).toString()).toBe('one TWO\0\0!')
  })

  it('gives a part of a file, up to its end, and its size', async () => {
    await put(disk, at('a'), 'one two')
    const part = async (position: number, count: number) => (await disk.readAt(at('a'), position, count)).toString()
    expect([await part(0, 3), await part(4, 9), await part(7, 1)]).toEqual(['one', 'two', ''])
    expect(await disk.sizeOf(at('a'))).toBe(7)
    expect(await outcome(disk.readAt(at('b'), 0, 1))).toBe('missing')
  })

  it('cuts a file, and fills with zeros what a later write leaves out', async () => {
    await put(disk, at('a'), 'abcdefgh')
    const file = await disk.open(at('a'), 'change')
    await file.truncate(3)
    await file.write(Buffer.from('z'), 5)
    await file.close()
    expect((await disk.read(at('a'))).toString()).toBe('abc\0\0z')
  })

  it('lists names in order', async () => {
    for (const name of ['b', 'c', 'a']) await put(disk, at(name), name)
    expect(await disk.list(folder)).toEqual(['a', 'b', 'c'])
  })

  it('replaces a file by renaming another over it', async () => {
    await put(disk, at('new'), 'new')
    await put(disk, at('old'), 'old')
    await disk.rename(at('new'), at('old'))
    expect(await disk.list(folder)).toEqual(['old'])
    expect((await disk.read(at('old'))).toString()).toBe('new')
  })

  it('goes on with an open file under its new name', async () => {
    const file = await disk.open(at('a'), 'create')
    await disk.rename(at('a'), at('b'))
    await file.write(Buffer.from('still'), 0)
    await file.close()
    expect((await disk.read(at('b'))).toString()).toBe('still')
  })

  it('takes nothing more for a file that was closed', async () => {
    const file = await disk.open(at('a'), 'create')
    await file.close()
    expect(await outcome(file.write(Buffer.from('late'), 0))).toBe('io')
    expect(await outcome(file.sync())).toBe('io')
    expect((await disk.read(at('a'))).length).toBe(0)
  })

  it('says what is missing and what is there already', async () => {
    await put(disk, at('a'), 'a')
    expect(await outcome(disk.open(at('a'), 'create'))).toBe('exists')
    expect(await outcome(disk.open(at('b'), 'change'))).toBe('missing')
    expect(await outcome(disk.open(join(folder, 'no', 'b'), 'create'))).toBe('missing')
    expect(await outcome(disk.read(at('b')))).toBe('missing')
    expect(await outcome(disk.list(at('b')))).toBe('missing')
    expect(await outcome(disk.remove(at('b')))).toBe('missing')
    expect(await outcome(disk.rename(at('b'), at('c')))).toBe('missing')
    expect(await outcome(disk.syncFolder(at('b')))).toBe('missing')
  })

  it('removes a file for good', async () => {
    await put(disk, at('a'), 'a')
    await disk.remove(at('a'))
    expect(await disk.list(folder)).toEqual([])
    await put(disk, at('a'), 'again')
    expect((await disk.read(at('a'))).toString()).toBe('again')
  })

  it('knows some room for more', async () => {
    expect(await disk.freeBytes(folder)).toBeGreaterThan(1_000_000)
  })
})

describe('the virtual disk when it fails', () => {
  const SEEDS = Array.from({ length: 300 }, (_, seed) => seed)
  const texts = async (act: (disk: Disk, world: VirtualDisk) => Promise<void>): Promise<Set<string>> => {
    const seen = new Set<string>()
    for (const seed of SEEDS) {
      const world = makeVirtualDisk(makeVirtualRandom(seed).below)
      const disk = world.process()
      await disk.makeFolder('/d')
      await act(disk, world)
      const after = world.process()
      const there = (await after.list('/d')).includes('a')
      seen.add(there ? (await after.read('/d/a')).toString() : 'no file')
    }
    return seen
  }
  const putSynced = async (disk: Disk, text: string) => {
    await put(disk, '/d/a', text)
    await disk.syncFolder('/d')
  }

  it('keeps what was synced, file and folder, whatever comes', async () => {
    const seen = await texts(async (disk, world) => {
      await putSynced(disk, 'kept')
      world.cutPower()
    })
    expect(seen).toEqual(new Set(['kept']))
  })

  it('may lose a synced file whose folder was not synced', async () => {
    const seen = await texts(async (disk, world) => {
      await put(disk, '/d/a', 'kept')
      world.cutPower()
    })
    expect(seen).toEqual(new Set(['kept', 'no file']))
  })

  it('may lose or tear what was not synced, but not after a mere kill', async () => {
    const grow = (end: 'kill' | 'cutPower') => async (disk: Disk, world: VirtualDisk) => {
      await putSynced(disk, 'old')
      const file = await disk.open('/d/a', 'change')
      await file.write(Buffer.from('-new'), 3)
      world[end]()
      expect(await outcome(file.write(Buffer.from('zombie'), 0))).toBe('io')
    }
    expect(await texts(grow('kill'))).toEqual(new Set(['old-new']))
    const seen = await texts(grow('cutPower'))
    expect(seen).toContain('old')
    expect(seen).toContain('old-new')
    expect(seen).toContain('old\0\0\0\0')
    expect(seen).toContain('old-n')
  })

  it('never repairs by a second sync what a failed one lost', async () => {
    const seen = await texts(async (disk, world) => {
      await putSynced(disk, 'x'.repeat(600))
      const file = await disk.open('/d/a', 'change')
      await file.write(Buffer.from('lost'), 0)
      world.failNextSync()
      expect(await outcome(file.sync())).toBe('io')
      await file.write(Buffer.from('kept'), 596)
      await file.sync()
      world.cutPower()
    })
    expect(seen).toContain('x'.repeat(596) + 'kept')
    expect(seen).toContain('lost' + 'x'.repeat(592) + 'kept')
  })

  it('renames whole or not at all', async () => {
    const seen = await texts(async (disk, world) => {
      await putSynced(disk, 'old')
      await put(disk, '/d/b', 'new')
      await disk.rename('/d/b', '/d/a')
      world.cutPower()
    })
    expect(seen).toEqual(new Set(['old', 'new']))
  })

  it('cuts the power in the middle of the operation it was told', async () => {
    const seen = await texts(async (disk, world) => {
      await putSynced(disk, 'old')
      const file = await disk.open('/d/a', 'change')
      world.cutPowerAfter(2)
      expect(await outcome(file.size())).toBe('done')
      expect(await outcome(file.write(Buffer.from('OLD'), 0))).toBe('io')
      expect(await outcome(disk.read('/d/a'))).toBe('io')
    })
    expect(seen).toEqual(new Set(['old', 'Old', 'OLd', 'OLD']))
  })

  it('takes what fits when it is full, and more once something is gone', async () => {
    const world = makeVirtualDisk(makeVirtualRandom(7).below)
    const disk = world.process()
    await disk.makeFolder('/d')
    await put(disk, '/d/ballast', 'x'.repeat(100))
    world.setFree(50)
    expect(await outcome(put(disk, '/d/a', 'x'.repeat(51)))).toBe('full')
    await disk.remove('/d/ballast')
    expect(await outcome(put(disk, '/d/b', 'x'.repeat(51)))).toBe('done')
    expect(await disk.freeBytes('/d')).toBeLessThan(100)
  })

  it.each(['read-only', 'denied'] as const)('reads but does not change when it is %s', async (trouble) => {
    const world = makeVirtualDisk(makeVirtualRandom(7).below)
    const disk = world.process()
    await disk.makeFolder('/d')
    await put(disk, '/d/a', 'a')
    world.setTrouble(trouble)
    expect((await disk.read('/d/a')).toString()).toBe('a')
    expect(await outcome(disk.open('/d/a', 'change'))).toBe(trouble)
    expect(await outcome(disk.open('/d/b', 'create'))).toBe(trouble)
    expect(await outcome(disk.remove('/d/a'))).toBe(trouble)
    expect(await outcome(disk.rename('/d/a', '/d/b'))).toBe(trouble)
    expect(await outcome(disk.makeFolder('/e'))).toBe(trouble)
  })
})
