import type { CashierView, CustomerView } from '#contract/view'
import { onDuty, sells } from '#domain/duty'
import { done, refused, type Result } from '#domain/result'
import type { TillEvent } from '#domain/events'
import type { Log } from '#drivers/log/port'
import { startCards } from './acquirer/start.ts'
import { makeActs, type Acts } from './acts.ts'
import { applyPolicy } from './authority/from-head-office.ts'
import { startDevices } from './devices/devices.ts'
import { startBeyond } from './beyond.ts'
import { catchUp } from './catch-up.ts'
import { makeDoor } from './door.ts'
import { allHandlers } from './handlers.ts'
import { endInOrder } from './ending.ts'
import { identityAtStart, type Identity } from './identity.ts'
import { startMessages } from './messages/messages.ts'
import { openRecords, type Opened } from './opening.ts'
import { whileOnDuty } from './operators/on-duty.ts'
import { startPeople, type StartedPeople } from './operators/people.ts'
import { startPasskeys } from './passkeys/handlers.ts'
import { startPayments } from './payment/payments.ts'
import { startPapers } from './printing/papers.ts'
import { startPrinting } from './printing/printing.ts'
import { startRecords } from './records/records.ts'
import { receiveScans } from './sale/scans.ts'
import { startScans } from './scanpay/start.ts'
import type { StationRefusal } from './sentences.ts'
import { makeSession, type Session } from './session.ts'
import type { Devices, StationParts } from './station-parts.ts'
import { startStanding } from './standing.ts'
import { hubAtStart } from './sync/at-start.ts'
import type { HubGiven } from './sync/start.ts'
import { shopOf } from './view.ts'
import { makeViewing } from './viewing.ts'

export type { Devices, StationParts } from './station-parts.ts'

/** The station, running. It knows no shell, so tests run the same one. */
export interface RunningStation {
  readonly answer: (role: 'cashier' | 'customer', text: string) => Promise<string>
  readonly view: (role: 'cashier' | 'customer') => CashierView | CustomerView
  /** Called after each change: the views are new. */
  readonly onChange: (listener: () => void) => void
  readonly acts: Acts
  /** Looks whether the station is as it should be; to be called when its windows are open. */
  readonly examine: () => Promise<unknown>
  /** By whom it can be ended and opened anew in the same windows. */
  readonly onRestart: (restart: () => void) => void
  /** Resolves when no slip is being printed. */
  readonly idle: () => Promise<void>
  /** Takes no more acts, ends those under way and their slips, then closes the journal. */
  readonly close: () => Promise<void>
}

export async function openStation(parts: StationParts): Promise<Result<RunningStation, never> | Refusal> {
  const office = hubAtStart(parts)
  const opened = await openRecords({ ...parts, forward: office.forward })
  if (!opened.ok) return opened
  const { settings, vault, till } = opened.value
  const devices = await parts.devices(settings, vault, till)
  const beyond = { identity: await identityAtStart(parts), hub: office.given() }
  const station = assemble({ parts, opened: opened.value, devices, ...beyond })
  await catchUp({ acts: station.acts, random: parts.random, isUnheard: office.isUnheard() }, opened.value)
  await applyPolicy({ ...parts, acts: station.acts })
  const stopped = station.acts.stopped()
  if (!stopped) return done(station)
  // A till that can not even write that it started has nothing to sell with.
  await station.close()
  return { ...refused('journal'), refusal: { is: 'disk', trouble: stopped.trouble, file: parts.folder } }
}

type Refusal = { readonly ok: false } & StationRefusal

interface Assembled {
  readonly parts: StationParts
  readonly opened: Opened
  readonly devices: Devices
  readonly identity: Identity | null
  readonly hub: HubGiven | null
}

