import { makeCatalogue } from '#main/catalogue/catalogue'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { manyGoods } from '../world/many-goods.ts'
import { quantile, row, type Row } from './row.ts'

const GOODS = 100_000
const KEY_PRESSES = 2_000
const FRAME_MS = 16
const INDEX_MS = 1_500
/** What costs most: signs nearly every goods has, and texts that nothing holds though nearly everything begins so. */
const HARD = ['6', '69', '0', 's', 'sku0', 'sku09999x', '690000000000', '00000000000', 'kkkkkk', '9 9', 'zz', '没有']

/** A key press in the search field of a shop of 100,000 goods, against one frame; and the index behind it. */
export function searchRows(): Promise<Row[]> {
  const goods = manyGoods(GOODS, 1)
  let began = performance.now()
  const catalogue = makeCatalogue(goods)
  const index = performance.now() - began

  const random = makeVirtualRandom(2)
  const spent: number[] = []
  const empty: number[] = []
  for (let press = 0; press < KEY_PRESSES; press++) {
    const wanted = press % 4 === 0 ? HARD[random.below(HARD.length)] : partOf(goods[random.below(GOODS)]?.name, random)
    began = performance.now()
    catalogue.search(wanted ?? '')
    spent.push(performance.now() - began)
    began = performance.now()
    catalogue.search('')
    empty.push(performance.now() - began)
  }
  return Promise.resolve([
    row('search 100,000 goods, p99', 'ms', quantile(spent, 0.99), 'one frame', FRAME_MS, 0.5),
    row('search 100,000 goods, p50', 'ms', quantile(spent, 0.5), 'an empty search', quantile(empty, 0.5), null),
    row('index of 100,000 goods', 'ms', index, 'limit', INDEX_MS, 1),
  ])
}

function partOf(text = '', random: { readonly below: (limit: number) => number }): string {
  const from = random.below(Math.max(1, text.length - 1))
  return text.slice(from, from + 1 + random.below(6))
}
