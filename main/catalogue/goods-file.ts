import { normalGtin } from '#domain/barcode'
import { money } from '#domain/money'
import type { Disk } from '#drivers/disk/port'
import { durableFile } from '#journal/durable-file'
import { z } from 'zod'
import { GOODS_MAX, PRICE_MAX, type CatalogueGoods } from './catalogue.ts'
import { join } from 'node:path'

/**
 * One goods a row: number, code, name, category, price in fen, unit, item number, with tabs between; code and item may
 * be empty. One text a row is a tenth of the work of one object a row to read and check.
 */
export const GOODS_ROW =
  /^[^\t\n]{1,32}\t(?:\d{8}|\d{13,14})?\t[^\t\n]{1,120}\t[^\t\n]{1,120}\t[1-9]\d{0,8}\t(?:piece|kg)\t(?:[1-9]\d{0,8})?$/

/** The shop's goods: `settings/goods.json` in the station's data folder, written by an import. */
export const GoodsFile = z.strictObject({
  goods: z.array(z.string().regex(GOODS_ROW).refine(isAffordable, { error: 'the price is too high' })).max(GOODS_MAX),
})
export type GoodsFile = z.infer<typeof GoodsFile>

const PRICE_PLACE = 4
export function isAffordable(row: string): boolean {
  return Number(row.split('\t', PRICE_PLACE + 1)[PRICE_PLACE]) <= PRICE_MAX
}

export const rowOf = ({ sku, code, name, category, price, unit, item }: CatalogueGoods): string =>
  [sku, code ?? '', name, category, price, unit, item ?? ''].join('\t')

export function goodsOf(row: string): CatalogueGoods {
  const [sku = '', code = '', name = '', category = '', price = '', unit = '', item = ''] = row.split('\t')
  return {
    ...{ sku, code: code === '' ? null : normalGtin(code), name, category, price: money(Number(price)) },
    ...{ unit: unit === 'kg' ? 'kg' : 'piece', item: item === '' ? null : item },
  }
}

const fileIn = (disk: Disk, folder: string) => ({
  ...{ disk, path: join(folder, 'settings', 'goods.json'), schema: GoodsFile, first: { goods: [] } },
})

/**
 * The goods that were imported, or null where none ever were. Where the file is damaged, the list before it stands in
 * and `onDamage` is told why; where that is damaged too, throws FileRefused. Throws DiskFault.
 */
export async function loadGoods(
  disk: Disk,
  folder: string,
  onDamage?: (why: string) => void,
): Promise<readonly CatalogueGoods[] | null> {
  const { data } = await durableFile<GoodsFile>({ ...fileIn(disk, folder), ...(onDamage && { onDamage }) })
  return data.goods.length === 0 ? null : data.goods.map(goodsOf)
}

/** Puts these goods in the place of all there were; durable when it resolves. Throws DiskFault. */
export async function writeGoods(disk: Disk, folder: string, goods: readonly CatalogueGoods[]): Promise<void> {
  await disk.makeFolder(join(folder, 'settings'))
  // A new list is whole in itself: that the one before was damaged must not keep the shop from it.
  const file = await durableFile<GoodsFile>({ ...fileIn(disk, folder), expendable: true })
  file.data = { goods: goods.map(rowOf) }
  await file.write()
}
