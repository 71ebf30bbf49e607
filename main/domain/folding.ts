import { cardSlipIn, withCardSlips } from './card-slips.ts'
import { withGrant } from './giving.ts'
import { minus, sum } from './money.ts'
import { saleTotal } from './pricing.ts'
import { assert, Bug, never, type Result } from './result.ts'
import { EMPTY_SALE, withDiscount, withGoods, withoutLine, withPrice, withQuantity, type OpenSale } from './sale.ts'
import { saleAt, withSaleAt } from './sales.ts'
import { isTendering, outside as outsideOf, paidOf, paidOutside } from './tendering.ts'
import {
  slipAt,
  withSlip,
  type OwnSlip,
  type PaidSale,
  type PaidTender,
  type PrintState,
  type Slip,
  type SlipName,
} from './paid-sale.ts'
import type { Of } from './events.ts'
import type { Till } from './till.ts'

/** How the events of a sale change the till. What does not fit is a bug or a forged record, and throws. */
type Adjusting = Of<
  | 'goods-added'
  | 'quantity-set'
  | 'line-removed'
  | 'price-set'
  | 'discount-set'
  | 'sale-parked'
  | 'sale-recalled'
  | 'sale-cancelled'
>

export function adjusted(till: Till, event: Adjusting, atMs: number): Till {
  switch (event.is) {
    case 'goods-added':
      return { ...till, paid: null, sale: fits(withGoods(till.sale, event, event)) }
    case 'quantity-set':
      return { ...till, sale: fits(withQuantity(till.sale, event.line, event.quantity)) }
    case 'line-removed':
      return { ...till, sale: emptied(withoutLine(till.sale, event.line)) }
    case 'price-set':
      return { ...till, sale: withGrant(fits(withPrice(till.sale, event.line, event.price)), event.granted) }
    case 'discount-set':
      return { ...till, sale: withGrant(withDiscount(till.sale, event.line, event.discount), event.granted) }
    case 'sale-parked': {
      const { slot, operator } = event
      assert(till.sale.lines.length > 0, 'a sale without lines is not parked')
      assert(!till.parked.some((each) => each.slot === slot), 'a slot holds one sale')
      const parked = { slot, operator, parkedAtMs: atMs, sale: till.sale }
      return { ...till, sale: EMPTY_SALE, paid: null, parked: [...till.parked, parked] }
    }
    case 'sale-recalled': {
      const found = till.parked.find((each) => each.slot === event.slot)
      assert(found !== undefined && till.sale.lines.length === 0, 'a parked sale is recalled to an empty counter')
      return { ...till, paid: null, sale: found.sale, parked: till.parked.filter((each) => each !== found) }
    }
    case 'sale-cancelled':
      assert(till.sale.lines.length > 0, 'a sale without lines is not given up')
      return { ...till, sale: EMPTY_SALE }
    default:
      return never(event)
  }
}

export function paid(till: Till, event: Of<'sale-paid'>, atMs: number): Till {
  const { receipt, operator, total, rounded, given, change } = event
  const outside = sum(event.tenders.map(({ amount }) => amount))
  const cash = minus(total, outside)
  assert(till.sale.lines.length > 0 && !isTendering(till.sale), 'a payment is for the open sale')
  assert(minus(total, rounded) === saleTotal(till.sale), 'a payment is what the sale comes to')
  assert(
    JSON.stringify(event.tenders) === JSON.stringify(paidOutside(till.sale).map(outsideOf)),
    'a sale is paid by the tenders that were taken for it',
  )
  assert(given - change === cash && cash >= 0 && change >= 0, 'given less change is what is left for cash')
  assert(
    event.counter > till.lastCounter && !saleAt(till.sales, event.receipt),
    'a receipt number is never given twice',
  )
  const { lines, discount } = till.sale
  const byCash: PaidTender[] = cash > 0 || event.tenders.length === 0 ? [{ method: 'cash', amount: cash }] : []
  const sale: PaidSale = {
    ...{ receipt, operator, total, rounded, given, change, paidAtMs: atMs, lines, discount },
    tenders: [...paidOutside(till.sale).map(paidOf), ...byCash],
    ...{ returns: [], voided: null, slip: 'sale', anchor: null, print: 'waiting', copies: 0, earlier: [] },
  }
  return {
    ...slipOrdered(till, withCardSlips(sale, 'sale'), 'sale'),
    sale: EMPTY_SALE,
    paid: receipt,
    lastCounter: event.counter,
  }
}

