/**
 * All finished sales by receipt number, as a value: `withSaleAt` gives a new one and leaves the old as it was. Those
 * that changed lately lie on shelves; the others are in the storeroom, which gives them as they were put there. Two
 * levels of shelves, so that changing one sale copies a few hundred entries, not all.
 */
export interface Sales<Sale> {
  readonly shelves: ReadonlyMap<string, ReadonlyMap<string, Sale>>
  readonly storeroom: SalesStoreroom<Sale>
  readonly size: number
}

/** Finished sales that are not in memory. */
export interface SalesStoreroom<Sale> {
  readonly at: (receipt: string) => Sale | undefined
  readonly every: () => Iterable<readonly [receipt: string, sale: Sale]>
}

const NO_STOREROOM: SalesStoreroom<never> = { at: () => undefined, every: () => [] }

export const noSales = <Sale>(storeroom: SalesStoreroom<Sale> = NO_STOREROOM, size = 0): Sales<Sale> => ({
  shelves: new Map(),
  storeroom,
  size,
})

/** Numbers that differ only in their last two digits and check character lie on one shelf. */
const shelfOf = (receipt: string): string => receipt.slice(0, -3)

export const saleAt = <Sale>({ shelves, storeroom }: Sales<Sale>, receipt: string): Sale | undefined =>
  shelves.get(shelfOf(receipt))?.get(receipt) ?? storeroom.at(receipt)

export function withSaleAt<Sale>(sales: Sales<Sale>, receipt: string, sale: Sale): Sales<Sale> {
  const shelf = sales.shelves.get(shelfOf(receipt))
  return {
    shelves: withEntry(sales.shelves, shelfOf(receipt), withEntry(shelf ?? new Map<string, Sale>(), receipt, sale)),
    storeroom: sales.storeroom,
    size: sales.size + (saleAt(sales, receipt) ? 0 : 1),
  }
}

/** Those on the shelves: what changed since the shelves were emptied. */
export function* shelvedSales<Sale>({ shelves }: Sales<Sale>): Generator<readonly [receipt: string, sale: Sale]> {
  for (const shelf of shelves.values()) yield* shelf
}

/** All that lies on shelves has been put in the storeroom. */
export const withoutShelves = <Sale>({ storeroom, size }: Sales<Sale>): Sales<Sale> => noSales(storeroom, size)

/** In no order: those on the shelves come last. */
export function* everySale<Sale>(sales: Sales<Sale>): Generator<Sale> {
  for (const [receipt, sale] of sales.storeroom.every()) {
    if (!sales.shelves.get(shelfOf(receipt))?.has(receipt)) yield sale
  }
  for (const [, sale] of shelvedSales(sales)) yield sale
}

/** A map with one entry set, the old map left as it was. */
export const withEntry = <Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> =>
  new Map(map).set(key, value)
