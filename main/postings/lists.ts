import { holdsCardNumber } from '#domain/card-number'
import { money, type Money } from '#domain/money'
import { GOODS_MAX, PRICE_MAX, type CatalogueGoods } from '../catalogue/catalogue.ts'
import { GOODS_ROW, goodsOf, isAffordable } from '../catalogue/goods-file.ts'
import { answeredFirst } from '../turns.ts'
import { LIST_BYTES_MAX, PART_BYTES_MAX } from './bodies.ts'
import { sha256 } from './posting.ts'
import { gunzip, gzipSync } from 'node:zlib'

/** Lists of goods and of prices on their way: one text a row, packed (gzip), and cut into parts. */
export interface PackedList {
  readonly rows: number
  /** Unpacked. */
  readonly bytes: number
  readonly digest: string
  /** In their order, each by its SHA-256. */
  readonly parts: readonly { readonly name: string; readonly bytes: Buffer }[]
}

export type ListIs = 'goods' | 'prices'

export function packList(rows: readonly string[]): PackedList {
  const text = Buffer.from(rows.join('\n'))
  const packed = gzipSync(text, { level: 9 })
  const parts = []
  for (let at = 0; at < packed.length; at += PART_BYTES_MAX) {
    const bytes = packed.subarray(at, at + PART_BYTES_MAX)
    parts.push({ name: sha256(bytes), bytes })
  }
  return { rows: rows.length, bytes: text.length, digest: sha256(packed), parts }
}

/** Number, tab, price in fen. */
const PRICE_ROW = /^[^\t\n]{1,32}\t[1-9]\d{0,8}$/
/** So many rows are looked at before others get their turn. */
const SLICE = 5_000

/** The rows of a packed list, or what is wrong with it. It is never unpacked beyond `bytes`. */
export async function unpackList(
  packed: Uint8Array,
  { is, rows: count, bytes }: { readonly is: ListIs; readonly rows: number; readonly bytes: number },
): Promise<readonly string[] | string> {
  const text = await unpacked(packed, Math.min(bytes, LIST_BYTES_MAX))
  if (text?.length !== bytes) return 'it unpacks to another size'
  const rows = text.toString().split('\n')
  if (rows.length !== count || count > GOODS_MAX) return `${rows.length} rows`
  const seen = { sku: new Set<string>(), code: new Set<string>(), item: new Set<string>() }
  for (let at = 0; at < rows.length; at++) {
    if (at % SLICE === 0) await answeredFirst()
    const fault = faultOf(is, rows[at] ?? '', seen)
    if (fault !== null) return `row ${at + 1}: ${fault}`
  }
  return rows
}

/** Null where it is no gzip, or more than it says. */
const unpacked = (packed: Uint8Array, bytesMax: number): Promise<Buffer | null> =>
  new Promise((resolve) => {
    gunzip(packed, { maxOutputLength: Math.max(1, bytesMax) }, (fault, text) => resolve(fault ? null : text))
  })

type Seen = Readonly<Record<'sku' | 'code' | 'item', Set<string>>>

function faultOf(is: ListIs, row: string, seen: Seen): string | null {
  if (!(is === 'goods' ? GOODS_ROW.test(row) && isAffordable(row) : PRICE_ROW.test(row))) return 'not a row'
  if (is === 'prices' && Number(row.split('\t')[1]) > PRICE_MAX) return 'the price is too high'
  if (is === 'goods' && holdsCardNumber(row.split('\t')[NAME] ?? '')) return 'holds a card number'
  const own = is === 'goods' ? goodsOf(row) : { sku: row.split('\t')[0] ?? '', code: null, item: null }
  for (const field of ['sku', 'code', 'item'] as const) {
    const value = own[field]
    if (value === null) continue
    if (seen[field].has(value)) return `${field} twice`
    seen[field].add(value)
  }
  return null
}
const NAME = 2

export const priceRow = ({ sku, price }: { readonly sku: string; readonly price: Money }): string => `${sku}\t${price}`

export interface ReadList {
  readonly is: ListIs
  readonly rows: readonly string[]
}

/** What is sold once these hold, one after the other; prices of goods that are not sold are nobody's. */
export function goodsAfter(before: readonly CatalogueGoods[], lists: readonly ReadList[]): readonly CatalogueGoods[] {
  return lists.reduce<readonly CatalogueGoods[]>((goods, { is, rows }) => {
    if (is === 'goods') return rows.map(goodsOf)
    const prices = new Map(rows.map((row) => row.split('\t') as [string, string])) // as PRICE_ROW has it
    return goods.map((each) => {
      const price = prices.get(each.sku)
      return price === undefined ? each : { ...each, price: money(Number(price)) }
    })
  }, before)
}
