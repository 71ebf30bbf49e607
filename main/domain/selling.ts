import { givesTooMuch } from './giving.ts'
import { minus, plus, type Money } from './money.ts'
import { cashDue, saleTotal, type CashRounding } from './pricing.ts'
import { formatReceiptNumber } from './receipt-number.ts'
import { done, refused, type Result } from './result.ts'
import {
  TOTAL_MAX,
  withGoods,
  withQuantity,
  type AddRefusal,
  type Amounted,
  type Goods,
  type LimitRefusal,
} from './sale.ts'
import { hasMoney, isTendering, leftToPay, outside, paidOutside } from './tendering.ts'
import type { TillEvent } from './events.ts'
import type { Till } from './till.ts'

/** What an act comes to: the event to be written, and what the asker is told once it is on disk. */
export interface Decision<Answer> {
  readonly event: TillEvent
  readonly answer: Answer
}
export type Decided<Answer, Why extends string> = Result<Decision<Answer>, Why>

/** `money-taken`: some of it is paid or being paid, and what is sold must not change under it. */
export type TakenRefusal = 'money-taken'

export function decideAdd(
  till: Till,
  goods: Goods,
  amounted: Amounted,
): Decided<{ line: number }, AddRefusal | TakenRefusal> {
  if (hasMoney(till.sale)) return refused('money-taken')
  const after = withGoods(till.sale, goods, amounted)
  if (!after.ok) return after
  const { sku, name, price, unit } = goods
  const line = after.value.newest ?? 0
  return done({ event: { is: 'goods-added', sku, name, price, unit, ...amounted }, answer: { line } })
}

export type LineRefusal = SaleRefusal | 'no-such-line'
export type SaleRefusal = 'no-sale' | TakenRefusal
/** `labelled`: the scale's label says what is there and what it costs. */
export type ChangeRefusal = LineRefusal | LimitRefusal | 'labelled'

export function decideQuantity(till: Till, line: number, quantity: number): Decided<{ line: number }, ChangeRefusal> {
  const fixed = lineFixed(till, line)
  if (fixed) return refused(fixed)
  const after = withQuantity(till.sale, line, quantity)
  if (!after.ok) return after
  return done({ event: { is: 'quantity-set', line, quantity }, answer: { line } })
}

export function decideRemoval(till: Till, line: number): Decided<{ line: number }, LineRefusal> {
  const missing = lineMissing(till, line)
  return missing ? refused(missing) : done({ event: { is: 'line-removed', line }, answer: { line } })
}

/** Why the open sale may not be changed; null where it may. */
export const saleFixed = ({ sale }: Till): SaleRefusal | null =>
  sale.lines.length === 0 ? 'no-sale' : hasMoney(sale) ? 'money-taken' : null

export function lineMissing(till: Till, line: number): LineRefusal | null {
  const fixed = saleFixed(till)
  if (fixed) return fixed
  return till.sale.lines.some((each) => each.line === line) ? null : 'no-such-line'
}

/** Why a line's amount or price may not be changed by hand; null where it may. */
export const lineFixed = (till: Till, line: number): LineRefusal | 'labelled' | null =>
  lineMissing(till, line) ??
  (till.sale.lines.some((each) => each.line === line && each.label !== null) ? 'labelled' : null)

export interface CashInput {
  /** What the cashier saw was due in cash: of the total, what others have not paid. */
  readonly due: Money
  readonly given: Money
  readonly operator: string
  readonly station: string
  readonly epoch: number
  readonly rounding: CashRounding
  /** Thousandths of the list price that may be given away without a manager. */
  readonly limit: number
}

export type CashRefusal =
  | 'no-sale'
  | 'total-changed'
  | 'payment-open'
  | 'too-little-for-cash'
  | 'too-little-cash'
  | 'amount-too-large'
  | 'needs-manager'

/** Cash is the last tender: it pays all that is left. */
export function decideCash(
  till: Till,
  { due, given, operator, station, epoch, rounding, limit }: CashInput,
): Decided<{ receipt: string; change: Money }, CashRefusal> {
  if (till.sale.lines.length === 0) return refused('no-sale')
  if (isTendering(till.sale)) return refused('payment-open')
  const left = leftToPay(till.sale)
  const inCash = cashDue(left, rounding)
  if (inCash !== due) return refused('total-changed')
  // Rounding is for coins that there are not; where no cash is given at all, the last tender pays to the fen.
  if (inCash === 0 && left > 0 && paidOutside(till.sale).length > 0) return refused('too-little-for-cash')
  // A sum taken off a dear sale must not stay when the dear goods have left it.
  if (givesTooMuch(till.sale, limit)) return refused('needs-manager')
  if (given < inCash) return refused('too-little-cash')
  if (given > TOTAL_MAX) return refused('amount-too-large')
  const counter = till.lastCounter + 1
  const receipt = formatReceiptNumber({ station, epoch, counter })
  const change = minus(given, inCash)
  const rounded = minus(inCash, left)
  const event: TillEvent = {
    ...{ is: 'sale-paid', receipt, counter, operator, total: plus(saleTotal(till.sale), rounded) },
    ...{ rounded, given, change, tenders: paidOutside(till.sale).map(outside) },
  }
  return done({ event, answer: { receipt, change } })
}
