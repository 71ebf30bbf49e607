import iconv from 'iconv-lite'

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
  | { readonly is: 'cut' }
  | { readonly is: 'drawer'; readonly pin: 2 | 5; readonly onMs: number }
  /** The sender asked to be told when all before this is done, with this mark if it gave one. */
  | { readonly is: 'asked-when-done'; readonly mark?: string }

/** `cut-off`: so far it is well, and more must follow. */
export type Decoded =
  | { readonly ok: true; readonly printed: readonly Printed[] }
  | {
      readonly ok: false
      /** What was done before the failure. */
      readonly printed: readonly Printed[]
      /** Where the failing command begins, in bytes. */
      readonly offset: number
      readonly why: 'cut-off' | 'unknown' | 'malformed'
    }

interface State {
  readonly printed: Printed[]
  /** The line so far; null at the beginning of one. */
  line: Extract<Printed, { is: 'line' }> | null
  chinese: boolean
  style: { align: 'left' | 'centre'; size: 'normal' | 'large'; bold: boolean }
  qr: { model: boolean; moduleDots: number; level: boolean; content: string | null }
}

/** Carries a command out with its parameters; false when they make no sense, or none here. */
type Act = (state: State, parameters: Uint8Array) => boolean
interface Command {
  readonly code: readonly number[]
  /** Parameter bytes after the code; `counted`: two bytes, low first, that count the rest. */
  readonly length: number | 'counted'
  readonly act: Act
}

const fresh = () => ({
  ...{ line: null, chinese: false },
  style: { align: 'left', size: 'normal', bold: false } as const,
  qr: { model: false, moduleDots: 0, level: false, content: null },
})

/** Allowed at the beginning of a line only: in its midst a printer ignores it, or styles half a line. */
const atStart =
  (act: (state: State) => void): Act =>
  (state) => {
    if (state.line !== null) return false
    act(state)
    return true
  }
/** The same with one parameter, which must be one of `values`. */
const atStartWith =
  (values: readonly number[], act: (state: State, n: number) => void): Act =>
  (state, [n = -1]) =>
    values.includes(n) && atStart(() => act(state, n))(state, new Uint8Array())

const restyle = (state: State, style: Partial<State['style']>) => {
  state.style = { ...state.style, ...style }
}
const aligned = atStartWith([0, 1], (state, n) => restyle(state, { align: n === 1 ? 'centre' : 'left' }))
const sized = atStartWith([0, 1], (state, n) => restyle(state, { size: n === 1 ? 'large' : 'normal' }))
const emboldened = atStartWith([0, 1], (state, n) => restyle(state, { bold: n === 1 }))
const chinese = (on: boolean): Act => atStart((state) => Object.assign(state, { chinese: on }))

/** Milliseconds a unit of time: of the pulse that waits in line, and of the one at once. */
const PULSE_UNIT_MS = 2
const AT_ONCE_UNIT_MS = 100
const AT_ONCE_UNITS_MAX = 8

/** The commands of Epson's reference that a job of ours may hold, and no other. */
const COMMANDS: readonly Command[] = [
  // LF
  { code: [0x0a], length: 0, act: endLine },
  // ESC @
  { code: [0x1b, 0x40], length: 0, act: atStart((state) => Object.assign(state, fresh())) },
  // ESC a n
  { code: [0x1b, 0x61], length: 1, act: aligned },
  // GS ! n
  { code: [0x1d, 0x21], length: 1, act: sized },
  // ESC E n
  { code: [0x1b, 0x45], length: 1, act: emboldened },
  // FS & and FS .
  { code: [0x1c, 0x26], length: 0, act: chinese(true) },
  { code: [0x1c, 0x2e], length: 0, act: chinese(false) },
  // GS ( k
  { code: [0x1d, 0x28, 0x6b], length: 'counted', act: qrCommand },
  // GS V 66 n
  { code: [0x1d, 0x56, 66], length: 1, act: atStartWith([0], (state) => state.printed.push({ is: 'cut' })) },
  // ESC p m t1 t2
  {
    ...{ code: [0x1b, 0x70], length: 3 },
    act: (state, [m, on = 0, off = 0]) => off >= on && pulse(state, m, on * PULSE_UNIT_MS),
  },
  // DLE DC4 1 m t
  {
    ...{ code: [0x10, 0x14, 1], length: 2 },
    act: (state, [m, t = 0]) => t <= AT_ONCE_UNITS_MAX && pulse(state, m, t * AT_ONCE_UNIT_MS),
  },
  // GS ( H and GS r 1
  { code: [0x1d, 0x28, 0x48], length: 'counted', act: askedMarked },
  { code: [0x1d, 0x72], length: 1, act: atStartWith([1], (state) => state.printed.push({ is: 'asked-when-done' })) },
]

/**
 * What a Chinese receipt printer does with these bytes. Strict where a real one guesses: a byte that is not understood
 * is a failure with its place, not a character on paper.
 */
