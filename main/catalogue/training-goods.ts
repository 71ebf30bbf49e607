import { money } from '#domain/money'
import type { CatalogueGoods } from './catalogue.ts'
import goods from './goods.json' with { type: 'json' }

/**
 * About 300 goods of a convenience shop, for training and trials. Codes are valid in form and made up. The last ones
 * are weighed: they bear no code, and the scale's labels find them by `item`.
 */
export const trainingGoods: readonly CatalogueGoods[] = goods.map((each) => ({
  ...each,
  price: money(each.price),
  ...('item' in each ? { unit: 'kg', item: each.item } : { unit: 'piece', item: null }),
}))
