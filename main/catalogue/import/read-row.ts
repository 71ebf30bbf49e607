import { readGoodsCode } from '#domain/barcode'
import { holdsCardNumber } from '#domain/card-number'
import { textColumns } from '#domain/columns'
import { readMoney, ZERO, type Money } from '#domain/money'
import type { Unit } from '#domain/pricing'
import { readReceiptNumber } from '#domain/receipt-number'
import { DEFAULT_WEIGHED_RULES, itemKey, ruleFor, type WeighedRule } from '#domain/weighed'
import { PRICE_MAX, type CatalogueGoods } from '../catalogue.ts'
import type { Field } from './cells.ts'
import { clean } from './clean.ts'

/** What a line of a receipt and a tile can show. */
export const NAME_COLUMNS_MAX = 60
/** Accents take no column, but they are not free: no name needs more code units than this. */
export const NAME_UNITS_MAX = 120
export const CATEGORY_COLUMNS_MAX = 20
export const SKU_UNITS_MAX = 32
/** Where the list names no category. */
export const NO_CATEGORY = '其他'

/** What can be wrong with one cell. `signs-removed` is no fault: the goods go through, and are told of. */
export type CellFault =
  | 'missing'
  | 'too-long'
  | 'card-number'
  | 'unreadable'
  | 'not-a-code'
  | 'code-rounded'
  | 'wrong-check-digit'
  | 'receipt-number'
  | 'label-prefix'
  | 'not-a-price'
  | 'too-many-decimals'
  | 'not-above-zero'
  | 'too-high'
  | 'unknown-unit'
  | 'not-an-item'
export interface CellRemark {
  readonly field: Field
  readonly why: CellFault | 'signs-removed'
  /** The cell as it may be shown. */
  readonly cell: string
}

export interface RowRead {
  /** Null where a cell is wrong. */
  readonly goods: CatalogueGoods | null
  readonly remarks: readonly CellRemark[]
}

/** Reads the cells of one line; every wrong one is told of, not only the first. */
export function readRow(cells: Readonly<Partial<Record<Field, string>>>, rules: readonly WeighedRule[]): RowRead {
  const remarks: CellRemark[] = []
  const read = <Value>(field: Field, judge: (text: string) => Value | Fault): Value | null => {
    const { text, changed } = clean(cells[field] ?? '')
    // A sign that the encoding could not tell.
    const value = text.includes('\ufffd') ? fault('unreadable') : judge(text)
    if (value instanceof Fault) {
      remarks.push({ field, why: value.why, cell: text })
      return null
    }
    if (changed) remarks.push({ field, why: 'signs-removed', cell: text })
    return value
  }
  const goods = {
    sku: read('sku', judgeSku),
    code: read('code', (text) => judgeCode(text, rules)),
    name: read('name', judgeName),
    category: read('category', judgeCategory),
    price: read('price', judgePrice),
    // Left empty beside a number of the scales it would be a guess.
    unit: read('unit', (text) => (text === '' && cells.item ? fault('missing') : judgeUnit(text))),
    item: read('item', (text) => judgeItem(text, rules)),
  }
  const isGood = remarks.every(({ why }) => why === 'signs-removed')
  // Without a fault nothing is null but code and item, which may be.
  return { goods: isGood ? (goods as CatalogueGoods) : null, remarks }
}

class Fault {
  readonly why: CellFault
  constructor(why: CellFault) {
    this.why = why
  }
}
const fault = (why: CellFault): Fault => new Fault(why)

function judgeSku(text: string): string | Fault {
  if (text === '') return fault('missing')
  return text.length > SKU_UNITS_MAX ? fault('too-long') : text
}

function judgeName(text: string): string | Fault {
  const columns = textColumns(text)
  if (columns === 0) return fault('missing')
  if (holdsCardNumber(text)) return fault('card-number')
  return columns > NAME_COLUMNS_MAX || text.length > NAME_UNITS_MAX ? fault('too-long') : text
}

function judgeCategory(text: string): string | Fault {
  const isLong = textColumns(text) > CATEGORY_COLUMNS_MAX || text.length > NAME_UNITS_MAX
  return isLong ? fault('too-long') : text === '' ? NO_CATEGORY : text
}

function judgeCode(text: string, rules: readonly WeighedRule[]): string | null | Fault {
  if (text === '') return null
  // Scanned, it would open a sale in place of selling.
  if (readReceiptNumber(text) !== null) return fault('receipt-number')
  if (/^\d+([.,]\d+)?e\+?\d+$/i.test(text)) return fault('code-rounded')
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return fault('not-a-code')
  const code = readGoodsCode(text)
  if (code === null) return fault('wrong-check-digit')
  return ruleFor(code, rules) ? fault('label-prefix') : code
}

function judgePrice(text: string): Money | Fault {
  if (text === '') return fault('missing')
  const bare = text.replace(/^[¥￥] ?| ?元$/g, '')
  const plain = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare) ? bare.replaceAll(',', '') : bare
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(plain)
  if (!match) return fault('not-a-price')
  if (match[1] === '-') return fault('not-above-zero')
  if ((match[3] ?? '').length > 2) return fault('too-many-decimals')
  const price = readMoney(plain.replace(/^0+(?=\d)/, ''))
  if (price === null || price > PRICE_MAX) return fault('too-high')
  return price === ZERO ? fault('not-above-zero') : price
}

const KILOGRAM = ['kg', '千克', '公斤']
/** Words for one of something; not one of them means a weight, a length or a volume. */
const PIECES = new Set([
  ...['', 'piece', 'pieces', 'pc', 'pcs', 'ea', 'each', 'bag', 'bottle', 'box', 'can', 'cup', 'pack', 'pair', 'set'],
  ...Array.from(
    '件个個只瓶袋盒包罐听听桶支条條箱提卷把本双雙张張块塊根串份杯碗枚片颗粒板套台对打捆扎盘籃篮筒管排组組朵束架辆',
  ),
])

function judgeUnit(text: string): Unit | Fault {
  const unit = text.toLowerCase()
  if (KILOGRAM.includes(unit)) return 'kg'
  return PIECES.has(unit) ? 'piece' : fault('unknown-unit')
}

/** With more digits than any label has room for, no label would find it. */
function judgeItem(text: string, rules: readonly WeighedRule[]): string | null | Fault {
  if (text === '') return null
  const item = itemKey(text)
  const digitsMax = Math.max(...(rules.length > 0 ? rules : DEFAULT_WEIGHED_RULES).map((rule) => rule.item))
  return /^\d+$/.test(text) && item.length <= digitsMax && item !== '0' ? item : fault('not-an-item')
}
