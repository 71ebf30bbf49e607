import { failedAgain, NO_FAILURES, type Failures } from './lockout.ts'
import type { Money } from './money.ts'
import { assert, Bug, never } from './result.ts'
import { EMPTY_SALE, saleTotal, withGoods, withoutLine, withQuantity, type Line, type OpenSale } from './sale.ts'
import { noSales, saleAt, withEntry, withSaleAt, type Sales } from './sales.ts'

/**
 * The till: everything the journal says, folded. `step` is the only way it changes, so that replaying the records
 * after a crash gives the very state that was shown before it.
 */
export interface Till {
  readonly operators: readonly Operator[]
  readonly appearance: Appearance | null
  readonly sale: OpenSale
  /** The sale paid last, shown with its change until the next line. */
  readonly paid: string | null
  readonly sales: Sales<PaidSale>
  /** Sales whose slip has not ended: few, so that a start need not look through all. */
  readonly printing: readonly string[]
  readonly lastCounter: number
  readonly failures: ReadonlyMap<string, Failures>
}

export interface Operator {
  readonly number: string
  readonly name: string
  readonly role: 'cashier' | 'manager' | 'it'
}

export interface Appearance {
  readonly language: 'zh-CN' | 'en'
  readonly theme: 'light' | 'dark'
}

/** What became of a slip. `unknown`: the printer did not say, or the till went down while it printed. */
export type PrintState = 'waiting' | 'printed' | 'refused' | 'unknown'
export type Slip = 'sale' | 'void'

export interface PaidSale {
  readonly receipt: string
  readonly paidAtMs: number
  readonly operator: string
  readonly lines: readonly Line[]
  readonly total: Money
  readonly given: Money
  readonly change: Money
  readonly voided: Voided | null
  readonly slip: Slip
  readonly print: PrintState
}

export interface Voided {
  readonly atMs: number
  readonly reason: 'wrong-goods' | 'customer-changed-mind' | 'wrong-tender' | 'training' | 'other'
  /** Who asked and who approved: two numbers, both on record. */
  readonly asker: string
  readonly manager: string
}

/** One journal record's content: one changing call, or one thing that happened at the till. */
export type TillEvent =
  | { readonly is: 'started' }
  | { readonly is: 'operators-made'; readonly operators: readonly Operator[] }
  | ({ readonly is: 'appearance-set' } & Appearance)
  | { readonly is: 'goods-added'; readonly sku: string; name: string; price: Money; quantity: number }
  | { readonly is: 'quantity-set'; readonly line: number; readonly quantity: number }
  | { readonly is: 'line-removed'; readonly line: number }
  | {
      readonly is: 'sale-paid'
      readonly receipt: string
      readonly counter: number
      readonly operator: string
      readonly total: Money
      readonly given: Money
      readonly change: Money
    }
  | { readonly is: 'void-refused'; readonly receipt: string; readonly asker: string; readonly manager: string }
  | ({ readonly is: 'sale-voided'; readonly receipt: string; readonly back: Money } & Omit<Voided, 'atMs'>)
  | { readonly is: 'slip-ended'; readonly receipt: string; readonly slip: Slip; readonly print: PrintState }

export const NEW_TILL: Till = {
  operators: [],
  appearance: null,
  sale: EMPTY_SALE,
  paid: null,
  sales: noSales(),
  printing: [],
  lastCounter: 0,
  failures: new Map(),
}

/** The till after an event. An event that does not fit is a bug (or a forged record) and throws, changing nothing. */
export function step(till: Till, event: TillEvent, atMs: number): Till {
  switch (event.is) {
    case 'started':
      return till.printing.reduce((so, receipt) => slipEnded(so, receipt, 'unknown'), till)
    case 'operators-made':
      assert(till.operators.length === 0, 'the first operators are made once')
      return { ...till, operators: event.operators }
    case 'appearance-set':
      return { ...till, appearance: { language: event.language, theme: event.theme } }
    case 'goods-added':
      return { ...till, paid: null, sale: fits(withGoods(till.sale, event, event.quantity)) }
    case 'quantity-set':
      return { ...till, sale: fits(withQuantity(till.sale, event.line, event.quantity)) }
    case 'line-removed':
      return { ...till, sale: emptied(withoutLine(till.sale, event.line)) }
    case 'sale-paid':
      return paid(till, event, atMs)
    case 'void-refused':
      return {
        ...till,
        failures: withEntry(till.failures, event.manager, failedAgain(failuresOf(till, event.manager), atMs)),
      }
    case 'sale-voided':
      return voided(till, event, atMs)
    case 'slip-ended':
      // A late word about the sale's slip says nothing of the void slip that replaced it.
      return saleOf(till, event.receipt).slip === event.slip ? slipEnded(till, event.receipt, event.print) : till
    default:
      return never(event)
  }
}

export const failuresOf = (till: Till, manager: string): Failures => till.failures.get(manager) ?? NO_FAILURES

type Of<Kind extends TillEvent['is']> = Extract<TillEvent, { is: Kind }>

function paid(till: Till, event: Of<'sale-paid'>, atMs: number): Till {
  const total = saleTotal(till.sale.lines)
  assert(till.sale.lines.length > 0 && event.total === total, 'a payment is for the open sale and its total')
  assert(event.given - event.change === total && event.change >= 0, 'given less change is the total')
  assert(
    event.counter > till.lastCounter && !saleAt(till.sales, event.receipt),
    'a receipt number is never given twice',
  )
  const { receipt, operator, given, change } = event
  const sale: PaidSale = {
    ...{ receipt, operator, total, given, change, paidAtMs: atMs, lines: till.sale.lines },
    ...{ voided: null, slip: 'sale', print: 'waiting' },
  }
  return {
    ...till,
    sale: EMPTY_SALE,
    paid: receipt,
    sales: withSaleAt(till.sales, receipt, sale),
    printing: [...till.printing, receipt],
    lastCounter: event.counter,
  }
}

function voided(till: Till, event: Of<'sale-voided'>, atMs: number): Till {
  const { receipt, reason, asker, manager } = event
  const sale = saleOf(till, receipt)
  assert(sale.voided === null && event.back === sale.total, 'a sale is voided once, and whole')
  const after: PaidSale = { ...sale, voided: { atMs, reason, asker, manager }, slip: 'void', print: 'waiting' }
  return {
    ...till,
    sales: withSaleAt(till.sales, receipt, after),
    printing: [...till.printing.filter((other) => other !== receipt), receipt],
    failures: withEntry(till.failures, manager, NO_FAILURES),
  }
}

function slipEnded(till: Till, receipt: string, print: PrintState): Till {
  return {
    ...till,
    sales: withSaleAt(till.sales, receipt, { ...saleOf(till, receipt), print }),
    printing: till.printing.filter((other) => other !== receipt),
  }
}

/** A sale without lines is over: the next one counts its lines from one again. */
const emptied = (sale: OpenSale): OpenSale => (sale.lines.length === 0 ? EMPTY_SALE : sale)

function saleOf(till: Till, receipt: string): PaidSale {
  const sale = saleAt(till.sales, receipt)
  if (!sale) throw new Bug(`no sale ${receipt}`)
  return sale
}

function fits(result: ReturnType<typeof withGoods>): OpenSale {
  if (!result.ok) throw new Bug(`a recorded line does not fit: ${result.why}`)
  return result.value
}
