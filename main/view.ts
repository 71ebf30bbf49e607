import type { CardsView } from '#contract/cards'
import type { PlatformView } from '#contract/scanpay'
import type { OfficeView } from '#contract/office'
import type { MessagesView } from '#contract/messages-view'
import type { ShopView } from '#contract/shop'
import type { PartingView } from '#contract/parting'
import type { PasskeysView } from '#contract/passkeys'
import type { PostingsView } from '#contract/postings'
import type { ActivationView } from '#contract/activation'
import type { DevicesView } from '#contract/devices'
import type { IntegrityView } from '#contract/integrity'
import type { RemoteView } from '#contract/remote'
import type { RecordsView } from '#contract/records-view'
import type { CashierView, CustomerView, LineView, OpenSaleView, PaidSaleView } from '#contract/view'
import { onDuty, operatorNumbered, sells } from '#domain/duty'
import { paperOf, receiptOf, type Shop } from '#domain/receipt'
import { cashDue, grossOf, lineAmount, lineDiscount, saleDiscount, saleTotal, subtotal } from '#domain/pricing'
import { leftOfSale } from '#domain/returning'
import { pieces, type Line } from '#domain/sale'
import { saleAt } from '#domain/sales'
import { slipsOf } from '#domain/paid-sale'
import type { Till } from '#domain/till'
import { hasMoney, isTendering, leftToPay } from '#domain/tendering'
import type { BenchState } from '#drivers/bench/port'
import { codeView } from './authority/authority-view.ts'
import type { Delivery } from './authority/ports.ts'
import type { PracticeHeard } from './devices/heard.ts'
import { parkedSummary } from './sale/parked.ts'
import type { Moments } from './operators/moments.ts'
import { holdViews, paidTenderView, returnView, tenderView, unresolved } from './payment/view.ts'
import type { Shown } from './session.ts'
import type { StationSettings } from './settings.ts'

export interface ViewParts {
  readonly till: Till
  readonly shown: Shown
  readonly settings: StationSettings
  readonly people: (till: Till) => CashierView['people']
  readonly moments: Moments
  readonly nowMs: number
  readonly delivery: Delivery
  readonly stopped: boolean
  readonly lamps: CashierView['lamps']
  readonly methods: CashierView['methods']
  readonly holding: boolean
  readonly records: RecordsView
  readonly cards: CardsView | null
  readonly platform: PlatformView | null
  readonly cardStage: CustomerView['cardStage']
  readonly scanStage: CustomerView['scanStage']
  readonly messages: MessagesView | null
  readonly passkeys: PasskeysView
  readonly remote: RemoteView
  readonly activation: (entersCodes: boolean) => ActivationView
  readonly integrity: () => IntegrityView
  readonly parting: PartingView
  readonly postings: (keeps: boolean) => PostingsView
  readonly devices: DevicesView | null
  readonly office: OfficeView | null
  readonly shopFloor: ShopView
  /** Practice devices. */
  readonly gadgets: PracticeHeard
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
  const operator = onDuty(till)
  const keeps = operator?.role === 'manager' || operator?.role === 'it'
  const view: CashierView = {
    ...sharedView(parts),
    role: 'cashier',
    operator,
    ...{ lockedBy: operatorNumbered(till, till.lockedBy), lockedAt: till.lockedAt },
    people: parts.people(till),
    ...authorityView(parts),
    parked: till.parked.map(parkedSummary),
    discountLimit: parts.settings.discountLimit,
    methods: [...parts.methods],
    ...{ unresolved: unresolved(till), holding: parts.holding, holds: holdViews(till) },
    owed: till.owed.length,
    cardTerminal: parts.cards !== null,
    ...{ cards: keeps ? parts.cards : null, platform: keeps ? parts.platform : null },
    records: operator?.role === 'manager' ? parts.records : null,
    messages: parts.messages,
    passkeys: parts.passkeys,
    remote: parts.remote,
    // Whoever is not on duty may enter a code that sets a password anew, and reads to head office what it asks.
    activation: parts.activation(keeps || operator === null),
    postings: parts.postings(keeps),
    integrity: keeps ? parts.integrity() : null,
    ...{ office: parts.office, parting: parts.parting, shopFloor: parts.shopFloor, devices: parts.devices },
    recordsFaulty: parts.records.alarms.includes('journal'),
    found: saleView(parts, shown.found),
    notice: shown.notice,
    bench: benchView(parts),
    lamps: parts.lamps,
  }
  return operator ? view : discreet(view)
}

const authorityView = ({ till, shown, delivery, moments, nowMs }: ViewParts) => {
  const { isCodeExpired } = moments
  const found = shown.found ?? ''
  return {
    ...{ policy: till.policy, policyIssuedMs: till.policyIssuedMs },
    code: codeView(till, found, { delivery, nowMs, isCodeExpired }),
    refundsLocked: till.codes.locked.includes(found),
  }
}
const benchView = ({ bench, gadgets }: ViewParts): CashierView['bench'] =>
  bench && {
    ...{ ...bench, sheet: [...bench.sheet], gadgets: [...gadgets] },
    messages: bench.messages && { ...bench.messages, newest: [...bench.messages.newest] },
  }

/** What anybody may see who walks by: that a sale is open, and what it comes to. */
const discreet = (view: CashierView): CashierView => ({
  ...view,
  sale: view.sale && { ...view.sale, lines: [], tenders: [], newest: null },
  ...{
    paid: null,
    parked: [],
    unresolved: [],
    holds: [],
    recordsFaulty: false,
    parting: null,
    found: null,
    notice: null,
    bench: null,
  },
  ...{ code: null, refundsLocked: false, remote: { ...view.remote, mine: null } },
})

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
    stage: stopped ? 'stopped' : stageOf(till),
    ...{ cardStage: parts.cardStage, scanStage: parts.scanStage },
    sale: till.sale.lines.length === 0 ? null : openSaleView(till, settings),
    paid: saleView(parts, till.paid),
  }
}

function stageOf(till: Till): CustomerView['stage'] {
  if (till.operators.length === 0) return 'first-run'
  if (till.duty !== null) return sells(onDuty(till)) ? 'selling' : 'service'
  return till.lockedBy === null ? 'sign-in' : 'locked'
}

function openSaleView(till: Till, { cashRounding }: StationSettings): OpenSaleView {
  const { sale } = till
  const left = leftToPay(sale)
  return {
    lines: sale.lines.map(lineView),
    ...{ count: pieces(sale.lines), subtotal: subtotal(sale), discount: sale.discount, off: saleDiscount(sale) },
    ...{ total: saleTotal(sale), left, cashDue: cashDue(left, cashRounding), newest: sale.newest },
    tenders: sale.tenders.map((tender) => tenderView(tender, till)),
    ...{ tendering: isTendering(sale), fixed: hasMoney(sale) },
    asking: sale.tenders.find(({ state }) => state === 'under-way')?.amount ?? null,
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
    ...{ discount: sale.discount, off: saleDiscount(sale), left: leftOfSale(sale) },
    ...{ tenders: sale.tenders.map(paidTenderView), returns: sale.returns.map((back) => returnView(back, till)) },
    ...{ total: sale.total, rounded: sale.rounded, given: sale.given, change: sale.change },
    print: sale.print,
    voided: voided && {
      atMs: voided.atMs,
      reason: voided.reason,
      manager: voided.manager,
      selfApproval: voided.selfApproval,
    },
    slips: slipsOf(sale).map(({ slip, print, copies }) => ({
      ...{ slip, print, copies },
      paper: paperOf(receiptOf(sale, shopOf(settings, till), slip), columns),
    })),
  }
}
