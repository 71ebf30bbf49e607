import { joinColumns, splitColumns, type Columns } from './columns.ts'
import type { AcquirerProfile } from './profile.ts'
import { refusal, type Read } from './read.ts'

/** F61 of a UnionPay-style message: the original that this one is about. What comes behind is left out from the end. */
export interface F61 {
  /** 61.1, six digits. */
  readonly batch: string
  /** 61.2, six digits: the original’s STAN, the voucher number on its slip. */
  readonly stan: string
  /** 61.3, MMDD. */
  readonly date?: string
  /** 61.4, two digits. */
  readonly authorisation?: string
  /** 61.5, eleven digits. */
  readonly authoriser?: string
}

type Name = keyof F61
const COLUMNS: Columns<Name> = [
  ['batch', 6],
  ['stan', 6],
  ['date', 4],
  ['authorisation', 2],
  ['authoriser', 11],
]
/** Batch and STAN there are always. */
const COLUMNS_MIN = 2

/** Of a void, a completion: in the batch that is open. */
export const voidF61 = (original: { readonly batch: string; readonly stan: string }): F61 => ({
  ...{ batch: original.batch, stan: original.stan },
})

/** Of a refund: by its date; most hosts want nought for batch and STAN. */
export const refundF61 = (
  { f61OfRefund }: AcquirerProfile,
  { batch, stan, date }: { readonly batch: string; readonly stan: string; readonly date: string },
): F61 => (f61OfRefund === 'zeros' ? { batch: '000000', stan: '000000', date } : { batch, stan, date })

export function f61Text(f61: F61): Read<string> {
  const there = COLUMNS.filter(([name]) => f61[name] !== undefined)
  // None may be left out before one that is there.
  if (there.some((column, at) => column !== COLUMNS[at])) return refusal('length')
  return joinColumns(there, { ...{ date: '', authorisation: '', authoriser: '' }, ...f61 })
}

export function readF61(text: string): Read<F61> {
  for (let count = COLUMNS_MIN; count <= COLUMNS.length; count++) {
    const columns = COLUMNS.slice(0, count)
    if (text.length === columns.reduce((sum, [, width]) => sum + width, 0)) return splitColumns(columns, text)
  }
  return refusal('length')
}
