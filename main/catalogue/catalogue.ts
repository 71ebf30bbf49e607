import { expandUpcE, normalGtin } from '#domain/barcode'
import { money, type Money } from '#domain/money'
import type { Unit } from '#domain/pricing'
import { itemKey } from '#domain/weighed'
import { pinyinInitials } from './initials.ts'
import { makeColumn, searchColumns } from './search.ts'

/** The most goods a station takes; searching and loading are measured with as many. */
export const GOODS_MAX = 100_000
/** One million yuan. */
export const PRICE_MAX = money(100_000_000)

/** Goods the shop sells. `code` is normalised (`normalGtin`), null where nothing is printed on the goods. */
export interface CatalogueGoods {
  readonly sku: string
  readonly code: string | null
  readonly name: string
  readonly category: string
  /** Of one piece, or of one kilogram. */
  readonly price: Money
  readonly unit: Unit
  /** The shop's own number on its scales, by which a label finds the goods; null where they are not weighed. */
  readonly item: string | null
}

export interface Catalogue {
  readonly byCode: (code: string) => CatalogueGoods | undefined
  readonly bySku: (sku: string) => CatalogueGoods | undefined
  /** By the item number of a weighed code; zeros in front do not count. */
  readonly byItem: (item: string) => CatalogueGoods | undefined
  /** Best first: what is the text (a code, a name, its initials), then what begins with it, then what holds it. */
  readonly search: (text: string) => readonly CatalogueGoods[]
  readonly quickKeys: () => readonly QuickKeys[]
}

export interface QuickKeys {
  readonly category: string
  readonly goods: readonly CatalogueGoods[]
}

export const FOUND_MAX = 20
const KEYS_A_CATEGORY_MAX = 16
const CATEGORIES_MAX = 12

export function makeCatalogue(goods: readonly CatalogueGoods[]): Catalogue {
  const byCode = makeByCode(goods)
  const byItem = new Map(goods.flatMap((each) => (each.item === null ? [] : [[itemKey(each.item), each]])))
  const bySku = new Map(goods.map((each) => [each.sku, each]))
  const columns = [
    makeColumn(goods.map(({ name }) => name.toLowerCase())),
    makeColumn(goods.map(({ name }) => pinyinInitials(name))),
    makeColumn(goods.map(({ sku }) => sku.toLowerCase())),
    makeColumn(goods.map(({ code }) => code ?? '')),
  ]
  const quickKeys = quickKeysOf(goods)

  return {
    byCode: (code) => byCode.get(code),
    bySku: (sku) => bySku.get(sku),
    byItem: (item) => byItem.get(itemKey(item)),
    search: (text) => {
      const wanted = text.trim().toLowerCase()
      return wanted === '' ? [] : searchColumns(columns, wanted, FOUND_MAX).flatMap((place) => goods[place] ?? [])
    },
    quickKeys: () => quickKeys,
  }
}

function makeByCode(goods: readonly CatalogueGoods[]): ReadonlyMap<string, CatalogueGoods> {
  const byCode = new Map(goods.flatMap((each) => (each.code === null ? [] : [[each.code, each]])))
  // Eight digits on a list are taken for EAN-8; a scanner may know that they are UPC-E, and send the whole number.
  for (const each of goods) {
    const whole = each.code?.length === EIGHT ? expandUpcE(each.code) : null
    if (whole !== null && !byCode.has(normalGtin(whole))) byCode.set(normalGtin(whole), each)
  }
  return byCode
}
const EIGHT = 8

const quickKeysOf = (goods: readonly CatalogueGoods[]): readonly QuickKeys[] =>
  [...Map.groupBy(goods, (each) => each.category)]
    .slice(0, CATEGORIES_MAX)
    .map(([category, list]) => ({ category, goods: list.slice(0, KEYS_A_CATEGORY_MAX) }))
