import { atStart, atStartWith, endLine, fresh, restyle, type Act, type Command, type State } from './decode-state.ts'

const aligned = atStartWith([0, 1], (state, n) => restyle(state, { align: n === 1 ? 'centre' : 'left' }))
const sized = atStartWith([0, 1], (state, n) => restyle(state, { size: n === 1 ? 'large' : 'normal' }))
const emboldened = atStartWith([0, 1], (state, n) => restyle(state, { bold: n === 1 }))
const chinese = (on: boolean): Act => atStart((state) => Object.assign(state, { chinese: on }))

/** Milliseconds a unit of time: of the pulse that waits in line, and of the one at once. */
const PULSE_UNIT_MS = 2
const AT_ONCE_UNIT_MS = 100
const AT_ONCE_UNITS_MAX = 8

/** The commands of Epson's reference that a job of ours may hold, and no other. */
export const COMMANDS: readonly Command[] = [
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