/** The till with this slip of the sale on the way: not owed any more, and not on the way twice. */
export function slipOrdered(till: Till, sale: PaidSale, slip: Slip): Till {
  const name = { receipt: sale.receipt, slip }
  return {
    ...till,
    sales: withSaleAt(till.sales, sale.receipt, withSlip(sale, slip, { print: 'waiting' })),
    printing: [...without(till.printing, name), name],
    owed: without(till.owed, name),
  }
}

const without = (names: readonly SlipName[], { receipt, slip }: SlipName): readonly SlipName[] =>
  names.filter((each) => each.receipt !== receipt || each.slip !== slip)

/** Slips owed at most. Beyond it the oldest are left to be printed by hand: the customers are long gone. */
export const OWED_MAX = 100

export function slipEnded(till: Till, name: SlipName, print: PrintState): Till {
  const { receipt, slip } = name
  const others = without(till.owed, name)
  const sale = withSlip(saleOf(till, receipt), slip, { print })
  const after: Till = {
    ...till,
    sales: withSaleAt(till.sales, receipt, sale),
    printing: without(till.printing, name),
    owed: print === 'refused' ? [...others, { receipt, slip }].slice(-OWED_MAX) : others,
  }
  return cardSlipIn(slip) ? after : withCardsOwed(after, sale, slip as OwnSlip)
}

/**
 * The till once the slip has ended that slips of cards wait for: they are owed, so that each is written down before it
 * is sent, and a till that goes down between them prints each once.
 */
export function withCardsOwed(till: Till, sale: PaidSale, own: OwnSlip): Till {
  const { receipt } = sale
  const isSent = (slip: Slip) => till.printing.some((each) => each.receipt === receipt && each.slip === slip)
  const due = (sale.cards ?? []).filter(
    ({ slip, print }) => print === 'waiting' && cardSlipIn(slip)?.own === own && !isSent(slip),
  )
  if (due.length === 0) return till
  return {
    ...till,
    sales: withSaleAt(
      till.sales,
      receipt,
      due.reduce((so, { slip }) => withSlip(so, slip, { print: 'refused' }), sale),
    ),
    owed: [...till.owed, ...due.map(({ slip }) => ({ receipt, slip }))].slice(-OWED_MAX),
  }
}

/** Written before a slip is sent again, so that a till that goes down meanwhile does not send it once more. */
export function slipAgain(till: Till, { receipt, slip, copy }: Of<'slip-again'>): Till {
  const sale = saleOf(till, receipt)
  const state = slipAt(sale, slip)
  assert(state !== undefined && state.print !== 'waiting', 'a slip is sent again when it has ended')
  assert(copy === state.copies + 1 || (state.print === 'refused' && copy === state.copies), 'copies are counted')
  return slipOrdered(till, withSlip(sale, slip, { copies: copy }), slip)
}

/** A sale without lines is over: the next one counts its lines from one again. */
const emptied = (sale: OpenSale): OpenSale => (sale.lines.length === 0 ? EMPTY_SALE : sale)

export function saleOf(till: Till, receipt: string): PaidSale {
  const sale = saleAt(till.sales, receipt)
  if (!sale) throw new Bug(`no sale ${receipt}`)
  return sale
}

function fits(result: Result<OpenSale, string>): OpenSale {
  if (!result.ok) throw new Bug(`a recorded line does not fit: ${result.why}`)
  return result.value
}
