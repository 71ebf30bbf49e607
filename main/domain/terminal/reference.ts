/**
 * What names an approved card transaction ever after: on its receipt, in the journal, and to the acquirer when it is
 * undone. `rrn`: field 37 · `authorisation`: field 38 · `date`: MMDD of the transaction by the acquirer, field 13 ·
 * `batch`, `stan`: where the terminal keeps it.
 */
export interface CardReference {
  readonly rrn: string
  readonly authorisation: string
  readonly date: string
  readonly batch: number
  readonly stan: number
}

const WRITTEN = /^([0-9A-Za-z]{0,12})\/([0-9A-Za-z]{0,6})\/(\d{4}|)\/(\d{1,6})-(\d{1,6})$/

export const writeReference = ({ rrn, authorisation, date, batch, stan }: CardReference): string =>
  `${rrn}/${authorisation}/${date}/${batch}-${stan}`

/** Null for what is none, such as the empty one of a tender that a person said is paid. */
export function readReference(text: string): CardReference | null {
  const [, rrn, authorisation, date, batch, stan] = WRITTEN.exec(text) ?? []
  if (rrn === undefined || authorisation === undefined || date === undefined) return null
  return { rrn, authorisation, date, batch: Number(batch), stan: Number(stan) }
}
