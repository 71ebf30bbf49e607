/**
 * Code 128 (ISO/IEC 15417) in code set B, for codes that a device scans off the screen. Lengths are in modules, the
 * width of the narrowest bar.
 */
export interface Code128 {
  /** With both quiet zones. */
  readonly modules: number
  /** From the left, the quiet zone counted. */
  readonly bars: readonly Bar[]
}
export interface Bar {
  readonly at: number
  readonly wide: number
}

/** As much white on either side. */
export const QUIET_MODULES = 10

/** Table 1: widths of bar, space, bar … of each value from 0; the last one is the stop character, with its last bar. */
const WIDTHS = [
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222',
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321',
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121',
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224',
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111',
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113',
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112',
]
  .flatMap((row) => row.split(' '))
  .map((widths) => Array.from(widths, Number))

const START_B = 104
const STOP = 106
/** Function 3, by which a scanner knows that it is meant. */
const FNC3 = 96
/** The check character: start and all that follows, each weighed by its place, modulo this. */
const MODULUS = 103
/** Of code set B, whose values follow ASCII from the blank on. */
const BLANK = 0x20
const TILDE = 0x7e

/** The values of a symbol, from start to stop. Takes printable ASCII; anything else is a fault of the caller. */
export function code128Values(content: string, hasFnc3: boolean): readonly number[] {
  const data = Array.from(content, (sign) => {
    const code = sign.codePointAt(0) ?? 0
    if (code < BLANK || code > TILDE) throw new Error('Code 128 in code set B has no such character')
    return code - BLANK
  })
  if (data.length === 0) throw new Error('a bar code of nothing')
  const body = hasFnc3 ? [FNC3, ...data] : data
  const sum = body.reduce((so, value, place) => so + value * (place + 1), START_B)
  return [START_B, ...body, sum % MODULUS, STOP]
}

export function code128(content: string, hasFnc3: boolean): Code128 {
  const widths = code128Values(content, hasFnc3).flatMap((value) => WIDTHS[value] ?? [])
  const bars: Bar[] = []
  let at = QUIET_MODULES
  for (const [place, wide] of widths.entries()) {
    if (place % 2 === 0) bars.push({ at, wide })
    at += wide
  }
  return { modules: at + QUIET_MODULES, bars }
}
