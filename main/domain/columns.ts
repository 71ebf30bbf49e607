/**
 * Text in columns, as a receipt printer and a terminal have them: Chinese characters and full-width signs take two
 * (Unicode Standard Annex 11, classes W and F; the ranges a shop's goods can contain).
 */
const WIDE = new RegExp(
  `[${[
    ...[
      '\\u1100-\\u115f',
      '\\u2e80-\\u303e',
      '\\u3041-\\u33ff',
      '\\u3400-\\u4dbf',
      '\\u4e00-\\u9fff',
      '\\ua000-\\ua4cf',
    ],
    ...['\\uac00-\\ud7a3', '\\uf900-\\ufaff', '\\ufe30-\\ufe6f', '\\uff00-\\uff60', '\\uffe0-\\uffe6'],
    ...['\\u{1f300}-\\u{1faff}', '\\u{20000}-\\u{3fffd}'],
  ].join('')}]`,
  'u',
)
/** Marks that take no column of their own, and signs that would turn or break the line. */
const NOTHING = /[\p{M}\p{C}]/u

export const signColumns = (sign: string): number => (NOTHING.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1)

export function textColumns(text: string): number {
  let columns = 0
  for (const sign of text) columns += signColumns(sign)
  return columns
}

/** Breaks text so that each part has at most `columns`; nothing is dropped but signs that take no column. */
export function wrap(text: string, columns: number): string[] {
  const parts: string[] = []
  let part = ''
  let used = 0
  for (const sign of text) {
    const width = signColumns(sign)
    if (width === 0) continue
    if (used + width > columns) {
      parts.push(part)
      part = ''
      used = 0
    }
    part += sign
    used += width
  }
  return part || parts.length === 0 ? [...parts, part] : parts
}

export const padStart = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, columns - textColumns(text))) + text
export const padBoth = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, Math.floor((columns - textColumns(text)) / 2))) + text

/** `left` and `right` on one line, or on two where they do not fit; the right one, a figure, is never broken. */
export function leftRight(left: string, right: string, columns: number): string[] {
  const room = columns - textColumns(right) - 1
  const parts = wrap(left, columns)
  const last = parts.at(-1) ?? ''
  if (textColumns(last) <= room) return [...parts.slice(0, -1), last + padStart(right, columns - textColumns(last))]
  return [...parts, padStart(right, columns)]
}