export function decode(bytes: Uint8Array): Decoded {
  const state: State = { printed: [], ...fresh() }
  const failed = (offset: number, why: 'cut-off' | 'unknown' | 'malformed'): Decoded => ({
    ...{ ok: false, printed: state.printed, offset, why },
  })
  let offset = 0
  while (offset < bytes.length) {
    const step = signAt(state, bytes, offset) ?? commandAt(state, bytes, offset)
    if (typeof step === 'string') return failed(offset, step)
    offset += step
  }
  return state.line === null ? { ok: true, printed: state.printed } : failed(offset, 'cut-off')
}

type Step = number | 'cut-off' | 'unknown' | 'malformed'

/** Takes one character of text; null where there is none. */
function signAt(state: State, bytes: Uint8Array, offset: number): Step | null {
  const lead = bytes[offset] ?? 0
  if (lead >= 0x20 && lead <= 0x7e) return addText(state, String.fromCharCode(lead), 1)
  if (lead < 0x80) return null
  // A single high byte means something else in each code page, and we select none.
  if (!state.chinese || lead === 0x80 || lead === 0xff) return 'malformed'
  const trail = bytes[offset + 1]
  if (trail === undefined) return 'cut-off'
  if (trail < 0x40 || trail === 0x7f || trail === 0xff) return 'malformed'
  const sign = iconv.decode(Buffer.from([lead, trail]), 'gb18030')
  return /[\p{C}\ufffd]/u.test(sign) ? 'malformed' : addText(state, sign, 2)
}

function addText(state: State, text: string, length: number): number {
  state.line = { is: 'line', ...state.style, text: (state.line?.text ?? '') + text }
  return length
}

function commandAt(state: State, bytes: Uint8Array, offset: number): Step {
  const rest = bytes.subarray(offset)
  const begun = COMMANDS.filter(({ code }) => code.every((byte, i) => i >= rest.length || rest[i] === byte))
  const command = begun.find(({ code }) => code.length <= rest.length)
  if (!command) return begun.length > 0 ? 'cut-off' : 'unknown'
  const parameters = rest.subarray(command.code.length)
  const { length = null } = lengthOf(command, parameters)
  if (length === null || length > parameters.length) return 'cut-off'
  return command.act(state, parameters.subarray(0, length)) ? command.code.length + length : 'malformed'
}

function lengthOf({ length }: Command, [low, high]: Uint8Array): { readonly length?: number } {
  if (length !== 'counted') return { length }
  return low === undefined || high === undefined ? {} : { length: 2 + low + high * 256 }
}

function endLine(state: State): boolean {
  state.printed.push(state.line ?? { is: 'line', ...state.style, text: '' })
  state.line = null
  return true
}

function pulse(state: State, m: number | undefined, onMs: number): boolean {
  if ((m !== 0 && m !== 1) || onMs === 0) return false
  state.printed.push({ is: 'drawer', pin: m === 0 ? 2 : 5, onMs })
  return true
}

/** `GS ( H pL pH fn m d1 d2 d3 d4`, fn 48. */
function askedMarked(state: State, parameters: Uint8Array): boolean {
  const [low, high, fn, m, ...mark] = parameters
  const text = String.fromCharCode(...mark)
  if (low !== 6 || high !== 0 || fn !== 48 || m !== 48 || !/^[ -~]{4}$/.test(text) || state.line !== null) return false
  state.printed.push({ is: 'asked-when-done', mark: text })
  return true
}

/** `GS ( k pL pH cn fn …` with cn 49, QR: functions 165 model, 167 module, 169 level, 180 store, 181 print. */
function qrCommand(state: State, parameters: Uint8Array): boolean {
  const [, , kind, what = 0, ...rest] = parameters
  if (kind !== 0x31 || state.line !== null) return false
  const [value = -1, zero] = rest
  const one = rest.length === 1
  switch (what) {
    case 0x41: // 165: model 2, then a zero
      return (state.qr.model = rest.length === 2 && value === 0x32 && zero === 0)
    case 0x43: // 167: dots a module
      state.qr.moduleDots = value
      return one && value >= 1 && value <= 16
    case 0x45: // 169: level M
      return (state.qr.level = one && value === 0x31)
    case 0x50: // 180: m is 48, then the data, plain ASCII here
      state.qr.content = String.fromCharCode(...rest.slice(1))
      return value === 0x30 && /^[ -~]+$/.test(state.qr.content)
    case 0x51: // 181: m is 48
      return one && value === 0x30 && printQr(state)
    default:
      return false
  }
}

function printQr({ printed, qr, style }: State): boolean {
  if (!qr.model || !qr.level || qr.moduleDots === 0 || qr.content === null) return false
  printed.push({ is: 'qr', content: qr.content, align: style.align, moduleDots: qr.moduleDots })
  return true
}
