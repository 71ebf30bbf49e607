import type { CashierView, CustomerView, LineView, OpenSaleView, PaidSaleView } from '#contract/view'
import { lockedUntilMs, triesLeft } from '#domain/lockout'
import { paperOf, receiptOf, type Shop } from '#domain/receipt'
import { cashDue, grossOf, lineAmount, lineDiscount, saleDiscount, saleTotal, subtotal } from '#domain/pricing'
import { pieces, type Line, type OpenSale } from '#domain/sale'
import { saleAt } from '#domain/sales'
import { failuresOf, type Operator, type PaidSale, type Till } from '#domain/till'
import type { BenchState } from '#drivers/bench/port'
import type { Shown } from './session.ts'
import type { StationSettings } from './settings.ts'

export interface ViewParts {
  readonly till: Till
  readonly shown: Shown
  readonly settings: StationSettings
  readonly operator: Operator | null
  readonly stopped: boolean
  readonly lamps: CashierView['lamps']
  readonly bench: BenchState | null
  /** Columns of the receipt paper. */
  readonly columns: number
}

export const appearanceOf = ({ till, settings }: Pick<ViewParts, 'till' | 'settings'>) =>
  till.appearance ?? { language: settings.language, theme: settings.theme }

export const shopOf = (settings: StationSettings, till: Till): Shop => ({
  name: settings.shop,
  station: settings.station,
  timeZone: settings.timeZone,
  language: appearanceOf({ till, settings }).language,
  training: settings.profile === 'training',
  tax: settings.tax,
})

export function cashierView(parts: ViewParts): CashierView {
  const { till, shown } = parts
  return {
    ...sharedView(parts),
    role: 'cashier',
    operator: parts.operator,
    managers: till.operators
      .filter((each) => each.role === 'manager')
      .map(({ number, name }) => {
        const failures = failuresOf(till, number)
        return { number, name, triesLeft: triesLeft(failures), lockedUntilMs: lockedUntilMs(failures) }
      }),
    parked: till.parked.map(({ slot, parkedAtMs, operator, sale }) => ({
      ...{ slot, parkedAtMs, operator, count: pieces(sale.lines), total: saleTotal(sale) },
      first: sale.lines[0]?.name ?? '',
    })),
    discountLimit: parts.settings.discountLimit,
    owed: till.owed.length,
    found: saleView(parts, shown.found),
    notice: shown.notice,
    bench: parts.bench && { ...parts.bench, sheet: [...parts.bench.sheet] },
    lamps: parts.lamps,
  }
}

export const customerView = (parts: ViewParts): CustomerView => ({ ...sharedView(parts), role: 'customer' })

function sharedView(parts: ViewParts): Omit<CustomerView, 'role'> {
  const { till, shown, settings, stopped } = parts
  return {
    revision: shown.revision,
    shop: settings.shop,
    station: settings.station,
    profile: settings.profile,
    timeZone: settings.timeZone,
    ...appearanceOf(parts),
    stage: stopped ? 'stopped' : till.operators.length === 0 ? 'first-run' : 'selling',
    sale: till.sale.lines.length === 0 ? null : openSaleView(till.sale, settings),
    paid: saleView(parts, till.paid),
  }
}

function openSaleView(sale: OpenSale, { cashRounding }: StationSettings): OpenSaleView {
  const total = saleTotal(sale)
  return {
    lines: sale.lines.map(lineView),
    ...{ count: pieces(sale.lines), subtotal: subtotal(sale), discount: sale.discount, off: saleDiscount(sale) },
    ...{ total, cashDue: cashDue(total, cashRounding), newest: sale.newest },
  }
}

function lineView(line: Line): LineView {
  const { sku, name, unit, quantity, price, list, discount } = line
  return {
    ...{ line: line.line, sku, name, unit, quantity, price, list, discount },
    ...{ gross: grossOf(line), off: lineDiscount(line), amount: lineAmount(line) },
  }
}

function saleView({ till, settings, columns }: ViewParts, receipt: string | null): PaidSaleView | null {
  const sale = receipt === null ? undefined : saleAt(till.sales, receipt)
  if (!sale) return null
  const { voided } = sale
  return {
    ...{ receipt: sale.receipt, paidAtMs: sale.paidAtMs, operator: sale.operator },
    lines: sale.lines.map(lineView),
    ...{ off: saleDiscount(sale), total: sale.total, rounded: sale.rounded, given: sale.given, change: sale.change },
    ...{ print: sale.print, copies: sale.copies },
    voided: voided && { atMs: voided.atMs, reason: voided.reason, manager: voided.manager },
    paper: paperOfSale(sale, shopOf(settings, till), columns),
  }
}

export const paperOfSale = (sale: PaidSale, shop: Shop, columns: number): string[] =>
  paperOf(receiptOf(sale, shop), columns)
