import { withoutCardNumbers } from '#domain/card-number'
import { isMoney, minus, readMoney, ZERO, type Money } from '#domain/money'
import type { RowKind, StatementRow } from '#domain/reconciling'
import { dayOf } from '#domain/shop-day'
import type { Columns, StatementSetting } from './settings.ts'

export type Column = keyof Columns
export type Cells = Readonly<Partial<Record<Column, string>>>
export interface CellFault {
  readonly column: Column | null
  readonly why: 'no-number' | 'not-a-number' | 'number-rounded' | 'no-day' | 'no-type' | 'not-an-amount'
  readonly cell: string
}

/** The platform’s clock. */
export const PLATFORM_ZONE = 'Asia/Shanghai'
const KEYS = ['logNo', 'tradeNo', 'order'] as const
const NUMBER = /^[\w.:*-]{1,64}$/
const ROUNDED = /^\d([.]\d+)?E[+]?\d+$/i

/** A line’s cells as a row, or the first that is not what its column holds. */
export function rowIn(line: number, cells: Cells, setting: StatementSetting): StatementRow | CellFault {
  for (const column of KEYS) {
    const cell = numberIn(cells[column])
    if (cell !== null && ROUNDED.test(cell)) return { column, why: 'number-rounded', cell }
    if (cell !== null && !NUMBER.test(cell)) return { column, why: 'not-a-number', cell }
  }
  const [logNo, tradeNo, order] = [numberIn(cells.logNo), numberIn(cells.tradeNo), numberIn(cells.order)]
  if ((logNo ?? tradeNo ?? order) === null) return { column: null, why: 'no-number', cell: '' }
  const { date = '', type = '' } = cells
  const [day, kind] = [dayIn(date), kindIn(type, setting)]
  if (day === null) return { column: 'date', why: 'no-day', cell: date }
  if (kind === null) return { column: 'type', why: 'no-type', cell: type }
  const amount = amountIn(cells.amount ?? '', setting.amounts)
  // What goes back may be written below zero; what was paid may not.
  if (amount === null || amount === 0 || (amount < 0 && kind === 'payment'))
    return { column: 'amount', why: 'not-an-amount', cell: cells.amount ?? '' }
  const size = sizeOf(amount)
  const [fee, net] = [maybe(cells.fee, setting), maybe(cells.net, setting)]
  if (fee === 'none') return { column: 'fee', why: 'not-an-amount', cell: cells.fee ?? '' }
  if (net === 'none') return { column: 'net', why: 'not-an-amount', cell: cells.net ?? '' }
  return { line, kind, logNo, tradeNo, order, amount: size, fee, net: net === null ? null : sizeOf(net), day }
}

/** Null where it was left empty; `none` where it is no amount. */
const maybe = (cell: string | undefined, { amounts }: StatementSetting): Money | null | 'none' =>
  (cell ?? '').trim() === '' ? null : (amountIn(cell ?? '', amounts) ?? 'none')

/** As it stands, but for what keeps spreadsheets from reading it as a figure, and for what may be a card’s. */
function numberIn(cell: string | undefined): string | null {
  const bare = (cell ?? '').replace(/^[='`"\s]+|["\s]+$/g, '')
  return bare === '' || bare === '-' ? null : withoutCardNumbers(bare)
}

const DAY = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?!\d)|^(\d{4})(\d{2})(\d{2})\d{6}$/
function dayIn(cell: string): string | null {
  const found = DAY.exec(cell.trim())
  if (!found) return null
  const day = [found[1] ?? found[5], found[3] ?? found[6], found[4] ?? found[7]].join('-')
  return dayOf(day, PLATFORM_ZONE) ? day : null
}

function kindIn(cell: string, { types }: StatementSetting): RowKind | null {
  const word = cell.trim()
  return (['payment', 'refund', 'revocation'] as const).find((kind) => types[kind].includes(word)) ?? null
}

function amountIn(cell: string, unit: StatementSetting['amounts']): Money | null {
  const [, sign, digits = ''] = /^([+-]?)[¥￥]?(.*)$/.exec(cell.trim().replaceAll(',', '')) ?? []
  const amount = unit === 'yuan' ? readMoney(digits) : /^\d{1,10}$/.test(digits) ? Number(digits) : null
  if (amount === null || !isMoney(amount)) return null
  return sign === '-' && amount !== ZERO ? negated(amount) : amount
}

const negated = (amount: Money): Money => minus(ZERO, amount)
const sizeOf = (amount: Money): Money => (amount < 0 ? negated(amount) : amount)
