import { refusal, taken, type Read } from './read.ts'

/** Private fields are columns of digits, one behind the other. */
export type Columns<Name extends string> = readonly (readonly [Name, number])[]

/** The value of each column; refused where one is not digits, or the text is not as long as all columns. */
export function splitColumns<Name extends string>(columns: Columns<Name>, text: string): Read<Record<Name, string>> {
  if (text.length !== columns.reduce((sum, [, width]) => sum + width, 0)) return refusal('length')
  if (!/^\d*$/.test(text)) return refusal('digits')
  let at = 0
  const values = columns.map(([name, width]) => [name, text.slice(at, (at += width))] as const)
  // One value for each name there is.
  return taken(Object.fromEntries(values) as Record<Name, string>)
}

export function joinColumns<Name extends string>(
  columns: Columns<Name>,
  values: Readonly<Record<Name, string>>,
): Read<string> {
  if (columns.some(([name, width]) => values[name].length !== width)) return refusal('length')
  const text = columns.map(([name]) => values[name]).join('')
  return /^\d*$/.test(text) ? taken(text) : refusal('digits')
}

/** A whole number from nought in so many digits; longer where it does not fit, so that joining refuses it. */
export const digitsOf = (value: number, width: number): string =>
  Number.isSafeInteger(value) && value >= 0 ? String(value).padStart(width, '0') : 'no number'.padEnd(width + 1)
