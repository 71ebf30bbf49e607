import type { FoundInList } from '#contract/search'
import { receiptNumbersLike } from '#domain/receipt-number'
import { leftOfSale } from '#domain/returning'
import { everySale } from '#domain/sales'
import type { PaidSale } from '#domain/paid-sale'
import type { Till } from '#domain/till'
import { localTime } from '#domain/receipt-parts'

/** What `sale.search` takes, but for orders. */
export interface Searched {
  readonly receipt?: string
  readonly operator?: string
  readonly amount?: number
  readonly from?: number
  readonly to?: number
  readonly day?: string
  readonly kind?: 'paid' | 'voided' | 'refunded'
}

/** The same by looking at every finished sale of the till, by receipt number. It knows neither records nor an index. */
export function searchedByLooking(till: Till, asked: Searched, epoch: number): FoundInList[] {
  const meant = asked.receipt === undefined ? null : receiptNumbersLike(asked.receipt, { station: '01', epoch })
  return [...everySale(till.sales)]
    .filter((sale) => meant === null || meant.includes(sale.receipt))
    .filter((sale) => happenings(sale, asked.kind ?? 'paid').some((each) => fits(each, asked)))
    .sort((a, b) => (a.receipt < b.receipt ? -1 : 1))
    .map((sale) => {
      const { receipt, paidAtMs, operator, total, voided } = sale
      const back = (total - leftOfSale(sale)) as FoundInList['back'] // whole fen
      return { receipt, paidAtMs, operator, total, voided: voided !== null, back }
    })
    .filter(({ voided, back }) => (asked.kind ?? 'paid') === 'paid' || voided || back > 0)
}

interface Happening {
  readonly atMs: number
  readonly who: readonly string[]
  readonly amounts: readonly number[]
}

function happenings(sale: PaidSale, kind: 'paid' | 'voided' | 'refunded'): Happening[] {
  if (kind === 'paid') {
    const outside = sale.tenders.filter(({ method }) => method !== 'cash').map(({ amount }) => amount)
    return [{ atMs: sale.paidAtMs, who: [sale.operator], amounts: [sale.total, ...outside] }]
  }
  return sale.returns
    .filter((each) => each.kind === (kind === 'voided' ? 'void' : 'refund'))
    .map(({ atMs, asker, manager, parts }) => {
      const amounts = parts.map(({ amount }) => amount)
      return { atMs, who: [asker, manager], amounts: [amounts.reduce((a, b) => a + b, 0), ...amounts] }
    })
}

const fits = ({ atMs, who, amounts }: Happening, { operator, amount, from, to, day }: Searched): boolean =>
  (operator === undefined || who.includes(operator)) &&
  (amount === undefined || amounts.includes(amount)) &&
  atMs >= (from ?? atMs) &&
  atMs <= (to ?? atMs) &&
  (day === undefined || localTime(atMs, 'Asia/Shanghai').startsWith(day))
