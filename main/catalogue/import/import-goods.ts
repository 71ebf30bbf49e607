import { done, refused, type Result } from '#domain/result'
import type { WeighedRule } from '#domain/weighed'
import { GOODS_MAX, type CatalogueGoods } from '../catalogue.ts'
import { linesOf, readFileText, type Encoding, type Line, type TextRefusal } from '../../tables/file-text.ts'
import { rowsOf, type Row } from '../../tables/rows.ts'
import { readHeader, REQUIRED, type Delimiter, type Field, type Header } from './cells.ts'
import { readRow, type CellRemark } from './read-row.ts'

export const LINES_MAX = 200_000
/** Remarks shown of each kind; the rest is only counted. */
export const REMARKS_MAX = 200

export type LineFault = 'line-too-long' | 'quote-open' | 'too-many-cells'
export interface Remark {
  readonly line: number
  /** Bad: the line was left out. A note: it was taken. */
  readonly is: 'bad' | 'note'
  readonly field: Field | null
  readonly why: CellRemark['why'] | LineFault | 'twice'
  readonly cell: string
  /** Of `twice`: the line that has the same. */
  readonly firstLine?: number
}

export interface ImportReport {
  readonly encoding: Encoding
  readonly delimiter: Delimiter
  /** Lines of goods, good and bad, without the header and blank ones. */
  readonly lines: number
  readonly taken: number
  readonly bad: number
  readonly notes: number
  /** By line; the first REMARKS_MAX bad ones and as many notes. */
  readonly remarks: readonly Remark[]
}

export interface Imported {
  readonly goods: readonly CatalogueGoods[]
  readonly report: ImportReport
}

/** Why nothing of a file is read: see TextRefusal; `no-header` with what its first line lacks or has twice. */
export type ImportRefusal =
  | { readonly why: TextRefusal | 'empty' | 'too-many-lines' | 'too-many-goods' }
  | { readonly why: 'no-header'; readonly missing: readonly Field[]; readonly twice: readonly Field[] }

/**
 * Reads a list of goods: CSV with a header, in UTF-8 or GB18030, with comma, semicolon or tab between cells. Bad lines
 * are left out and reported; good ones go through, so the list may come out empty. `rules` are the shop's weighed
 * labels, since no goods may have a code that reads as one. Errors of `bytes` itself are thrown on.
 */
export async function importGoods(
  bytes: AsyncIterable<Uint8Array>,
  rules: readonly WeighedRule[],
): Promise<Result<Imported, never> | ({ readonly ok: false } & ImportRefusal)> {
  const file = await readFileText(bytes)
  if (!file.ok) return file
  const lines = linesOf(file.value.pieces())
  const header = headerOf(lines)
  if ('why' in header) return { ok: false, ...header }

  const list = new List(header, rules)
  for (const row of rowsOf(lines, header.delimiter)) {
    list.add(row)
    if (list.lines > LINES_MAX) return refused('too-many-lines')
    if (list.goods.length > GOODS_MAX) return refused('too-many-goods')
  }
  return done({ goods: list.goods, report: list.report(file.value.encoding) })
}

/** Takes lines up to the header and leaves the rest. */
function headerOf(lines: Iterator<Line, void>): Header | ImportRefusal {
  for (let next = lines.next(); !next.done; next = lines.next()) {
    const { text } = next.value
    if (text?.trim() === '') continue
    const header = readHeader(text ?? '')
    const counted = (field: Field) => header.columns.filter((each) => each === field).length
    const missing = REQUIRED.filter((field) => counted(field) === 0)
    const twice = [...new Set(header.columns)].filter((field) => field !== null && counted(field) > 1) as Field[]
    return missing.length + twice.length > 0 ? { why: 'no-header', missing, twice } : header
  }
  return { why: 'empty' }
}

/** What must be one goods' own. */
const OWN = ['sku', 'code', 'item'] as const

/** The goods taken so far and what was said of the lines. */
class List {
  readonly goods: CatalogueGoods[] = []
  lines = 0
  private readonly header: Header
  private readonly rules: readonly WeighedRule[]
  private readonly lineOf = {
    sku: new Map<string, number>(),
    code: new Map<string, number>(),
    item: new Map<string, number>(),
  }
  private readonly remarks: Remark[] = []
  private readonly counts = { bad: 0, note: 0 }
  private readonly told = { bad: 0, note: 0 }

  constructor(header: Header, rules: readonly WeighedRule[]) {
    this.header = header
    this.rules = rules
  }

  add(row: Row): void {
    this.lines++
    const { number } = row
    const cells = this.cellsOf(row)
    if (typeof cells === 'string') {
      this.tell('bad', [{ line: number, is: 'bad', field: null, why: cells, cell: '' }])
      return
    }
    const { goods, remarks } = readRow(cells, this.rules)
    const notes = remarks.filter(({ why }) => why === 'signs-removed')
    const faults = remarks.filter((each) => !notes.includes(each))
    const bad = [
      ...faults.map((each): Remark => ({ line: number, is: 'bad', ...each })),
      ...(goods === null ? [] : this.twice(goods, number)),
    ]
    if (bad.length > 0 || goods === null) {
      this.tell('bad', bad)
      return
    }
    if (notes.length > 0)
      this.tell(
        'note',
        notes.map((each): Remark => ({ line: number, is: 'note', ...each })),
      )
    for (const field of OWN) {
      const own = goods[field]
      if (own !== null) this.lineOf[field].set(own, number)
    }
    this.goods.push(goods)
  }

  report(encoding: Encoding): ImportReport {
    const { bad, note } = this.counts
    const { delimiter } = this.header
    const taken = this.goods.length
    return { encoding, delimiter, lines: this.lines, taken, bad, notes: note, remarks: this.remarks }
  }

  private cellsOf({ text, cells }: Row): Partial<Record<Field, string>> | LineFault {
    if (text === null) return 'line-too-long'
    if (cells === null) return 'quote-open'
    const { columns } = this.header
    // A comma in a name that is not in quotes moves every cell after it; an empty cell at the end does no harm.
    if (cells.slice(columns.length).some((cell) => cell !== '')) return 'too-many-cells'
    return Object.fromEntries(columns.flatMap((field, i) => (field === null ? [] : [[field, cells[i] ?? '']])))
  }

  /** The first line that has a number keeps it. */
  private twice(goods: CatalogueGoods, line: number): Remark[] {
    return OWN.flatMap((field) => {
      const own = goods[field]
      const firstLine = own === null ? undefined : this.lineOf[field].get(own)
      return firstLine === undefined ? [] : [{ line, is: 'bad', field, why: 'twice', cell: own ?? '', firstLine }]
    })
  }

  private tell(is: Remark['is'], remarks: readonly Remark[]): void {
    this.counts[is]++
    const room = Math.max(0, REMARKS_MAX - this.told[is])
    this.remarks.push(...remarks.slice(0, room))
    this.told[is] += Math.min(room, remarks.length)
  }
}
