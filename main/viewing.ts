import type { CashierView, CustomerView } from '#contract/view'
import type { Core } from './handlers.ts'
import type { StationSettings } from './settings.ts'
import { cashierView, customerView } from './view.ts'

interface Seen {
  readonly settings: StationSettings
  /** Of the receipt paper. */
  readonly columns: number
}

/** What each window sees now, of all that the rooms of a running station have to show. */
export function makeViewing(core: Core, { settings, columns }: Seen) {
  const { acts, session, people, payments, cards, scans, records, messages, passkeys, standing, remote, bench } = core
  const { devices, desk, sync, shop, postings } = core
  return (role: 'cashier' | 'customer'): CashierView | CustomerView => {
    const lamps = { ...devices.lamps(), headOffice: sync.lamp() }
    const facts = { settings, lamps, office: sync.view(), shopFloor: shop.view(), bench: bench?.state() ?? null }
    const holding = payments.holdingPort() !== null
    const means = { columns, methods: payments.methods, holding, cards: cards.view(), platform: scans.view() }
    const stages = { cardStage: cards.stage(), scanStage: scans.stage() }
    const authority = { nowMs: desk.clock.nowMs(), delivery: people.delivery, moments: people.checks.moments }
    const seen = { till: acts.till(), shown: session.shown(), stopped: acts.stopped() !== null }
    const rooms = { records: records.view(), people: people.view, messages: messages.view(), passkeys: passkeys.view() }
    const beyond = {
      postings: postings.view,
      remote: remote.view(),
      devices: devices.view(),
      gadgets: devices.practice(),
      parting: sync.parting.view(),
    }
    const now = { ...facts, ...means, ...authority, ...seen, ...rooms, ...beyond, ...stages, ...standing.views }
    return role === 'cashier' ? cashierView(now) : customerView(now)
  }
}
