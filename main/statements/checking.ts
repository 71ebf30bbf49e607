import type { CheckedStatement } from '#contract/statements'
import type { FeeSchedule } from '#domain/fees'
import { DIFFERENCES_MAX, isElsewhere, reconcile, type StatementChecked } from '#domain/reconciling'
import { done, refused, type Result } from '#domain/result'
import { saleAt } from '#domain/sales'
import type { Sentence } from '#domain/sentence'
import type { Log } from '#drivers/log/port'
import { ANY } from '#journal/finding'
import type { Random } from '#drivers/random/port'
import { IndexMismatch } from '#journal/find-records'
import type { Acts } from '../acts.ts'
import { TillRecord } from '../record.ts'
import type { SearchParts } from '../sale/search.ts'
import type { StationSettings } from '../settings.ts'
import { bookOf } from './book.ts'
import { readStatement, type Statement } from './read-statement.ts'
import { sentenceOfFault, sentenceOfStatement } from './sentences.ts'

export interface CheckingParts extends Pick<SearchParts, 'records' | 'distrust'> {
  readonly acts: Acts
  readonly settings: Pick<StationSettings, 'statement' | 'station'>
  /** What the platform is thought to take. */
  readonly fees: () => FeeSchedule
  readonly random: Random
  readonly log: Log
  readonly operator: () => string
}

export type Checked = CheckedStatement | { readonly is: 'unreadable'; readonly said: Sentence }
/** Statements that are looked through for the same file. */
const BEFORE_MAX = 1_000

/** Reads the file, holds it against the books and writes down what differs; the same again is not written twice. */
export async function checkStatement(
  parts: CheckingParts,
  bytes: Uint8Array,
): Promise<Result<Checked, 'index-differs' | 'books-too-long' | 'journal-stopped' | 'holds-card-number'>> {
  const { acts, settings, random, records } = parts
  const read = await readStatement(bytes, settings.statement)
  if (!read.ok) return done({ is: 'unreadable', said: sentenceOfStatement(read) })
  const statement = read.value
  try {
    const { payments, sales } = acts.till()
    const book = { records, saleAt: (receipt: string) => saleAt(sales, receipt), payments, fees: parts.fees() }
    const entries = await bookOf(book, statement)
    if (entries === null) return refused('books-too-long')
    const rows = statement.rows.filter((row) => !isElsewhere(row, settings.station))
    const { agrees, differences, here, there } = reconcile(rows, entries, statement)
    const found: StatementChecked = {
      ...{ sha256: statement.sha256, from: statement.from, to: statement.to, by: parts.operator() },
      ...{
        rows: statement.rows.length,
        bad: statement.bad,
        agrees,
        elsewhere: statement.rows.length - rows.length,
        here,
        there,
        differing: differences.length,
      },
      differences: differences.slice(0, DIFFERENCES_MAX),
    }
    const before = await checkedBefore(parts, statement)
    if (!before || !isSame(before.found, found)) {
      const written = await acts.happened(random.id(), { is: 'statement-checked', ...found })
      if (!written.ok) return written
    }
    return done(shown(found, statement, before?.atMs ?? null))
  } catch (cause) {
    if (!(cause instanceof IndexMismatch)) throw cause
    parts.distrust(cause)
    return refused('index-differs')
  }
}

/** But for who checked. */
const whatOf = ({ from, to, rows, bad, elsewhere, agrees, differences, differing, here, there }: StatementChecked) => ({
  ...{ from, to, rows, bad, elsewhere, agrees, differences, differing, here, there },
})
const isSame = (one: StatementChecked, other: StatementChecked): boolean =>
  JSON.stringify(inOrder(whatOf(one))) === JSON.stringify(inOrder(whatOf(other)))

/** By name, so that two that say the same read the same. */
const inOrder = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(inOrder)
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, inner]) => [name, inOrder(inner)])
      : value

/** The newest check of the same file. */
async function checkedBefore({ records }: CheckingParts, { sha256 }: Statement) {
  let left = BEFORE_MAX
  for await (const { body, ts } of records({ ...ANY, type: 'statement-checked' })) {
    const { event } = TillRecord.parse(body)
    if (event.is === 'statement-checked' && event.sha256 === sha256) return { found: event, atMs: ts }
    if (--left === 0) break
  }
  return null
}

const shown = (found: StatementChecked, { faults }: Statement, before: number | null): CheckedStatement => ({
  ...{ is: 'checked', ...whatOf(found), before },
  ...{ differences: [...found.differences], faults: faults.map(sentenceOfFault) },
})
