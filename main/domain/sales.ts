/**
 * All finished sales by receipt number, as a value: `withEntry` gives a new one and leaves the old as it was. Two
 * levels, so that changing one sale among 100,000 copies a few hundred entries, not all.
 */
export interface Sales<Sale> {
  readonly shelves: ReadonlyMap<string, ReadonlyMap<string, Sale>>
  readonly size: number
}

export const noSales = <Sale>(): Sales<Sale> => ({ shelves: new Map(), size: 0 })

/** Numbers that differ only in their last two digits and check character lie on one shelf. */
const shelfOf = (receipt: string): string => receipt.slice(0, -3)

export const saleAt = <Sale>(sales: Sales<Sale>, receipt: string): Sale | undefined =>
  sales.shelves.get(shelfOf(receipt))?.get(receipt)

export function withSaleAt<Sale>(sales: Sales<Sale>, receipt: string, sale: Sale): Sales<Sale> {
  const shelf = sales.shelves.get(shelfOf(receipt))
  return {
    shelves: withEntry(sales.shelves, shelfOf(receipt), withEntry(shelf ?? new Map<string, Sale>(), receipt, sale)),
    size: sales.size + (shelf?.has(receipt) ? 0 : 1),
  }
}

export function* everySale<Sale>(sales: Sales<Sale>): Generator<Sale> {
  for (const shelf of sales.shelves.values()) yield* shelf.values()
}

/** A map with one entry set, the old map left as it was. */
export const withEntry = <Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> =>
  new Map(map).set(key, value)
