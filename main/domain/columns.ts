import { printable } from './printable.ts'

/**
 * Text in columns, as a Chinese receipt printer has them: one for each sign that is one byte to it, two for each that
 * is two (see `printable`). That is wider than on a screen for some: × ° é take two on paper.
 */
export function signColumns(sign: string): number {
  const shown = printable(sign)
  return shown === '' ? 0 : shown <= '~' ? 1 : 2
}

export function textColumns(text: string): number {
  let columns = 0
  for (const sign of text) columns += signColumns(sign)
  return columns
}

/** Breaks text, made printable, so that each part has at most `columns`; nothing else is dropped. */
export function wrap(text: string, columns: number): string[] {
  const parts: string[] = []
  let part = ''
  let used = 0
  for (const sign of printable(text)) {
    const width = signColumns(sign)
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

/** `left` and `right` on one line, or on two where they do not fit; the right one, a figure, is broken last. */
export function leftRight(left: string, right: string, columns: number): string[] {
  const figures = wrap(right, columns)
  const parts = wrap(left, columns)
  const [last = '', figure = ''] = [parts.at(-1), figures[0]]
  const room = columns - textColumns(last) - textColumns(figure)
  if (figures.length === 1 && room > 0) return [...parts.slice(0, -1), last + ' '.repeat(room) + figure]
  return [...parts, ...figures.map((part) => padStart(part, columns))]
}
