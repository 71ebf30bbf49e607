import { logNo, type PlatformState } from './state.ts'
import { beijingText } from './time.ts'

/** One movement of money, as the platform’s statement has it. Amounts in fen. */
export interface StatementLine {
  readonly logNo: string
  readonly tradeNo: string
  /** The merchant’s own number. */
  readonly order: string
  readonly atMs: number
  readonly type: '消费' | '退款' | '撤销'
  readonly amount: number
  /** What is taken of a payment; nothing of it is given back. */
  readonly fee: number
}

/** All that moved, oldest first; of what was undone before it was paid there is nothing to say. */
export function statementLines({ orders, returns }: PlatformState): StatementLine[] {
  const paid = [...orders.values()].flatMap((order): StatementLine[] => {
    const { tradeNo, number, amount, fee, paidMs, times } = order
    if (paidMs === null || times === 0) return []
    return [{ logNo: logNo(order), tradeNo, order: number, atMs: paidMs, type: '消费', amount, fee }]
  })
  const back = [...returns.values()].flatMap((each): StatementLine[] => {
    const { tradeNo, number, amount, kind, madeMs, state } = each
    if (state !== 'SUCCESS' || amount === 0) return []
    const type = kind === 'refund' ? '退款' : '撤销'
    return [{ logNo: logNo(each), tradeNo, order: number, atMs: madeMs, type, amount, fee: 0 }]
  })
  return [...paid, ...back].sort((one, other) => one.atMs - other.atMs || (one.logNo < other.logNo ? -1 : 1))
}

const HEADER = ['流水号', '平台交易号', '商户订单号', '交易时间', '交易类型', '交易金额', '手续费', '结算金额']
const yuan = (fen: number): string => {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** As a file: CSV in UTF-8, yuan with two decimals, what went back below zero. */
export function statementText(lines: readonly StatementLine[]): string {
  const rows = lines.map(({ type, amount, fee, atMs, ...line }) => {
    const moved = type === '消费' ? amount : -amount
    const figures = [moved, fee, moved - fee].map(yuan)
    return [line.logNo, line.tradeNo, line.order, beijingText(atMs), type, ...figures].join(',')
  })
  return `\uFEFF${[HEADER.join(','), ...rows].join('\r\n')}\r\n`
}
