import { portion, type Money } from '#domain/money'
import { GRAMS_A_KILOGRAM } from '#domain/pricing'
import { done, refused, type Result } from '#domain/result'
import { GRAMS_MAX, TOTAL_MAX, type Amounted } from '#domain/sale'
import { readCode, type CodeRefusal, type ScannedCode } from '#domain/scanned-code'
import type { WeighedRule } from '#domain/weighed'
import type { Catalogue, CatalogueGoods } from '../catalogue/catalogue.ts'

/** What a code adds to a sale. */
export interface GoodsOnCode {
  readonly goods: CatalogueGoods
  readonly amounted: Amounted
}

/**
 * `needs-weight`: sold by the kilogram, and the code tells none · `not-weighed`: a scale's label with a weight for
 * goods sold by the piece · `goods-expired`: the code says they were to be sold before today.
 */
export type GoodsRefusal =
  | Exclude<CodeRefusal, 'not-a-code'>
  | 'unknown-code'
  | 'needs-weight'
  | 'not-weighed'
  | 'goods-expired'
  | 'amount-too-large'

export interface CodeFacts {
  readonly catalogue: Catalogue
  readonly rules: readonly WeighedRule[]
  /** `YYYY-MM-DD` in the shop. */
  readonly today: string
}

/** The goods a scanned or typed code means, and how much of them. */
export function goodsOnCode(text: string, { catalogue, rules, today }: CodeFacts): Result<GoodsOnCode, GoodsRefusal> {
  const read = readCode(text, rules)
  // A shop's own short number typed by hand is not a code, and to the cashier neither is known.
  if (!read.ok) return refused(read.why === 'not-a-code' ? 'unknown-code' : read.why)
  const code = read.value.is === 'weighed' ? (namedOn(text, catalogue) ?? read.value) : read.value
  const goods = goodsOf(code, catalogue)
  if (!goods) return refused('unknown-code')
  if (code.is === 'gs1' && (code.expiry ?? today) < today) return refused('goods-expired')
  const amounted = amountOn(code, goods)
  return typeof amounted === 'string' ? refused(amounted) : done({ goods, amounted })
}

/** Goods that bear just this code are meant by it, though a label of the scales may begin like it. */
function namedOn(text: string, catalogue: Catalogue): ScannedCode | null {
  const code = text.trim().slice(-EAN_DIGITS)
  return catalogue.byCode(code) ? { is: 'item', code } : null
}
const EAN_DIGITS = 13

function goodsOf(code: ScannedCode, catalogue: Catalogue): CatalogueGoods | undefined {
  if (code.is === 'weighed') return catalogue.byItem(code.item)
  const orElse = code.is === 'item' ? code.orElse : undefined
  return catalogue.byCode(code.code) ?? (orElse === undefined ? undefined : catalogue.byCode(orElse))
}

type Told = { readonly grams?: number; readonly price?: Money; readonly count?: number }

function amountOn(
  code: ScannedCode,
  goods: CatalogueGoods,
): Amounted | 'needs-weight' | 'not-weighed' | 'amount-too-large' {
  const { grams, price, count }: Told = code.is === 'item' ? {} : code
  const label = price ?? null
  // Far above it is no price whose weight could be told.
  if (label !== null && label > TOTAL_MAX) return 'amount-too-large'
  if (goods.unit === 'piece') {
    // A pack may tell its weight beside its code; a scale's label that tells nothing else was made for other goods.
    if (code.is === 'weighed' && label === null) return 'not-weighed'
    return { quantity: count ?? 1, label }
  }
  if (grams !== undefined) return { quantity: grams, label }
  return label === null ? 'needs-weight' : { quantity: gramsFor(label, goods.price), label }
}

/**
 * What a label's price is worth in grams: shown beside it, and of no other use. More than there can be is cut, so that
 * a label from before the price fell still sells at what it says.
 */
const gramsFor = (label: Money, aKilogram: Money): number =>
  Math.min(GRAMS_MAX, Math.max(1, portion(label, GRAMS_A_KILOGRAM, aKilogram, 'half-up')))
