import { cellsIn } from '../../tables/rows.ts'

export const FIELDS = ['sku', 'code', 'name', 'category', 'price', 'unit', 'item'] as const
export type Field = (typeof FIELDS)[number]
export const REQUIRED: readonly Field[] = ['sku', 'name', 'price']

/** What the columns are called in lists of goods: compared in small letters, without spaces and what is in brackets. */
const CALLED: Readonly<Record<Field, readonly string[]>> = {
  sku: ['编码', '货号', '商品编码', '商品编号', 'sku'],
  code: ['条码', '条形码', '商品条码', 'code', 'barcode'],
  name: ['名称', '品名', '商品名称', 'name'],
  category: ['分类', '类别', 'category'],
  price: ['价格', '售价', '零售价', '单价', 'price'],
  unit: ['单位', 'unit'],
  item: ['店内码', 'item'],
}

const DELIMITERS = [',', ';', '\t'] as const
export type Delimiter = (typeof DELIMITERS)[number]

export interface Header {
  readonly delimiter: Delimiter
  /** What each column holds; null where it is none of ours. */
  readonly columns: readonly (Field | null)[]
}

/** Finds the delimiter by which the header has most of our columns. */
export function readHeader(line: string): Header {
  const headers = DELIMITERS.map((delimiter) => ({ delimiter, columns: columnsOf(line, delimiter) }))
  const known = ({ columns }: Header) => columns.filter((field) => field !== null).length
  return headers.reduce((best, each) => (known(each) > known(best) ? each : best))
}

const columnsOf = (line: string, delimiter: Delimiter): (Field | null)[] =>
  cellsIn(line, delimiter).map((cell) => {
    const called = cell.replace(/[(（].*[)）]|\s/g, '').toLowerCase()
    return FIELDS.find((field) => CALLED[field].includes(called)) ?? null
  })
