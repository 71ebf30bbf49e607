import { newerInForce } from '#domain/in-force'
import type { BodyOf } from '#domain/postings'
import type { Till } from '#domain/till'
import { makeCatalogue, type Catalogue, type CatalogueGoods } from '../catalogue/catalogue.ts'
import { goodsAfter, type ReadList } from './lists.ts'
import type { Shelf } from './shelf.ts'

/** A catalogue of head office with so many of its lists in force. */
export interface ListsInForce {
  readonly lists: number
  readonly body: BodyOf<'catalogue'>
}

/** What is sold just now: the goods that were imported, and over them what head office posted. */
export interface Sold {
  readonly catalogue: Catalogue
  /** Reads what is to hold, so that it can in one moment; false where a list is not on the shelf. Throws DiskFault. */
  readonly prepare: (wanted: ListsInForce) => Promise<boolean>
  /** What was prepared is sold from here on, where the journal says that it holds. */
  readonly settle: (till: Till) => void
  /** How often what is sold has changed since the start. */
  readonly changes: () => number
  /** Whether what the journal says is not what is sold: a list is missing. */
  readonly lacks: (till: Till) => boolean
}

/** By what is in them: the same lists in another posting are nothing new. */
const nameOf = ({ body, lists }: ListsInForce): string =>
  body.lists
    .slice(0, lists)
    .map(({ digest }) => digest)
    .join()

/** Null where none of head office's is in force. */
export const listsInForce = (till: Pick<Till, 'postings'>): ListsInForce | null => {
  const one = newerInForce(till, 'catalogue')
  return one && one.lists > 0 ? one : null
}

/** Null where a list is not there as it was. Throws DiskFault. */
export async function goodsOn(
  shelf: Pick<Shelf, 'read'>,
  imported: readonly CatalogueGoods[],
  { body, lists }: ListsInForce,
): Promise<readonly CatalogueGoods[] | null> {
  const held = body.lists.slice(0, lists)
  const whole = held.findLastIndex(({ is }) => is === 'goods')
  const read: ReadList[] = []
  // Those before the last whole list say nothing any more.
  for (const list of held.slice(Math.max(0, whole))) {
    const rows = await shelf.read(list)
    if (rows === null) return null
    read.push(rows)
  }
  return goodsAfter(imported, read)
}

interface SoldParts {
  readonly shelf: Pick<Shelf, 'read'>
  readonly imported: readonly CatalogueGoods[]
  /** What the start read, and of which lists; null: the imported goods alone. */
  readonly start: { readonly goods: readonly CatalogueGoods[]; readonly of: ListsInForce } | null
}

export function makeSold({ shelf, imported, start }: SoldParts): Sold {
  let now = makeCatalogue(start?.goods ?? imported)
  let is = start && nameOf(start.of)
  let changes = 0
  // By its lists: one that is about to hold, and one that was lost and is there again.
  const prepared = new Map<string, Catalogue>()
  return {
    catalogue: {
      byCode: (code) => now.byCode(code),
      bySku: (sku) => now.bySku(sku),
      byItem: (item) => now.byItem(item),
      search: (text) => now.search(text),
      quickKeys: () => now.quickKeys(),
    },
    prepare: async (wanted) => {
      const name = nameOf(wanted)
      if (name === is || prepared.has(name)) return true
      const goods = await goodsOn(shelf, imported, wanted)
      if (goods !== null) prepared.set(name, makeCatalogue(goods))
      return goods !== null
    },
    settle: (till) => {
      const wanted = listsInForce(till)
      const name = wanted && nameOf(wanted)
      const ready = name === null ? undefined : prepared.get(name)
      if (!ready) return
      if (name !== is) changes++
      now = ready
      is = name
      prepared.clear()
    },
    changes: () => changes,
    lacks: (till) => {
      const wanted = listsInForce(till)
      return wanted !== null && nameOf(wanted) !== is
    },
  }
}
