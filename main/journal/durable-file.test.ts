import { Bug } from '#domain/result'
import { DiskFault, type Disk } from '#drivers/disk/port'
import { makeRealDisk } from '#drivers/disk/real'
import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { durableFile, FileRefused, type DurableFile } from './durable-file.ts'

const scratch = mkdtempSync(join(tmpdir(), 'durable-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const Counter = z.strictObject({ count: z.int(), filling: z.string() })
type Counter = z.infer<typeof Counter>
const FIRST: Counter = { count: 0, filling: '' }
const PATH = '/d/counter.json'

type Options = Partial<Pick<DurableFile<Counter>, 'byHand' | 'expendable' | 'onDamage'>>
const open = (disk: Disk, options: Options = {}) =>
  durableFile({ disk, path: PATH, schema: Counter, first: FIRST, ...options })
/** Two sectors, so that it can be torn. */
const at = (count: number): Counter => ({ count, filling: String(count).repeat(700) })

async function begun(seed = 1): Promise<VirtualDisk> {
  const world = makeVirtualDisk(makeVirtualRandom(seed).below)
  await world.process().makeFolder('/d')
  return world
}
async function save(disk: Disk, ...counts: number[]): Promise<void> {
  const low = await open(disk)
  for (const count of counts) {
    low.data = at(count)
    await low.write()
  }
}
async function damage(world: VirtualDisk, path: string): Promise<void> {
  const size = (await world.process().read(path)).length
  world.rot(path, Math.floor(size / 2), 0)
}

describe('a durable file', () => {
  it('begins with its first content, and is then what was written last', async () => {
    const disk = (await begun()).process()
    expect((await open(disk)).data).toEqual(FIRST)
    expect(await disk.list('/d')).toEqual([])
    await save(disk, 1, 2)
    expect((await open(disk)).data).toEqual(at(2))
  })

  it('is the old or the new one, whole, wherever in a write the power goes', async () => {
    const seen = new Set<string>()
    for (let seed = 1; seed <= 300; seed++) {
      const world = await begun(seed)
      await save(world.process(), 1, 2)
      world.cutPowerAfter(1 + (seed % 12))
      const acknowledged = await save(world.process(), 3).then(
        () => true,
        () => false,
      )
      world.cutPower()
      const damages: string[] = []
      const { data } = await open(world.process(), { onDamage: (why) => damages.push(why) })
      expect([2, ...(acknowledged ? [] : [2]), 3]).toContain(data.count)
      if (acknowledged) expect(data).toEqual(at(3))
      expect(data).toEqual(at(data.count))
      expect(damages).toEqual([])
      await save(world.process(), 4)
      expect((await open(world.process())).data).toEqual(at(4))
      seen.add(`${acknowledged ? 'acknowledged' : 'cut'} ${data.count}`)
    }
    expect(seen).toEqual(new Set(['acknowledged 3', 'cut 2', 'cut 3']))
  })

  it('is not acknowledged where its flush failed, and the old one stands', async () => {
    const world = await begun()
    await save(world.process(), 1)
    world.failNextSync()
    await expect(save(world.process(), 2)).rejects.toThrow(DiskFault)
    world.cutPower()
    expect((await open(world.process())).data).toEqual(at(1))
  })

  it('keeps the order of writes that were not waited for', async () => {
    const disk = (await begun()).process()
    const low = await open(disk)
    const writes = [1, 2, 3].map((count) => {
      low.data = at(count)
      return low.write()
    })
    await Promise.all(writes)
    expect((await open(disk)).data).toEqual(at(3))
    expect(await disk.list('/d')).toEqual(['counter.json', 'counter.json.before'])
  })

  it('gives the version before where it is damaged, and says so', async () => {
    const world = await begun()
    await save(world.process(), 1, 2)
    await damage(world, PATH)
    const said: string[] = []
    expect((await open(world.process(), { onDamage: (why) => said.push(why) })).data).toEqual(at(1))
    expect(said).toEqual(['checksum'])
    // The damaged one does not push the good one out.
    await save(world.process(), 3)
    await damage(world, PATH)
    expect((await open(world.process())).data).toEqual(at(1))
  })

  it('is refused where both are damaged, never taken for empty', async () => {
    const world = await begun()
    await save(world.process(), 1, 2)
    await damage(world, PATH)
    await damage(world, `${PATH}.before`)
    await expect(open(world.process())).rejects.toThrow(FileRefused)
    expect((await world.process().list('/d')).length).toBe(2)
  })

  it('that can be made anew begins again instead, and says so', async () => {
    const world = await begun()
    await save(world.process(), 1)
    await damage(world, PATH)
    const said: string[] = []
    const low = await open(world.process(), { expendable: true, onDamage: (why) => said.push(why) })
    expect(low.data).toEqual(FIRST)
    expect(said).toEqual(['checksum'])
  })

  it('refuses a first content that its own schema does not take', async () => {
    const disk = (await begun()).process()
    const wrong = { disk, path: PATH, schema: Counter, first: { ...FIRST, count: 0.5 } }
    await expect(durableFile(wrong)).rejects.toThrow(Bug)
  })

  it('works on a real disk, leaving no file behind', async () => {
    const file = { disk: makeRealDisk(), path: join(scratch, 'counter.json'), schema: Counter, first: FIRST }
    const low = await durableFile(file)
    for (const count of [1, 2, 3]) {
      low.data = at(count)
      await low.write()
    }
    expect((await durableFile(file)).data).toEqual(at(3))
    expect(readdirSync(scratch).sort()).toEqual(['counter.json', 'counter.json.before'])
  })
})

describe('a file that people edit', () => {
  const edit = async (disk: Disk, text: string) => {
    await disk.remove(PATH).catch(() => undefined)
    const file = await disk.open(PATH, 'create')
    await file.write(Buffer.from(text), 0)
  }

  it('is taken as they left it', async () => {
    const disk = (await begun()).process()
    await edit(disk, '{ "count": 7, "filling": "by hand" }')
    expect((await open(disk, { byHand: true })).data).toEqual({ count: 7, filling: 'by hand' })
  })

  it.each([
    ['{ "count": 7.5, "filling": "" }', 'count: '],
    ['{ "count": 7, "filling": "", "colour": 1 }', 'colour'],
    ['{ "count": 7,', 'not JSON'],
  ])('is refused with the reason where it is wrong, though there is one before: %s', async (text, reason) => {
    const disk = (await begun()).process()
    const low = await open(disk, { byHand: true })
    await low.write()
    await low.write()
    await edit(disk, text)
    await expect(open(disk, { byHand: true })).rejects.toThrow(reason)
    await expect(open(disk, { byHand: true })).rejects.toMatchObject({ file: PATH })
  })
})
