import iconv from 'iconv-lite'

/** What a customer sees on a display, and what it was sent that it does not know. */
export interface PoleScreen {
  readonly take: (bytes: Uint8Array) => void
  /** Of segments: the eight places with their points, right-aligned, and the lamp; of text: two lines of twenty. */
  readonly shows: () => PoleShows
  /** Bytes nobody could make sense of, a sentence each; the first `ERRORS_MAX`. */
  readonly errors: () => readonly string[]
}
export type PoleShows =
  | { readonly is: 'digits'; readonly digits: string; readonly lamp: string | null }
  | { readonly is: 'text'; readonly upper: string; readonly lower: string }

export type PoleKind = 'led8' | 'cd5220' | 'dm-d'

const COLUMNS = 20
const PLACES = 8
const ERRORS_MAX = 100
const [ESC, CR, US, CLEAR] = [0x1b, 0x0d, 0x1f, 0x0c]
/** The longest command but for text: `ESC l x y`, `US $ x y`. */
const TEXT_BYTES_MAX = 40
const LAMPS: Readonly<Record<number, string | null>> = { 48: null, 49: '单价', 50: '总计', 51: '收款', 52: '找零' }

/** What it did with the beginning of the bytes; `part`: it may become a command yet. */
type Step = { readonly took: number } | { readonly error: string; readonly took: number } | 'part'
type Lines = [upper: Buffer, lower: Buffer]
interface State {
  lines: Lines
  cursor: { column: number; line: 0 | 1 }
  digits: string
  lamp: string | null
}

const blank = (): Buffer => Buffer.alloc(COLUMNS, ' ')
const empty = (): State => ({ lines: [blank(), blank()], cursor: { column: 0, line: 0 }, digits: '', lamp: null })

/** Strict: a byte that is no command and no sign of this display is an error, where a real one shows rubbish. */
export function makePoleScreen(kind: PoleKind, codePage: 'ascii' | 'gb18030'): PoleScreen {
  let state = empty()
  let kept = Buffer.alloc(0)
  const errors: string[] = []
  const clear = () => {
    state = empty()
  }
  function step(bytes: Buffer): Step {
    const [first = 0, second] = bytes
    if (first === CLEAR) {
      clear()
      return { took: 1 }
    }
    if (first === ESC && second === undefined) return 'part'
    if (first === ESC && second === 0x40) {
      clear()
      return { took: 2 }
    }
    if (kind === 'led8') return ledStep(state, bytes)
    return kind === 'cd5220' ? cdStep(state, bytes, codePage) : dmStep(state, bytes, codePage)
  }
  return {
    take: (bytes) => {
      kept = Buffer.concat([kept, bytes])
      while (kept.length > 0) {
        const done = step(kept)
        if (done === 'part') return
        if ('error' in done && errors.length < ERRORS_MAX) errors.push(done.error)
        kept = kept.subarray(done.took)
      }
    },
    errors: () => errors,
    shows: () =>
      kind === 'led8'
        ? { is: 'digits', digits: placed(state.digits), lamp: state.lamp }
        : { is: 'text', upper: textOf(state.lines[0], codePage), lower: textOf(state.lines[1], codePage) },
  }
}

const unknown = (bytes: Buffer, took: number): Step => ({
  error: `no command: ${bytes.subarray(0, took).toString('hex')}`,
  took,
})
const placed = (digits: string): string => ' '.repeat(PLACES - digits.replaceAll('.', '').length) + digits
const textOf = (line: Buffer, codePage: 'ascii' | 'gb18030'): string =>
  codePage === 'ascii' ? line.toString('latin1') : iconv.decode(line, 'gb18030')

/** `ESC Q A … CR` the number, `ESC s n` the lamp. */
function ledStep(state: State, bytes: Buffer): Step {
  const [first, second, third] = bytes
  if (first !== ESC) return unknown(bytes, 1)
  if (second !== 0x51 && second !== 0x73) return unknown(bytes, 2)
  if (third === undefined) return 'part'
  if (second === 0x73) {
    const lamp = LAMPS[third]
    if (lamp === undefined) return unknown(bytes, 3)
    state.lamp = lamp
    return { took: 3 }
  }
  if (third !== 0x41) return unknown(bytes, 3)
  const text = untilCr(bytes)
  if (text === 'part') return 'part'
  const digits = text?.toString('latin1') ?? ''
  // One point, behind a digit; a sign takes a place of its own.
  const isNumber = /^[-\d ]{0,8}$/.test(digits.replace('.', '')) && /^(\.?$|[^.]+(\.[^.]*)?$)/.test(digits)
  if (!text || !isNumber) return unknown(bytes, text ? 4 + text.length : TEXT_BYTES_MAX)
  state.digits = digits
  return { took: 4 + text.length }
}

/** What stands between the third byte and the CR; null where no CR comes in time. */
function untilCr(bytes: Buffer): Buffer | 'part' | null {
  const end = bytes.indexOf(CR, 3)
  if (end < 0) return bytes.length < TEXT_BYTES_MAX ? 'part' : null
  return end < TEXT_BYTES_MAX ? bytes.subarray(3, end) : null
}

/** `ESC Q A … CR`, `ESC Q B … CR`. */
function cdStep(state: State, bytes: Buffer, codePage: 'ascii' | 'gb18030'): Step {
  const [first, second, third] = bytes
  if (first !== ESC) return unknown(bytes, 1)
  if (second !== 0x51) return unknown(bytes, 2)
  if (third === undefined) return 'part'
  const line = third - 0x41
  if (line !== 0 && line !== 1) return unknown(bytes, 3)
  const text = untilCr(bytes)
  if (text === 'part') return 'part'
  if (!text || text.length > COLUMNS || !isText(text, codePage))
    return unknown(bytes, text ? 4 + text.length : TEXT_BYTES_MAX)
  state.lines[line] = Buffer.concat([text, blank()]).subarray(0, COLUMNS)
  return { took: 4 + text.length }
}

/** `US $ x y`, and signs at the cursor, which goes on to the right and must not leave its line. */
function dmStep(state: State, bytes: Buffer, codePage: 'ascii' | 'gb18030'): Step {
  const [first = 0, second, x, y] = bytes
  if (first === US) {
    if (second === undefined) return 'part'
    if (second !== 0x24) return unknown(bytes, 2)
    if (x === undefined || y === undefined) return 'part'
    if (x < 1 || x > COLUMNS || (y !== 1 && y !== 2)) return unknown(bytes, 4)
    state.cursor = { column: x - 1, line: y === 1 ? 0 : 1 }
    return { took: 4 }
  }
  if (first === ESC) return unknown(bytes, 2)
  const wide = codePage === 'gb18030' && first > 0x80
  if (wide && bytes.length < 2) return 'part'
  const sign = bytes.subarray(0, wide ? 2 : 1)
  const { column, line } = state.cursor
  if (!isText(sign, codePage) || column + sign.length > COLUMNS) return unknown(bytes, sign.length)
  sign.copy(state.lines[line], column)
  state.cursor = { column: column + sign.length, line }
  return { took: sign.length }
}

/** Whether it is all signs that the display has, none of them cut. */
function isText(bytes: Buffer, codePage: 'ascii' | 'gb18030'): boolean {
  if (codePage === 'ascii') return bytes.every((byte) => byte >= 0x20 && byte <= 0x7e)
  return /^([\x20-\x7e]|[\x81-\xfe][\x40-\x7e\x80-\xfe])*$/.test(bytes.toString('latin1'))
}
