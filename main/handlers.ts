import type { Handlers } from '#contract'
import { onDuty } from '#domain/duty'
import { localTime } from '#domain/receipt-parts'
import type { Bench } from '#drivers/bench/port'
import type { Clock } from '#drivers/clock/port'
import type { Acts } from './acts.ts'
import { authorityHandlers } from './authority/authority.ts'
import { makeCodeKey } from './authority/code-key.ts'
import { catalogueHandlers } from './catalogue/handlers.ts'
import type { StartedDevices } from './devices/devices.ts'
import type { StartedCards } from './acquirer/start.ts'
import type { Messages } from './messages/messages.ts'
import type { StartedPasskeys } from './passkeys/handlers.ts'
import type { Opened } from './opening.ts'
import type { Moments } from './operators/moments.ts'
import type { StartedPeople } from './operators/people.ts'
import type { Secrets } from './operators/secrets.ts'
import type { StartedPayments } from './payment/payments.ts'
import type { StartedPostings } from './postings/postings.ts'
import type { Papers } from './printing/papers.ts'
import type { StartedRecords } from './records/records.ts'
import type { StartedRemote } from './remote/remote.ts'
import type { StartedScans } from './scanpay/start.ts'
import { resetting } from './operators/resetting.ts'
import { saleHandlers } from './sale/handlers.ts'
import { holdsHandlers } from './sale/holding.ts'
import type { Session } from './session.ts'
import type { StartedStanding } from './standing.ts'
import { statementFiles } from './statements/folder.ts'
import { statementsHandlers } from './statements/statements.ts'
import type { StartedShop } from './shop/shop.ts'
import type { StationParts } from './station.ts'
import type { StartedSync } from './sync/start.ts'
import { trainingHandlers } from './training/handlers.ts'

/** What a running station has, that its rooms are made of. */
export interface Core {
  readonly acts: Acts
  readonly session: Session
  readonly people: StartedPeople
  readonly payments: StartedPayments
  readonly cards: StartedCards
  readonly scans: StartedScans
  readonly papers: Papers
  readonly records: StartedRecords
  readonly messages: Messages
  readonly passkeys: StartedPasskeys
  readonly devices: StartedDevices
  readonly standing: StartedStanding
  readonly remote: StartedRemote
  readonly sync: StartedSync
  readonly shop: StartedShop
  readonly postings: StartedPostings
  readonly bench: Bench | null
  readonly desk: Desk
}

/** Acts and name of whoever is on duty. */
export interface Desk {
  readonly acts: Acts
  readonly operator: () => string
  readonly clock: Clock
  readonly moments: Moments
  readonly secrets: Secrets
}

/** Every call of the contract, carried out. */
export function allHandlers(parts: StationParts, opened: Opened, core: Core): Handlers {
  const { clock, random } = parts
  const { settings, goods, searching, vault } = opened
  const {
    acts,
    session,
    people,
    payments,
    cards,
    records,
    messages,
    passkeys,
    standing,
    remote,
    bench,
    desk,
    devices,
  } = core
  const { catalogue, beginRefusal, fees } = core.postings
  return {
    sale: saleHandlers({
      ...{ ...desk, settings, catalogue, payments, ...searching },
      ...{ show: session.find, takeCode: core.scans.take, beginRefusal },
      today: () => localTime(clock.nowMs(), settings.timeZone).slice(0, 'YYYY-MM-DD'.length),
      ...{ isManager: () => onDuty(acts.till())?.role === 'manager', cashOnly: standing.cashOnly },
    }),
    holds: holdsHandlers({ ...desk, settings, payments, papers: core.papers, cashOnly: standing.cashOnly }),
    authority: authorityHandlers({
      ...{ ...desk, random, settings, passkeys, delivery: people.delivery },
      codeKey: makeCodeKey(vault, random),
    }),
    ...{ remote: remote.handlers, payments: payments.handlers, cards: cards.handlers, scanpay: core.scans.handlers },
    operators: { ...people.handlers, ...resetting({ acts, clock, ...people.checks, codes: standing.codes }) },
    catalogue: catalogueHandlers(catalogue),
    records: records.handlers,
    statements: statementsHandlers({
      ...{ ...parts, ...searching, acts, settings, fees, operator: desk.operator, files: statementFiles(parts) },
      ...{ ports: payments.ports, tryAgain: payments.handlers.tryAgain, closing: payments.closing },
    }),
    ...{ ...standing.handlers, office: core.sync.handlers, shop: core.shop.handlers },
    parting: core.sync.parting.handlers,
    ...{ messages: messages.handlers, passkeys: passkeys.handlers, devices: devices.handlers },
    notices: core.postings.handlers,
    training: trainingHandlers(bench, goods, devices),
  }
}
