import type { PaidSale } from '#domain/paid-sale'
import { saleTotal } from '#domain/pricing'
import { everySale } from '#domain/sales'
import type { Till } from '#domain/till'
import type { JournalRecord } from '#journal/line'
import { recount } from '../world/recount.ts'
import type { World } from '../world/world.ts'
import type { Asked } from './invariants.ts'

/** What the till says of money, held against itself, against what was asked, and against a count by other code. */
export function moneyAmiss(till: Till, asked: readonly Asked[]): string | null {
  const seen = new Set<string>()
  const dues = new Map(asked.flatMap(({ input, answer }) => (answer.ok ? [[receiptIn(answer.value), input]] : [])))
  for (const sale of everySale(till.sales)) {
    const { receipt, total, rounded, given, change, tenders } = sale
    const cash = total - sum(tenders.map((each) => (each.method === 'cash' ? 0 : each.amount)))
    const ties = sum(tenders.map(({ amount }) => amount)) === total && saleTotal(sale) + rounded === total
    if (!ties || given - change !== cash) return `the money of ${receipt} does not tie`
    if (seen.has(receipt)) return `${receipt} was given twice`
    seen.add(receipt)
    const said = dues.get(receipt) as { due: number; given: number } | undefined // only payments name a new receipt
    if (said && (said.due !== cash || said.given !== given)) return `${receipt} is not what the cashier saw`
  }
  return null
}

export const receiptIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'receipt' in value ? value.receipt : null

/** Other code than the station's comes to the same sums from the same records. */
export function countedAmiss(till: Till, records: readonly JournalRecord[]): string | null {
  const counted = recount(records.map(({ body }) => JSON.stringify({ body })).join('\n'))
  const sales = [...everySale(till.sales)]
  if (counted.length !== sales.length) return `${counted.length} sales are counted, and there are ${sales.length}`
  for (const { receipt, total, given, change, voided, returns } of sales) {
    const again = counted.find((each) => each.receipt === receipt)
    const isSame = again?.counted === total && again.voided === (voided !== null) && again.cash === given - change
    if (!isSame) return `${receipt} is counted otherwise`
    const back = sum(returns.flatMap(({ parts }) => parts.map(wentBack)))
    if (again.returned !== back)
      return `${again.returned} is counted to go back of ${receipt}, and the till says ${back}`
  }
  return null
}

type Part = PaidSale['returns'][number]['parts'][number]
/** What failed did not go back; what nobody knows counts. */
const wentBack = ({ amount, state }: Part): number => (state === 'failed' ? 0 : amount)

/** What went back, or may have, is never more than was paid: in all and of each tender. Holds at any moment. */
export function returnsAmiss(till: Till): string | null {
  for (const { receipt, total, tenders, returns, voided } of everySale(till.sales)) {
    const back = tenders.map((_, place) =>
      sum(returns.flatMap(({ parts }) => parts.filter((_part, at) => at === place).map(wentBack))),
    )
    if (voided && sum(back) < total) return `${receipt} is voided, and ${total - sum(back)} of it has not gone back`
    if (sum(back) > total) return `${sum(back)} of ${receipt} went back, and ${total} was paid`
    const place = tenders.findIndex(({ amount }, at) => (back[at] ?? 0) > amount)
    if (place >= 0) return `more of ${receipt} went back by its tender ${place + 1} than was paid by it`
  }
  return null
}

/** The drawer opens where cash changes hands, for a sale or for money back, and else never. Holds at any moment. */
export function drawerAmiss(world: World, till: Till): string | null {
  const openings = world.printer.drawerOpenings()
  let reasons = 0
  for (const { given, returns } of everySale(till.sales)) {
    const inCash = returns.filter(({ parts }) => parts.some(({ amount, attempt }) => attempt === null && amount > 0))
    reasons += (given > 0 ? 1 : 0) + inCash.length
  }
  return openings > reasons ? `the drawer opened ${openings} times for ${reasons} reasons` : null
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0)