function assemble({ parts, opened, devices: plugged, identity, hub }: Assembled): RunningStation {
  const { journal, settings, till, storeroom, vault } = opened
  const { clock, log, random, passkeyOrigin = null } = parts
  const { messenger, floor, bench, acquirer = null, wallets = null, ...driven } = plugged
  const session = makeSession(log)
  const onStopped = (cause: Error) => stopped(cause, log, session)
  const acts = makeActs({ journal, clock, till, storeroom, onStopped })
  const operator = () => onDuty(acts.till())
  const closing = new AbortController()
  const records = startRecords({ ...parts, opened, closing: closing.signal, onChange: session.changed })
  const given = { acts, settings, clock, random, log }
  const messages = startMessages({ ...given, messenger, vault, closing: closing.signal, onChange: session.changed })
  const people = startPeople({ ...parts, opened, acts, messages, closing: closing.signal })
  const started = { acts, ...people.checks, records, closing: closing.signal, onChange: session.changed }
  const standing = startStanding({ ...{ parts, opened, identity }, ...started })
  const desk = { acts: whileOnDuty(acts), operator: () => operator()?.number ?? '', clock, ...people.checks }
  const passkeys = startPasskeys({ ...given, ...people.checks, file: opened.passkeys, origin: passkeyOrigin })
  const shop = () => shopOf(settings, acts.till())
  const devices = startDevices({ ...given, ...driven, shop, onChange: session.changed })
  const { printer, openDrawer, scanner } = devices
  // A line wider than the paper is would be broken in the middle of a figure.
  const columns = Math.min(settings.columns, printer.columns)
  const paper = { ...given, printer, columns, shop }
  const papers = startPapers(paper)
  const own = { cards: opened.cards, vault, papers, shop, operator: desk.operator }
  const cards = startCards({ ...given, ...started, ...own, terminal: acquirer })
  const scans = startScans({ ...given, ...started, vault, wallets })
  const ports = scans.ports(cards.ports(plugged.ports))
  const payments = startPayments({ ...given, ports, scans, closing: closing.signal, desk })
  const known = { ...opened.searching, disk: parts.disk, folder: parts.folder, journal, identity }
  const beyond = startBeyond({ ...given, ...started, ...known, ...{ desk, hub, floor, opened, random } })
  const rooms = { people, payments, cards, scans, papers, records, messages, passkeys, standing, devices, ...beyond }
  const core = { ...rooms, acts, session, bench, desk }
  const handlers = allHandlers(parts, opened, core)
  acts.onEvent((event) => heard(event, people, session))
  printer.onStatus(session.changed)
  closing.signal.addEventListener('abort', devices.stop)
  bench?.onChange(session.changed)
  const watching = printer.watch(closing.signal)
  const ended = () => [records.ended, people.ended, standing.ended, beyond.ended, cards.ended(), scans.ended()]
  const beside = () => [watching, ...ended(), payments.idle(), messages.idle()]
  const telling = { random, log, notice: session.notice }
  const printing = startPrinting({ ...paper, ...telling, openDrawer })
  receiveScans({
    ...{ ...telling, scanner, scan: people.touching(handlers.sale.scan) },
    selling: () => sells(operator()),
    codes: { ...standing.codes, operator },
  })

  return {
    view: makeViewing(core, { settings, columns }),
    ...{ acts, answer: people.touching(makeDoor({ handlers, operator, log, random })) },
    ...{ examine: standing.examine, onRestart: beyond.sync.parting.onRestart },
    onChange: session.onChange,
    idle: async () => {
      await printing.idle()
      await papers.idle()
    },
    close: () => endInOrder({ acts, printing, closing, beside, storeroom, journal }),
  }
}

function stopped(cause: Error, log: Log, session: Session): void {
  log.fault('the journal stopped', cause)
  session.changed()
}

const OF_THE_NEXT: readonly TillEvent['is'][] = ['goods-added', 'sale-paid', 'payment-asked', 'payment-told']

function heard(event: TillEvent, people: StartedPeople, session: Session): void {
  people.heard(event)
  // The next one on duty looks up sales of their own.
  if (event.is === 'locked' || event.is === 'secret-revoked') session.find(null)
  // What goes on ends what was said to the cashier before it.
  if (OF_THE_NEXT.includes(event.is)) session.noticeOver()
  session.changed()
}
