import type { CatalogueGoods } from '#main/catalogue/catalogue'
import { trainingGoods } from '#main/catalogue/training-goods'
import { gtinCheckDigit } from '#domain/barcode'
import { money } from '#domain/money'
import { makeVirtualRandom } from '#drivers/random/virtual'

const PRICE_MAX = 100_000

/** A large shop's goods, the same for the same seed: names put together from two of the training shop's. */
export function manyGoods(count: number, seed: number): CatalogueGoods[] {
  const random = makeVirtualRandom(seed)
  const some = () => trainingGoods[random.below(trainingGoods.length)]
  return Array.from({ length: count }, (_, i) => {
    const kind = some()
    const body = `69${String(random.below(10_000)).padStart(4, '0')}${String(i).padStart(6, '0')}`
    return {
      ...{ sku: `SKU${String(i).padStart(6, '0')}`, code: body + String(gtinCheckDigit(body)) },
      name: `${kind?.name.split(' ')[0] ?? ''} ${some()?.name ?? ''} ${i % 97}`,
      ...{ category: kind?.category ?? '', price: money(1 + random.below(PRICE_MAX)), unit: 'piece', item: null },
    }
  })
}
