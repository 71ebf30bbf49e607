import { parse } from 'csv-parse/sync'
import type { Line } from './file-text.ts'

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
export function* rowsOf(lines: Iterable<Line>, delimiter: string): Generator<Row> {
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

function rowsOfBatch(batch: readonly Line[], delimiter: string): Row[] {
  const cells = cellsOf(
    batch.flatMap(({ text }) => text ?? []),
    delimiter,
  )
  let next = 0
  return batch.map(({ number, text }) => ({ number, text, cells: text === null ? null : (cells[next++] ?? null) }))
}

/** Those of one line; none where a quote is left open. */
export const cellsIn = (line: string, delimiter: string): readonly string[] => cellsOf([line], delimiter)[0] ?? []

function cellsOf(lines: readonly string[], delimiter: string): (string[] | null)[] {
  if (lines.length === 0) return []
  const rows = parsed(lines, delimiter)
  // As many rows as lines: then no quote swallowed a line break, since a line can not make two rows.
  if (rows?.length === lines.length) return rows
  if (lines.length === 1) return [null]
  const half = lines.length >> 1
  return [...cellsOf(lines.slice(0, half), delimiter), ...cellsOf(lines.slice(half), delimiter)]
}

function parsed(lines: readonly string[], delimiter: string): string[][] | null {
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
