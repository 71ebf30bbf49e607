import { isMoney } from '#domain/money'
import { daysOf, type Days, type StatementRow } from '#domain/reconciling'
import { done, refused, type Result } from '#domain/result'
import { createHash } from 'node:crypto'
import { linesOf, readFileText, type Encoding, type Line, type TextRefusal } from '../tables/file-text.ts'
import { cellsIn, rowsOf, type Row } from '../tables/rows.ts'
import { rowIn, type CellFault, type Cells, type Column } from './cells.ts'
import type { StatementSetting } from './settings.ts'

/** Larger than a shop’s month. */
export const STATEMENT_BYTES_MAX = 8 * 1024 * 1024
export const ROWS_MAX = 20_000
export const DAYS_MAX = 31
/** Bad lines that are named; the rest is only counted. */
export const FAULTS_MAX = 50
/** Columns of an unknown layout that are named. */
const NAMED_MAX = 30
const CELL_SHOWN = 40

export interface LineFault extends Omit<CellFault, 'why'> {
  readonly line: number
  readonly why: CellFault['why'] | WhyLine
}
export type WhyLine = 'line-too-long' | 'quote-open' | 'too-many-cells'

export interface Statement extends Days {
  readonly sha256: string
  readonly encoding: Encoding
  readonly rows: readonly StatementRow[]
  readonly bad: number
  /** The first FAULTS_MAX. */
  readonly faults: readonly LineFault[]
}

/** Why nothing of a file is read; `no-header`: which columns it has, and which it should have and has not, or twice. */
export type StatementRefusal =
  | { readonly why: TextRefusal | 'empty' | 'too-many-rows' | 'too-many-days' | 'too-much-money' }
  | {
      readonly why: 'no-header'
      readonly found: readonly string[]
      readonly missing: readonly string[]
      readonly twice: readonly string[]
    }

/** Reads a statement: CSV in UTF-8 or GB18030, laid out as the settings say. Bad lines are named and lose no other. */
export async function readStatement(
  bytes: Uint8Array,
  setting: StatementSetting,
): Promise<Result<Statement, never> | ({ readonly ok: false } & StatementRefusal)> {
  if (bytes.length > STATEMENT_BYTES_MAX) return refused('too-large')
  const file = await readFileText(once(bytes))
  if (!file.ok) return file
  const lines = linesOf(file.value.pieces())
  const header = headerOf(lines, setting)
  if ('why' in header) return { ok: false, ...header }
  const rows: StatementRow[] = []
  const faults: LineFault[] = []
  let bad = 0
  let total = 0
  for (const row of rowsOf(lines, setting.separator)) {
    if (rows.length + bad >= ROWS_MAX) return refused('too-many-rows')
    const read = readRow(row, header, setting)
    if ('why' in read) {
      if (++bad <= FAULTS_MAX) faults.push({ ...read, cell: read.cell.slice(0, CELL_SHOWN), line: row.number })
      continue
    }
    // So that whatever is summed of them stays money.
    total += Math.max(read.amount, read.net ?? 0, Math.abs(read.fee ?? 0))
    if (!isMoney(2 * total)) return refused('too-much-money')
    rows.push(read)
  }
  const days = daysOf(rows)
  if (days === null && bad === 0) return refused('empty')
  if (days && daysBetween(days) > DAYS_MAX) return refused('too-many-days')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return done({ ...(days ?? NO_DAYS), sha256, encoding: file.value.encoding, rows, bad, faults })
}

/** Of a file without one good line. */
const NO_DAYS: Days = { from: '', to: '' }

// eslint-disable-next-line @typescript-eslint/require-await -- bytes that are there already, where more are awaited.
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const DAY_MS = 86_400_000
const daysBetween = ({ from, to }: Days): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1

type Header = readonly (Column | null)[]

/** Takes lines up to the header: the first that is not blank. */
function headerOf(lines: Iterator<Line, void>, { columns, separator }: StatementSetting): Header | StatementRefusal {
  for (let next = lines.next(); !next.done; next = lines.next()) {
    const { text } = next.value
    if (text?.trim() === '') continue
    const found = cellsIn(text ?? '', separator).map((cell) => cell.replace(/^\uFEFF/, '').trim())
    const wanted = Object.entries(columns).flatMap(
      ([column, name]) => (name === null ? [] : [{ column: column as Column, name }]), // of the setting’s own names
    )
    const counted = (name: string) => found.filter((each) => each === name).length
    const missing = wanted.filter(({ name }) => counted(name) === 0).map(({ name }) => name)
    const twice = wanted.filter(({ name }) => counted(name) > 1).map(({ name }) => name)
    if (missing.length + twice.length > 0) {
      const shown = found.slice(0, NAMED_MAX).map((name) => name.slice(0, CELL_SHOWN))
      return { why: 'no-header', found: shown, missing, twice }
    }
    return found.map((cell) => wanted.find(({ name }) => name === cell)?.column ?? null)
  }
  return { why: 'empty' }
}

function readRow(
  { number, text, cells }: Row,
  header: Header,
  setting: StatementSetting,
): StatementRow | Omit<LineFault, 'line'> {
  const fault = (why: WhyLine) => ({ column: null, why, cell: '' })
  if (text === null) return fault('line-too-long')
  if (cells === null) return fault('quote-open')
  if (cells.slice(header.length).some((cell) => cell !== '')) return fault('too-many-cells')
  const named: Cells = Object.fromEntries(header.flatMap((column, at) => (column ? [[column, cells[at] ?? '']] : [])))
  return rowIn(number, named, setting)
}
