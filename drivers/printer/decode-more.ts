import { COMMANDS } from './decode-commands.ts'
import { atStartWith, fresh, restyle, type Act, type Command, type State } from './decode-state.ts'

/**
 * Commands of Epson's reference that jobs of ours never hold, and others' do: styles in the midst of a line, print
 * positions, margins, code pages, pictures. With them the decoder reads what others' programs print.
 */
const always =
  (act: (state: State, n: number) => void, values: readonly number[] = [0, 0x30]): Act =>
  (state, [n = -1]) => {
    if (!values.includes(n)) return false
    act(state, n)
    return true
  }
const nothing = (): void => undefined
const isOn = (n: number): boolean => (n & 1) === 1
const UP_TO_255 = Array.from({ length: 256 }, (_, n) => n)
/** `GS ! n`: times the width in the high half, times the height in the low, one to eight less one. */
const SIZES = UP_TO_255.filter((n) => (n & 0x88) === 0)

const sized = always((state, n) => {
  state.wide = (n >> 4) + 1
  restyle(state, { size: (n & 7) > 0 ? 'large' : 'normal' })
}, SIZES)
const word = (low = 0, high = 0): number => low + high * 256

/** As far as a position can be given at once: no paper is wider. */
const DOTS_MAX = 0xffff

/** What a job begins with. */
const reset: Act = (state) => {
  if (state.line !== null) return false
  Object.assign(state, fresh())
  return true
}

/** `GS 8 L p1-p4 m fn a bx by c xL xH yL yH d…`, function 112: a picture of one colour, a dot a dot. */
const picture: Act = (state, parameters) => {
  const [m, fn, tone, timesX, timesY, colour, xLow, xHigh, yLow, yHigh, ...dots] = parameters.subarray(4)
  const [width, height] = [word(xLow, xHigh), word(yLow, yHigh)]
  const isOne = m === 48 && fn === 112 && tone === 48 && timesX === 1 && timesY === 1 && colour === 49
  if (!isOne || width === 0 || dots.length !== Math.ceil(width / 8) * height) return false
  state.picture = { is: 'picture', width, height, dots: Uint8Array.from(dots) }
  return true
}

/** `GS ( L pL pH m fn`, function 50: prints what was sent. */
const printPicture: Act = (state, [low, high, m, fn]) => {
  if (low !== 2 || high !== 0 || m !== 48 || fn !== 50 || state.picture === null || state.line !== null) return false
  state.printed.push(state.picture)
  state.picture = null
  return true
}

const MORE: readonly Command[] = [
  { code: [0x1b, 0x40], length: 0, act: reset },
  // GS a n: sends no news by itself · ESC M n: font A · FS ( A: the same of Chinese · ESC SP n, FS S: no more space
  { code: [0x1d, 0x61], length: 1, act: always(nothing, [0]) },
  { code: [0x1b, 0x4d], length: 1, act: always(nothing) },
  { code: [0x1c, 0x28, 0x41], length: 'counted', act: (_, parameters) => parameters.join() === '2,0,48,0' },
  { code: [0x1b, 0x20], length: 1, act: always(nothing, [0]) },
  { code: [0x1c, 0x53], length: 2, act: (_, parameters) => parameters.join() === '0,0' },
  // ESC 3 n: line spacing · ESC { n: not upside down
  { code: [0x1b, 0x33], length: 1, act: always(nothing, UP_TO_255) },
  { code: [0x1b, 0x7b], length: 1, act: always(nothing, [0]) },
  // ESC - n, FS - n, GS B n: underlined and inverted, which is the same text
  { code: [0x1b, 0x2d], length: 1, act: always(nothing, [0, 1, 2, 0x30, 0x31, 0x32]) },
  { code: [0x1c, 0x2d], length: 1, act: always(nothing, [0, 1, 2, 0x30, 0x31, 0x32]) },
  { code: [0x1d, 0x42], length: 1, act: always(nothing, [0, 1, 0x30, 0x31]) },
  // ESC E n · GS ! n, in the midst of a line too
  { code: [0x1b, 0x45], length: 1, act: always((state, n) => restyle(state, { bold: isOn(n) }), [0, 1, 0x30, 0x31]) },
  { code: [0x1d, 0x21], length: 1, act: sized },
  // ESC t n · FS C n: code of two-byte characters, that of the make · FS & and FS .
  { code: [0x1b, 0x74], length: 1, act: always((state, n) => (state.codePage = n), [0, 1]) },
  { code: [0x1c, 0x43], length: 1, act: always(nothing) },
  { code: [0x1c, 0x26], length: 0, act: (state) => (state.chinese = true) },
  { code: [0x1c, 0x2e], length: 0, act: (state) => !(state.chinese = false) },
  // GS L nL nH: left margin, at the beginning of a line · GS W nL nH: width
  {
    ...{ code: [0x1d, 0x4c], length: 2 },
    act: (state, [low, high]) => {
      state.dots = state.left = word(low, high)
      return state.line === null
    },
  },
  { code: [0x1d, 0x57], length: 2, act: (state, [low, high]) => state.line === null && word(low, high) > 0 },
  // ESC $ nL nH: from the margin · ESC \ nL nH: from here
  {
    ...{ code: [0x1b, 0x24], length: 2 },
    act: (state, [low, high]) => {
      state.dots = state.left + word(low, high)
      return true
    },
  },
  {
    ...{ code: [0x1b, 0x5c], length: 2 },
    act: (state, [low = 0, high = 0]) => {
      state.dots += Buffer.from([low, high]).readInt16LE()
      return state.dots >= 0 && state.dots <= DOTS_MAX
    },
  },
  // GS r n, in figures too
  {
    code: [0x1d, 0x72],
    length: 1,
    act: atStartWith([1, 49], (state) => state.printed.push({ is: 'asked-when-done' })),
  },
  { code: [0x1d, 0x38, 0x4c], length: 'counted-4', act: picture },
  { code: [0x1d, 0x28, 0x4c], length: 'counted', act: printPicture },
]

/** For what others' programs print. */
export const COMMANDS_OF_OTHERS: readonly Command[] = [...MORE, ...COMMANDS]
