import type { Handlers } from '#contract'
import type { CashierView, CustomerView } from '#contract/view'
import { done, type Result } from '#domain/result'
import type { Operator } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { Disk } from '#drivers/disk/port'
import type { Hashing } from '#drivers/hashing/port'
import type { Log } from '#drivers/log/port'
import type { Printer } from '#drivers/printer/port'
import type { Random } from '#drivers/random/port'
import type { Scanner } from '#drivers/scanner/port'
import { makeActs, plan, type Acts } from './acts.ts'
import { makeCatalogue, type CatalogueGoods } from './catalogue/catalogue.ts'
import { catalogueHandlers } from './catalogue/handlers.ts'
import { makeDoor } from './door.ts'
import { openRecords, type Opened } from './opening.ts'
import { operatorsHandlers } from './operators/handlers.ts'
import { makeSecrets } from './operators/secrets.ts'
import { printSlips } from './printing/slips.ts'
import { saleHandlers } from './sale/handlers.ts'
import { receiveScans } from './sale/scans.ts'
import type { StationRefusal } from './sentences.ts'
import type { StationSettings } from './settings.ts'
import { trainingHandlers } from './training/handlers.ts'
import { cashierView, customerView, shopOf, type Session } from './view.ts'

/** Everything that can surprise the station, behind ports: the same station runs at a counter and in a simulation. */
export interface StationParts {
  readonly disk: Disk
  readonly clock: Clock
  readonly random: Random
  readonly hashing: Hashing
  readonly printer: Printer
  readonly scanner: Scanner
  readonly log: Log
  readonly goods: readonly CatalogueGoods[]
  /** The station's data folder. */
  readonly folder: string
  readonly profile: StationSettings['profile']
  /** Said at the start; wins over the settings file until somebody chooses on the screen. */
  readonly language: 'zh-CN' | 'en' | null
  /** The virtual scanner's trigger, where the profile has one; null in live. */
  readonly trigger: ((code: string) => void) | null
}

/** The station, running. It knows no shell, so tests run the same one. */
export interface RunningStation {
  readonly answer: (role: 'cashier' | 'customer', text: string) => Promise<string>
  readonly view: (role: 'cashier' | 'customer') => CashierView | CustomerView
  /** Called after each change: the views are new. */
  readonly onChange: (listener: () => void) => void
  readonly acts: Acts
  /** Resolves when no slip is being printed. */
  readonly idle: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function openStation(parts: StationParts): Promise<Result<RunningStation, never> | Refusal> {
  const opened = await openRecords(parts)
  if (!opened.ok) return opened
  const station = assemble(parts, opened.value)
  await catchUp(station.acts, parts.random, opened.value)
  return done(station)
}

type Refusal = { readonly ok: false } & StationRefusal

function assemble(parts: StationParts, { journal, operators, settings, till, answers }: Opened): RunningStation {
  const { log, printer, scanner, random } = parts
  const listeners: (() => void)[] = []
  const session: Session = { revision: 0, found: null, notice: null }
  const changed = () => {
    session.revision++
    for (const listener of listeners) listener()
  }
  const notice = (why: string, text: string) => {
    session.notice = { serial: (session.notice?.serial ?? 0) + 1, why, text }
    changed()
  }
  const show = (receipt: string | null) => {
    session.found = receipt
    changed()
  }
  const onStopped = (cause: Error) => {
    log.fault('the journal stopped', cause)
    changed()
  }
  const acts = makeActs({ journal, clock: parts.clock, till, answers, onStopped })
  const operator = (): Operator | null => acts.till().operators.find((each) => each.role === 'cashier') ?? null
  const secrets = makeSecrets(operators, parts.hashing)
  const catalogue = makeCatalogue(parts.goods)
  const handlers: Handlers = {
    sale: saleHandlers({
      ...{ acts, secrets, settings, show, catalogue, clock: parts.clock },
      operator: () => operator()?.number ?? '',
    }),
    operators: operatorsHandlers({ acts, secrets }),
    catalogue: catalogueHandlers(catalogue),
    training: trainingHandlers(parts.trigger),
  }
  acts.onEvent((event) => {
    // The next customer's goods end what was said to the last one's cashier.
    if (event.is === 'goods-added' || event.is === 'sale-paid') session.notice = null
    changed()
  })
  printer.onStatus(changed)
  const slips = printSlips({ acts, printer, random, notice, shop: () => shopOf(settings, acts.till()) })
  receiveScans({ scanner, random, notice, scan: handlers.sale.scan, selling: () => operator() !== null })

  const view = (role: 'cashier' | 'customer') => {
    const lamps = { scanner: scanner.status(), printer: printer.status(), headOffice: 'none' as const }
    const facts = { till: acts.till(), session, settings, operator: operator(), stopped: acts.stopped() }
    const shown = { ...facts, lamps, columns: printer.columns }
    return role === 'cashier' ? cashierView(shown) : customerView(shown)
  }
  return {
    ...{ view, acts, answer: makeDoor({ handlers, operator, log, random }) },
    onChange: (listener) => void listeners.push(listener),
    idle: slips.idle,
    close: async () => {
      await slips.idle()
      await journal.close()
    },
  }
}

/** What a start writes: that it happened, and operators whose record was lost between their file and the journal. */
async function catchUp(acts: Acts, random: Random, { operators }: Opened): Promise<void> {
  await acts.act(random.id(), () => plan({ event: { is: 'started' }, answer: {} }))
  const known = operators.data.operators.map(({ number, name, role }) => ({ number, name, role }))
  if (acts.till().operators.length > 0 || known.length === 0) return
  await acts.act(random.id(), () => plan({ event: { is: 'operators-made', operators: known }, answer: {} }))
}
