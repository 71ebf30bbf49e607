/** What a printer does with a job, in order. */
export type Printed =
  | {
      readonly is: 'line'
      readonly text: string
      readonly align: 'left' | 'centre'
      readonly size: 'normal' | 'large'
      readonly bold: boolean
    }
  /** `moduleDots`: width of one module of the code. */
  | { readonly is: 'qr'; readonly content: string; readonly align: 'left' | 'centre'; readonly moduleDots: number }
  /** Rows of dots, a bit each, the highest first; a row begins at a byte. */
  | { readonly is: 'picture'; readonly width: number; readonly height: number; readonly dots: Uint8Array }
  | { readonly is: 'cut' }
  | { readonly is: 'drawer'; readonly pin: 2 | 5; readonly onMs: number }
  /** The sender asked to be told when all before this is done, with this mark if it gave one. */
  | { readonly is: 'asked-when-done'; readonly mark?: string }

/** Dots of a column, of font A at 203 dpi. */
const COLUMN_DOTS = 12

export interface State {
  readonly printed: Printed[]
  /** The line so far; null at the beginning of one. */
  line: Extract<Printed, { is: 'line' }> | null
  chinese: boolean
  /** Columns of that line's text. */
  columns: number
  /** Dots from the left edge to where the next sign goes, and to where a line begins. */
  dots: number
  left: number
  /** Columns of a narrow sign. */
  wide: number
  /** Of single bytes from 0x80 on (`ESC t`); null where none was chosen, which each make fills in its own way. */
  codePage: number | null
  /** Sent, and not printed yet (`GS 8 L`). */
  picture: Extract<Printed, { is: 'picture' }> | null
  style: { align: 'left' | 'centre'; size: 'normal' | 'large'; bold: boolean }
  qr: { model: boolean; moduleDots: number; level: boolean; content: string | null }
}

/** Carries a command out with its parameters; false when they make no sense, or none here. */
export type Act = (state: State, parameters: Uint8Array) => boolean
export interface Command {
  readonly code: readonly number[]
  /** Parameter bytes after the code; `counted`: two bytes, low first, that count the rest, or four. */
  readonly length: number | 'counted' | 'counted-4'
  readonly act: Act
}

export const fresh = () => ({
  ...{ line: null, chinese: false, columns: 0, dots: 0, left: 0, wide: 1, codePage: null, picture: null },
  style: { align: 'left', size: 'normal', bold: false } as const,
  qr: { model: false, moduleDots: 0, level: false, content: null },
})

/** Allowed at the beginning of a line only: in its midst a printer ignores it, or styles half a line. */
export const atStart =
  (act: (state: State) => void): Act =>
  (state) => {
    if (state.line !== null) return false
    act(state)
    return true
  }
/** The same with one parameter, which must be one of `values`. */
export const atStartWith =
  (values: readonly number[], act: (state: State, n: number) => void): Act =>
  (state, [n = -1]) =>
    values.includes(n) && atStart(() => act(state, n))(state, new Uint8Array())

export const restyle = (state: State, style: Partial<State['style']>) => {
  state.style = { ...state.style, ...style }
}

/** A sign of `length` bytes; false where it would stand over one that is there. */
export function addText(state: State, text: string, length: number): boolean {
  const gap = Math.floor(state.dots / COLUMN_DOTS) - state.columns
  if (gap < 0) return false
  const before = state.line ?? { is: 'line', ...state.style, text: '' }
  state.line = { ...before, text: before.text + ' '.repeat(gap) + text }
  state.columns += gap + length
  state.dots += length * COLUMN_DOTS * state.wide
  return true
}

export function endLine(state: State): boolean {
  state.printed.push(state.line ?? { is: 'line', ...state.style, text: '' })
  Object.assign(state, { line: null, columns: 0, dots: state.left })
  return true
}
