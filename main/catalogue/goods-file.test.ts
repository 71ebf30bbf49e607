import { money } from '#domain/money'
import { makeVirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { FileRefused } from '#journal/durable-file'
import { describe, expect, it } from 'vitest'
import { manyGoods } from '../../tests/world/many-goods.ts'
import { GOODS_MAX, type CatalogueGoods } from './catalogue.ts'
import { GoodsFile, loadGoods, writeGoods } from './goods-file.ts'
import { trainingGoods } from './training-goods.ts'

const FOLDER = '/station'
const PATH = '/station/settings/goods.json'
const newDisk = () => makeVirtualDisk(makeVirtualRandom(1).below)
const some = (sku: string): CatalogueGoods => ({
  ...{ sku, code: null, name: '甲', category: '乙', price: money(1), unit: 'piece', item: null },
})

describe('the goods file', () => {
  it('is null where goods were never imported, and nothing is written for it', async () => {
    const disk = newDisk().process()
    await disk.makeFolder('/station/settings')
    expect(await loadGoods(disk, FOLDER)).toBeNull()
    expect(await disk.list('/station/settings')).toEqual([])
  })

  it('gives back the goods as they were, in order', async () => {
    const disk = newDisk().process()
    const hostile = { ...some('=1+1'), name: '<b>"\\\u2028👨‍👩‍👧', item: '7', unit: 'kg' } as const
    for (const goods of [trainingGoods, [hostile], manyGoods(GOODS_MAX, 9)]) {
      await writeGoods(disk, FOLDER, goods)
      expect(await loadGoods(disk, FOLDER)).toEqual(goods)
    }
  })

  it('falls back on the list before where it is damaged, and is refused where that is damaged too', async () => {
    const world = newDisk()
    const disk = world.process()
    await writeGoods(disk, FOLDER, [some('A')])
    await writeGoods(disk, FOLDER, [some('B')])
    world.rot(PATH, 90, 1)
    const told: string[] = []
    expect(await loadGoods(disk, FOLDER, (why) => void told.push(why))).toMatchObject([{ sku: 'A' }])
    expect(told).toHaveLength(1)
    world.rot(`${PATH}.before`, 90, 1)
    await expect(loadGoods(disk, FOLDER)).rejects.toThrow(FileRefused)
    // A new list is what repairs it.
    await writeGoods(disk, FOLDER, [some('C')])
    expect(await loadGoods(disk, FOLDER)).toMatchObject([{ sku: 'C' }])
  })

  it.each([
    ['a row of too few cells', 'A\t\t甲\t乙\t1\tpiece'],
    ['no price', 'A\t\t甲\t乙\t0\tpiece\t'],
    ['a price above the limit', 'A\t\t甲\t乙\t100000001\tpiece\t'],
    ['half a fen', 'A\t\t甲\t乙\t1.5\tpiece\t'],
    ['another unit', 'A\t\t甲\t乙\t1\tlb\t'],
    ['a code that is none', 'A\t123\t甲\t乙\t1\tpiece\t'],
    ['no name', 'A\t\t\t乙\t1\tpiece\t'],
    ['a line break in a name', 'A\t\t甲\n\t乙\t1\tpiece\t'],
  ])('does not take %s', (_, row) => {
    const sound = ['A\t\t甲\t乙\t1\tpiece\t', 'B\t6901234567892\t甲\t乙\t1\tkg\t7']
    expect(GoodsFile.safeParse({ goods: sound }).success).toBe(true)
    expect(GoodsFile.safeParse({ goods: [row] }).success).toBe(false)
  })
})
