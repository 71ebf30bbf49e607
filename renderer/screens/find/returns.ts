import type { ReturnView } from '#contract/money-view'
import type { PaidSaleView } from '#contract/view'
import { sum, type Money } from '#domain/money'
import { planRefund, type Refund, type Refundable, type RefundRefusal, type RefundWish } from '#domain/refunding'
import type { Result } from '#domain/result'
import { refundable } from '#domain/returning'

/** What of a finished sale went back, and what may still. */
const refundableView = (sale: PaidSaleView): Refundable =>
  refundable({
    ...sale,
    // What a line came to is known, however it was priced.
    lines: sale.lines.map(({ price, unit, quantity, gross, discount }) => ({
      ...{ price, unit, quantity, discount, label: gross },
    })),
  })

/** What a refund would come to: main decides by the same rule. */
export const planOf = (sale: PaidSaleView, wish: RefundWish): Result<Refund, RefundRefusal> =>
  planRefund(refundableView(sale), wish)

/** Pieces (or grams) of a line that have come back. */
export const returnedOf = ({ returns }: PaidSaleView, place: number): number =>
  returns.reduce((all, { quantities }) => all + (quantities[place] ?? 0), 0)

/** Cash that goes back by one return. */
export const cashIn = ({ tenders }: PaidSaleView, { parts }: ReturnView): Money =>
  sum(parts.flatMap(({ amount }, place) => (tenders[place]?.method === 'cash' ? [amount] : [])))

/** The way whose answer the money that goes back waits for; null where none is waited for. */
export const waitsFor = ({ tenders, returns }: PaidSaleView): 'card' | 'scan' | null => {
  const place = returns.at(-1)?.parts.findIndex(({ state }) => state === 'under-way') ?? -1
  const method = tenders[place]?.method
  return method === 'card' || method === 'scan' ? method : null
}
