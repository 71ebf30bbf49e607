/** One row of the performance table: ours against a limit or a peer, measured in the same run. */
export interface Row {
  readonly name: string
  readonly ours: number
  readonly unit: string
  /** What it is held against. */
  readonly against: string
  readonly value: number
  readonly ratio: number
  /** The ratio to stay under; null where the row only informs. */
  readonly aim: number | null
  readonly holds: boolean
}

export function row(name: string, unit: string, ours: number, against: string, value: number, aim: number | null): Row {
  const ratio = value === 0 ? 0 : ours / value
  return { name, ours, unit, against, value, ratio, aim, holds: aim === null || ratio <= aim }
}

/** The value below which `share` of them lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
export const median = (values: readonly number[]): number => quantile(values, 0.5)

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2))

export const rowText = ({ name, ours, unit, against, value, ratio, aim, holds }: Row): string =>
  `${holds ? '✓' : '✕'} ${name.padEnd(34)} ${figure(ours).padStart(8)} ${unit.padEnd(3)} ` +
  `against ${figure(value).padStart(8)} (${against})  ${figure(ratio)}×${aim === null ? '' : `  aim ≤ ${aim}×`}`
