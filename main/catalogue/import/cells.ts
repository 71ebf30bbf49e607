import { parse } from 'csv-parse/sync'
import type { Line } from './file-text.ts'

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
  (cellsOf([line], delimiter)[0] ?? []).map((cell) => {
    const called = cell.replace(/[(（].*[)）]|\s/g, '').toLowerCase()
    return FIELDS.find((field) => CALLED[field].includes(called)) ?? null
  })

/** Lines parsed at once: one call for each would cost ten times as much. */
const BATCH_LINES = 512

export interface Row {
  readonly number: number
  /** Null where a quote is opened and never closed; that a line is too long is told by `text`. */
  readonly cells: readonly string[] | null
  readonly text: string | null
}

/**
 * The cells of every line that is not blank. A line is a row: a quote left open spoils its own line only, and no text
 * in quotes may go on in the next one.
 */
export function* rowsOf(lines: Iterable<Line>, delimiter: Delimiter): Generator<Row> {
  let batch: Line[] = []
  for (const line of lines) {
    if (line.text?.trim() === '') continue
    batch.push(line)
    if (batch.length < BATCH_LINES) continue
    yield* rowsOfBatch(batch, delimiter)
    batch = []
  }
  yield* rowsOfBatch(batch, delimiter)
}

function rowsOfBatch(batch: readonly Line[], delimiter: Delimiter): Row[] {
  const cells = cellsOf(
    batch.flatMap(({ text }) => text ?? []),
    delimiter,
  )
  let next = 0
  return batch.map(({ number, text }) => ({ number, text, cells: text === null ? null : (cells[next++] ?? null) }))
}

function cellsOf(lines: readonly string[], delimiter: Delimiter): (string[] | null)[] {
  if (lines.length === 0) return []
  const rows = parsed(lines, delimiter)
  // As many rows as lines: then no quote swallowed a line break, since a line can not make two rows.
  if (rows?.length === lines.length) return rows
  if (lines.length === 1) return [null]
  const half = lines.length >> 1
  return [...cellsOf(lines.slice(0, half), delimiter), ...cellsOf(lines.slice(half), delimiter)]
}

function parsed(lines: readonly string[], delimiter: Delimiter): string[][] | null {
  try {
    return parse(lines.join('\n'), {
      ...{ delimiter, record_delimiter: '\n', trim: true },
      // A stray quote inside a name, such as 8" for inches, is a sign like any other.
      ...{ relax_quotes: true, relax_column_count: true },
    })
  } catch {
    // Only a quote left open is an error under these options; whose it is, halving the lines will show.
    return null
  }
}
