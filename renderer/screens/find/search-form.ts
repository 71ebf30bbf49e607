import type { Asks } from '#contract'
import { readMoney } from '#domain/money'
import { localTime } from '#domain/receipt-parts'
import { dayOf, momentOf } from '#domain/shop-day'

/** What is typed and chosen to find a sale by; empty text asks for nothing. */
export interface SearchForm {
  readonly amount: string
  readonly operator: string
  readonly day: string
  /** Of that day, such as `9:30`. */
  readonly from: string
  readonly to: string
  readonly receipt: string
  readonly order: string
  readonly kind: Kind
}

export const KINDS = ['paid', 'voided', 'refunded'] as const
export type Kind = (typeof KINDS)[number]
export type Asked = Parameters<Asks['sale']['search']>[0]
/** What in it is not understood, or the question it is. */
export type ReadForm =
  | { readonly is: 'asked'; readonly asked: Asked }
  | { readonly is: 'wrong'; readonly what: 'amount' | 'operator' | 'day' | 'from' | 'to' }

const DAY_MS = 86_400_000
const OPERATOR = /^\d{2,6}$/
const TIME = /^(\d{1,2})[:：]?(\d{2})$/
/** To the last moment of a minute. */
const MINUTE = { first: ':00', last: ':59' } as const

export const emptyForm = (today: string): SearchForm => ({
  ...{ amount: '', operator: '', day: today, from: '', to: '', receipt: '', order: '', kind: 'paid' },
})

/** `2026-05-04` of so many days ago, by the shop's clock. */
export const dayAgo = (nowMs: number, timeZone: string, days: number): string => {
  const today = localTime(nowMs, timeZone).slice(0, 10)
  return new Date(Date.parse(`${today}T00:00Z`) - days * DAY_MS).toISOString().slice(0, 10)
}

export function readForm(typed: SearchForm, timeZone: string): ReadForm {
  const { amount, operator, day, from, to, receipt, order, kind } = trimmed(typed)
  const fen = readMoney(amount)
  if (amount !== '' && (fen === null || fen === 0)) return { is: 'wrong', what: 'amount' }
  if (operator !== '' && !OPERATOR.test(operator)) return { is: 'wrong', what: 'operator' }
  // A time is of a day.
  const days = day === '' ? null : dayOf(day, timeZone)
  if (!days && (day !== '' || from !== '' || to !== '')) return { is: 'wrong', what: 'day' }
  const begin = from === '' ? days?.from : moment(day, from, { timeZone, end: 'first' })
  const end = to === '' ? days?.to : moment(day, to, { timeZone, end: 'last' })
  if (begin === null) return { is: 'wrong', what: 'from' }
  if (end === null || (begin ?? 0) > (end ?? Infinity)) return { is: 'wrong', what: 'to' }
  const asked: Asked = {
    ...(fen !== null && { amount: fen }),
    ...(operator !== '' && { operator }),
    ...(days && (from === '' && to === '' ? { day } : { from: begin, to: end })),
    ...(receipt !== '' && { receipt }),
    ...(order !== '' && { order }),
  }
  // An order says by itself what it was for.
  const of = kind === 'paid' && order !== '' ? {} : { kind }
  return { is: 'asked', asked: Object.keys(asked).length === 0 && kind === 'paid' ? asked : { ...asked, ...of } }
}

const trimmed = (typed: SearchForm): SearchForm => ({
  ...typed,
  ...{ amount: typed.amount.trim(), operator: typed.operator.trim(), day: typed.day.trim() },
  ...{ from: typed.from.trim(), to: typed.to.trim(), receipt: typed.receipt.trim(), order: typed.order.trim() },
})

interface Ending {
  readonly timeZone: string
  readonly end: keyof typeof MINUTE
}

function moment(day: string, time: string, { timeZone, end }: Ending): number | null {
  const [, hour = '', minute = ''] = TIME.exec(time) ?? []
  if (hour === '') return null
  const at = momentOf(`${day} ${hour.padStart(2, '0')}:${minute}${MINUTE[end]}`, timeZone)
  return at === null ? null : end === 'first' ? at : at + 999
}
