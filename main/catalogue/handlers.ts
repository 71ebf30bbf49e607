import type { Handlers } from '#contract'
import type { GoodsView } from '#contract/catalogue'
import { done } from '#domain/result'
import type { Catalogue, CatalogueGoods } from './catalogue.ts'

const shown = ({ sku, name, price, category, unit }: CatalogueGoods): GoodsView => ({
  sku,
  name,
  price,
  category,
  unit,
})

export const catalogueHandlers = (catalogue: Catalogue): Handlers['catalogue'] => ({
  search: ({ text }) => Promise.resolve(done({ goods: catalogue.search(text).map(shown) })),
  quickKeys: () =>
    Promise.resolve(
      done({
        categories: catalogue.quickKeys().map(({ category, goods }) => ({ category, goods: goods.map(shown) })),
      }),
    ),
})
