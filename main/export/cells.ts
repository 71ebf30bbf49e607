import { money, type Money } from '#domain/money'
import { signed } from '#domain/receipt-parts'

/** One cell: a text, an amount in fen, a whole number, or nothing. */
export type Cell =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'money'; readonly fen: Money }
  | { readonly is: 'number'; readonly number: number }
  | null

/** So that a spreadsheet takes the file for UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff'

/**
 * A text that a spreadsheet would take for a formula: its first sign, after spaces and quotes that it may skip, is one
 * of those that begin one, also in full width.
 */
const FORMULA = /^[\s'"‘’“”＇＂\u3000\ufeff]*[=+\-@\t\r＝＋－＠]|^[\t\r]/
/** Before such a text. It is a formula's beginning again without it, so that taking one away gives the text back. */
const GUARD = "'"

export const guarded = (text: string): string => (FORMULA.test(text) ? `${GUARD}${text}` : text)
/** What `guarded` was given. */
export const unguarded = (cell: string): string =>
  cell.startsWith(GUARD) && FORMULA.test(cell.slice(GUARD.length)) ? cell.slice(GUARD.length) : cell

/** RFC 4180: texts in quotes, each quote in them doubled; numbers bare, so that they stay numbers. */
function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (cell.is === 'money') return signed(cell.fen)
  if (cell.is === 'number') return String(cell.number)
  return `"${guarded(cell.text).replaceAll('"', '""')}"`
}

export const rowText = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`

export const text = (words: string | null): Cell => (words === null ? null : { is: 'text', text: words })
export const amount = (fen: number | null): Cell => (fen === null ? null : { is: 'money', fen: money(fen) })
export const number = (whole: number): Cell => ({ is: 'number', number: whole })
