import { StationView, type CashierView, type CustomerView, type PaidSaleView } from '#contract/view'
import { isSettled } from '#domain/payment'
import { canonical } from '../world/canonical.ts'
import type { World } from '../world/world.ts'
import type { Call } from './actor.ts'
import { receiptIn } from './money-invariants.ts'

/** What both windows show: whole and alike, and what is left is the sum of what it is left of. */
export function viewsAmiss(cashier: CashierView, customer: CustomerView): string | null {
  for (const view of [cashier, customer])
    if (!StationView.safeParse(view).success) return 'a view is not in the contract'
  const same = cashier.operator
    ? JSON.stringify([cashier.sale, cashier.paid]) === JSON.stringify([customer.sale, customer.paid])
    : cashier.sale?.total === customer.sale?.total
  if (!same) return 'the customer is shown another sale'
  const { sale, paid, found, operator } = cashier
  // Whoever walks by sees no tenders.
  const left = sale && operator ? sale.total - sum(sale.tenders.filter(({ state }) => state === 'done')) : sale?.left
  if (sale && sale.left !== left) return `${sale.left} is shown as left to pay, and ${left} is`
  const untied = [paid, found].find((each) => each !== null && each.left !== leftOf(each))
  return untied ? `${untied.left} is shown as left of ${untied.receipt}, and ${leftOf(untied)} is` : null
}

const sum = (parts: readonly { readonly amount: number }[]): number =>
  parts.reduce((all, { amount }) => all + amount, 0)
/** What failed did not go back. */
const leftOf = ({ total, returns }: PaidSaleView): number =>
  total - sum(returns.flatMap(({ parts }) => parts.filter(({ state }) => state !== 'failed')))

/** What a call that was answered must have done to what is shown; `before` and `after` are the cashier's views. */
export function effectAmiss(
  { name, input }: Call,
  value: unknown,
  before: CashierView,
  after: CashierView,
): string | null {
  // The contract's inputs: these are what matters here.
  const asked = input as { line?: number; quantity?: number; price?: number; attempt?: string; amount?: number }
  const line = after.sale?.lines.find((each) => each.line === asked.line)
  switch (name) {
    case 'sale.add':
      return pieces(after) === pieces(before) + (asked.quantity ?? 0)
        ? null
        : 'other goods were added than were asked for'
    case 'sale.setQuantity':
      return line?.quantity === asked.quantity ? null : 'another quantity was set than was asked for'
    case 'sale.removeLine':
      return line === undefined ? null : 'a removed line is still there'
    case 'sale.setPrice':
      return line?.price === asked.price ? null : 'another price was set than was asked for'
    case 'sale.park':
      return after.sale === null && after.parked.length === before.parked.length + 1 ? null : 'a sale was not put aside'
    case 'sale.recall':
      return after.sale !== null && after.parked.length === before.parked.length - 1 ? null : 'no sale was recalled'
    case 'sale.payCash':
      return after.sale === null && after.paid?.receipt === receiptIn(value) ? null : 'a paid sale is still open'
    case 'sale.tender': {
      const newest = after.sale?.tenders.at(-1)
      const isNew = newest?.attempt === attemptIn(value) && after.sale?.tenders.length === tenders(before) + 1
      return isNew && newest?.amount === asked.amount ? null : 'another tender is shown than was asked for'
    }
    case 'sale.voidTender':
      return after.sale?.tenders.some(({ attempt, undo }) => attempt === asked.attempt && undo !== null) === true
        ? null
        : 'a tender that goes back is not shown to'
    default:
      return null
  }
}

const attemptIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'attempt' in value ? value.attempt : null
const tenders = ({ sale }: CashierView): number => sale?.tenders.length ?? 0
const pieces = ({ sale }: CashierView): number => sale?.lines.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0

/**
 * What is there whoever is on duty: after a start nobody is, and the cashier's window shows less. Orders that were on
 * their way go on by themselves after a start, so of them only what they were given for, and what has ended.
 */
export function shownToAll(world: World): string {
  const { sale, paid } = world.station().view('customer')
  const { operators, parked, wrong, payments, orders } = world.station().acts.till()
  const settled = [...payments.values()].filter(({ payment }) => isSettled(payment))
  return canonical([
    sale && { ...sale, tenders: sale.tenders.map((tender) => ({ ...tender, order: null })) },
    paid && atRest(paid),
    ...[parked, operators, [...wrong], settled, orders],
  ])
}

/** A start may find that only a person can tell of money that goes back; then its slip comes. */
const atRest = (paid: PaidSaleView) => ({
  ...{ ...paid, print: '', slips: [] },
  returns: paid.returns.map((back) => ({
    ...back,
    parts: back.parts.map(({ amount, state }) => ({ amount, state: state === 'unclear' ? 'under-way' : state })),
  })),
})
