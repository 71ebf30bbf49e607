import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import type { Claim } from '#drivers/lock/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { describe, expect, it } from 'vitest'
import { changeSetting } from '../../../tests/world/settings.ts'
import { loadGoods } from '../goods-file.ts'
import { runImport } from './command.ts'

const FOLDER = '/station'
const LIST = 'sku,name,price\nA,甲,1\nB,乙,0\nC,丙\u200b,2\n'

async function* bytesOf(text: string) {
  yield await Promise.resolve(Buffer.from(text))
}

async function run(world: VirtualDisk, text: string, { check = false, partly = false, isTaken = false } = {}) {
  const said: string[] = []
  const locks = { held: 0 }
  const free = () => {
    locks.held--
    return Promise.resolve()
  }
  const claim = (): Promise<Claim> => {
    if (isTaken) return Promise.resolve({ is: 'taken' })
    locks.held++
    return Promise.resolve({ is: 'held', lock: { onKnock: () => undefined, free } })
  }
  const isImported = await runImport({
    ...{ disk: world.process(), folder: FOLDER, bytes: bytesOf(text), check, partly, claim },
    say: (line) => void said.push(line),
  })
  expect(locks.held).toBe(0)
  return { isImported, said, goods: await loadGoods(world.process(), FOLDER) }
}
const newWorld = () => makeVirtualDisk(makeVirtualRandom(1).below)

describe('npm run goods -- import', () => {
  it('takes the good lines in, in place of all goods before, and tells of the others', async () => {
    const world = newWorld()
    await run(world, 'sku,name,price\nOLD,旧,1')
    const { isImported, said, goods } = await run(world, LIST)
    expect(isImported).toBe(true)
    expect(goods?.map(({ sku, name }) => `${sku} ${name}`)).toEqual(['A 甲', 'C 丙'])
    expect(said).toEqual([
      expect.stringMatching(/^✕ 第 3 行，售价“0”必须大于 0 \/ Line 3: the price "0" must be above zero$/),
      expect.stringMatching(/^○ 第 4 行，名称“丙”.* \/ Line 4: the name "丙" held control signs/),
      expect.stringMatching(
        /^✓ UTF-8，逗号分隔：共 3 行.* \/ UTF-8, by comma: 3 lines, 2 good, 1 of them with a note, 1 bad/,
      ),
      expect.stringMatching(/^✓ 已收进 2 种商品.* \/ 2 goods are now the station's/),
    ])
  })

  it.each([
    ['a list without one good line', 'sku,name,price\nA,甲,0\n', {}],
    ['a list of nothing', 'sku,name,price\n', {}],
    ['what is no list', 'PK\u0000', {}],
    ['a list that is only checked', LIST, { check: true }],
    ['a list while the station runs', LIST, { isTaken: true }],
  ])('changes nothing for %s', async (_, text, options) => {
    const world = newWorld()
    await run(world, 'sku,name,price\nOLD,旧,1')
    const { isImported, said, goods } = await run(world, text, options)
    expect(isImported).toBe('check' in options)
    expect(goods?.map(({ sku }) => sku)).toEqual(['OLD'])
    expect(said.length).toBeGreaterThan(0)
  })

  it('knows the labels of the shop’s own scales, and stops at settings nobody can read', async () => {
    const world = newWorld()
    const labels = [{ prefix: '25', item: 5, value: 5, holds: 'weight', decimals: 3 }]
    await world.process().makeFolder(`${FOLDER}/settings`)
    await changeSetting(world.process(), 'weighed', labels, FOLDER)
    const list = 'sku,name,price,code\nA,甲,1,2500001000019\nB,乙,1,2200001000018\n'
    const { said, goods } = await run(world, list)
    expect(goods?.map(({ sku }) => sku)).toEqual(['B'])
    expect(said[0]).toMatch(/^✕ 第 2 行.*2500001000019/)
    const process = world.process()
    const file = await process.open(`${FOLDER}/settings/station.json`, 'change')
    await file.write(Buffer.from('['), 0)
    await file.close()
    const broken = await run(world, list)
    expect(broken.isImported).toBe(false)
    expect(broken.said.at(-1)).toMatch(/station\.json.*not JSON/)
  })

  it('leaves the shop its goods where most lines are bad, unless told to take the good ones', async () => {
    const world = newWorld()
    await run(world, 'sku,name,price\nOLD,旧,1')
    const mostlyBad = 'sku,name,price\nA,甲,1\nB,乙,0\nC,丙,0\n'
    const { isImported, said, goods } = await run(world, mostlyBad)
    expect([isImported, goods?.map(({ sku }) => sku)]).toEqual([false, ['OLD']])
    expect(said.at(-1)).toMatch(/^✕ 有误的行比可用的多.*--partly/)
    expect((await run(world, mostlyBad, { partly: true })).goods?.map(({ sku }) => sku)).toEqual(['A'])
  })

  it('says that the disk is full, and changes nothing', async () => {
    const world = newWorld()
    await run(world, 'sku,name,price\nOLD,旧,1')
    world.setTrouble('full')
    const { isImported, said, goods } = await run(world, LIST)
    expect(isImported).toBe(false)
    expect(said.at(-1)).toMatch(/^✕ 磁盘已满.* \/ The disk is full/)
    expect(goods?.map(({ sku }) => sku)).toEqual(['OLD'])
  })
})
