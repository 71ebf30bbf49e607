import type { Money } from '#domain/money'
import { pinyinInitials } from './initials.ts'

/** Goods the shop sells. `code` is normalised (EAN-13 or EAN-8), null where nothing is printed on the goods. */
export interface CatalogueGoods {
  readonly sku: string
  readonly code: string | null
  readonly name: string
  readonly category: string
  readonly price: Money
}

export interface Catalogue {
  readonly byCode: (code: string) => CatalogueGoods | undefined
  readonly bySku: (sku: string) => CatalogueGoods | undefined
  /** Best first: what is the text (a code, a name, its initials), then what begins with it, then what holds it. */
  readonly search: (text: string) => readonly CatalogueGoods[]
  readonly quickKeys: () => readonly { readonly category: string; readonly goods: readonly CatalogueGoods[] }[]
}

const FOUND_MAX = 20
const KEYS_A_CATEGORY_MAX = 16
const CATEGORIES_MAX = 12

export function makeCatalogue(goods: readonly CatalogueGoods[]): Catalogue {
  const byCode = new Map(goods.flatMap((each) => (each.code === null ? [] : [[each.code, each]])))
  const bySku = new Map(goods.map((each) => [each.sku, each]))
  const keys = goods.map((each) => ({
    goods: each,
    texts: [each.name.toLowerCase(), pinyinInitials(each.name), each.sku.toLowerCase(), each.code ?? ''],
  }))

  return {
    byCode: (code) => byCode.get(code),
    bySku: (sku) => bySku.get(sku),
    search: (text) => {
      const wanted = text.trim().toLowerCase()
      if (wanted === '') return []
      const ranked = keys.flatMap(({ goods: each, texts }) => {
        const rank = Math.min(...texts.map((key) => rankOf(key, wanted)))
        return Number.isFinite(rank) ? [{ each, rank }] : []
      })
      ranked.sort((a, b) => a.rank - b.rank)
      return ranked.slice(0, FOUND_MAX).map(({ each }) => each)
    },
    quickKeys: () =>
      [...Map.groupBy(goods, (each) => each.category)]
        .slice(0, CATEGORIES_MAX)
        .map(([category, list]) => ({ category, goods: list.slice(0, KEYS_A_CATEGORY_MAX) })),
  }
}

const rankOf = (key: string, wanted: string): number =>
  key === wanted ? 0 : key.startsWith(wanted) ? 1 : key.includes(wanted) ? 2 : Infinity
