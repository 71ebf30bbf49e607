import { makeVirtualDisk } from '#drivers/disk/virtual'
import type { Disk } from '#drivers/disk/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { SILENT } from '#drivers/log/pino'
import { sumOf } from '#journal/durable-file'
import { writeWhole } from '#journal/files'
import { verifyFolder } from '#journal/verify'
import { describe, expect, it } from 'vitest'
import { makeWorld, FOLDER } from '../../tests/world/world.ts'
import { staff } from '../../tests/world/people.ts'
import { FORMAT, migrate } from './migration.ts'
import { dirname, join } from 'node:path'

const at = (...parts: string[]): string => join(FOLDER, ...parts)
const FORMAT_FILE = at('settings', 'format.json')

async function filesOn(disk: Disk): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const walk = async (folder: string): Promise<void> => {
    for (const name of await disk.list(folder)) {
      const path = join(folder, name)
      const bytes = await disk.read(path).catch(() => null)
      if (bytes === null) await walk(path)
      else files.set(path, bytes.toString('latin1'))
    }
  }
  await walk(FOLDER)
  return files
}

/** A data folder as version 0.1 left it after some sales: the witness beside the records, and no word of a format. */
async function oldFolder(): Promise<Map<string, string>> {
  const world = await makeWorld({ seed: 21 })
  await staff(world.ask)
  for (let n = 0; n < 4; n++) {
    await world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
    await world.ask('sale.payCash', { due: 150, given: 150 })
  }
  await world.station().close()
  const files = await filesOn(world.disk.process())
  const moved = [...files].flatMap(([path, text]): [string, string][] => {
    if (path.includes('/settings/format.json')) return []
    return [[path.replace('/sealed/head.json', '/journal/witness.json'), text]]
  })
  return new Map(moved)
}

async function put(disk: Disk, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await disk.makeFolder(dirname(path))
    await writeWhole(disk, path, Buffer.from(text, 'latin1'))
    await disk.syncFolder(dirname(path))
  }
}

const bring = (disk: Disk) => migrate({ disk, folder: FOLDER, log: SILENT })
const records = (files: ReadonlyMap<string, string>) => [...files].filter(([path]) => path.endsWith('.jsonl'))

describe('a data folder of the first format', () => {
  it('is brought to this one, its records untouched, after what changes was copied aside', async () => {
    const old = await oldFolder()
    const disk = makeVirtualDisk(makeVirtualRandom(1).below).process()
    await put(disk, old)
    expect(await bring(disk)).toMatchObject({ ok: true })
    const now = await filesOn(disk)
    expect(now.get(at('sealed', 'head.json'))).toBe(old.get(at('journal', 'witness.json')))
    expect(now.has(at('journal', 'witness.json'))).toBe(false)
    expect(JSON.parse(now.get(FORMAT_FILE) ?? '')).toMatchObject({ data: { format: FORMAT } })
    expect(records(now)).toEqual(records(old))
    expect(records(now).length).toBeGreaterThan(0)
    for (const path of [at('journal', 'witness.json'), at('settings', 'operators.json')])
      expect(now.get(path.replace(FOLDER, at('before-format-2')))).toBe(old.get(path))
    expect(await verifyFolder(disk, at('journal'))).toMatchObject({ faults: [], witness: 'sound' })
  })

  it('opens afterwards as it was left, and only the first time is it brought anywhere', async () => {
    const world = await makeWorld({ seed: 22 })
    const disk = world.disk.process()
    for (const path of (await filesOn(disk)).keys()) await disk.remove(path)
    await put(disk, await oldFolder())
    expect(await world.open()).toEqual([])
    expect(world.station().acts.till().sales.size).toBe(4)
    await world.station().close()
    const before = await filesOn(world.disk.process())
    expect(await bring(world.disk.process())).toMatchObject({ ok: true })
    expect(await filesOn(world.disk.process())).toEqual(before)
  })

  it('is whole wherever the power goes, and the next start brings it there', async () => {
    const old = await oldFolder()
    const calm = makeVirtualDisk(makeVirtualRandom(1).below)
    await put(calm.process(), old)
    const begun = calm.operations()
    await bring(calm.process())
    const operations = calm.operations() - begun
    expect(operations).toBeGreaterThan(25)
    for (let cut = 1; cut <= operations; cut++) {
      const world = makeVirtualDisk(makeVirtualRandom(cut).below)
      await put(world.process(), old)
      world.cutPowerAfter(cut)
      await bring(world.process()).catch(() => null)
      world.cutPower()
      const disk = world.process()
      expect(await bring(disk)).toMatchObject({ ok: true })
      const now = await filesOn(disk)
      const witness = now.get(at('sealed', 'head.json')) ?? now.get(at('sealed', 'head.json.before'))
      expect(witness, `cut ${cut}`).toBe(old.get(at('journal', 'witness.json')))
      const aside = now.get(at('before-format-2', 'journal', 'witness.json'))
      expect(aside, `cut ${cut}`).toBe(old.get(at('journal', 'witness.json')))
      expect(records(now)).toEqual(records(old))
    }
  })
})

it('a data folder of a later version is refused with a sentence, and not a byte of it is changed', async () => {
  const world = await makeWorld({ seed: 23 })
  await world.station().close()
  const disk = world.disk.process()
  const data = { format: FORMAT + 1 }
  const sha256 = sumOf(data)
  await put(disk, new Map([[FORMAT_FILE, `${JSON.stringify({ sha256, data }, null, 2)}\n`]]))
  const before = await filesOn(disk)
  expect(await world.open()).toEqual([expect.stringContaining('a later version')])
  expect(await filesOn(world.disk.process())).toEqual(before)
})

it('a new data folder is of this format from the start', async () => {
  const world = await makeWorld({ seed: 24 })
  const files = await filesOn(world.disk.process())
  expect(JSON.parse(files.get(FORMAT_FILE) ?? '')).toMatchObject({ data: { format: FORMAT } })
  expect([...files.keys()].some((path) => path.includes('before-format'))).toBe(false)
})
