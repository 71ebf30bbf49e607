import type { Handlers } from '#contract'
import type { OfficeView } from '#contract/office'
import type { CashierView } from '#contract/view'
import { done, refused } from '#domain/result'
import type { Clock } from '#drivers/clock/port'
import type { Disk } from '#drivers/disk/port'
import type { Hub, HubLine } from '#drivers/hub/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Journal } from '#journal/journal'
import type { Acts } from '../acts.ts'
import type { WordParts } from '../authority/managing.ts'
import { inAWhile } from '../bell.ts'
import type { Identity } from '../identity.ts'
import type { StationSettings } from '../settings.ts'
import { remember, type Cursor, type Remembering } from './cursor.ts'
import { LEDGER_KIND, ledgerMarkName, readLedgerMark } from './ledger-mark.ts'
import { keepLines, type Lines } from './lines.ts'
import { startParting, type StartedParting } from './parting.ts'
import { openOutbox, type Outbox } from './outbox.ts'
import type { HubSetting } from './settings.ts'
import { startUplink, type Uplink } from './uplink.ts'
import { lampOf, officeView, waitingOf } from './view.ts'
import { join } from 'node:path'

/** The hub of the settings, or why there is none to call. */
export type HubGiven =
  | { readonly is: 'hub'; readonly hub: Hub }
  | { readonly is: 'file-missing'; readonly file: string }
  | { readonly is: 'not-in-training' }

export interface SyncParts {
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly journal: Journal
  readonly acts: Acts
  readonly settings: StationSettings
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly identity: Identity | null
  /** Null where the settings name none. */
  readonly hub: HubGiven | null
  /** Acts and secrets of whoever is on duty. */
  readonly desk: WordParts
  readonly closing: AbortSignal
  readonly onChange: () => void
}

export interface StartedSync {
  readonly handlers: Handlers['office']
  /** Null for whom it does not concern, and where there is no head office. */
  readonly view: () => OfficeView | null
  /** Records that the hub has not, as far as is known; none where there is no head office. */
  readonly waiting: () => number
  readonly lamp: () => CashierView['lamps']['headOffice']
  readonly parting: StartedParting
  /** For what head office posts, and for the other stations; null where there is no hub. */
  readonly lines: Lines | null
  /** Resolves when `closing` has ended all of it. */
  readonly ended: Promise<void>
}

/** Records of one act go together, and the counter has its answer first. */
const GATHER_MS = 250
/** People look no more often than that. */
const TELL_EVERY_MS = 1_000

/** Sends the journal to head office, beside everything else: no act waits for it, and none fails by it. */
export function startSync(parts: SyncParts): StartedSync {
  const { settings, identity, hub, acts, random, desk } = parts
  const parting = startParting({ acts, random, desk, epoch: settings.epoch })
  if (settings.hub === null || hub === null) return { ...NOWHERE, parting }
  const given = hub.is === 'hub' && identity !== null ? { hub: hub.hub, identity } : null
  const amiss = hub.is === 'hub' ? ({ is: 'no-identity' } as const) : hub
  const sync = given ? new Sync({ ...parts, ...given, parting }, settings.hub) : null
  const shown = () => ({
    ...{ setting: settings.hub as HubSetting, head: parts.journal.head().seq, till: acts.till() },
    ...{ line: sync?.state() ?? amiss, known: sync?.known() ?? null },
  })
  return {
    handlers: {
      tryAgain: () => {
        if (!sync) return Promise.resolve(refused('no-hub'))
        sync.tryAgain()
        return Promise.resolve(done({}))
      },
    },
    view: () => officeView(shown()),
    ...{ lamp: () => lampOf(shown()), waiting: () => waitingOf(shown()) },
    ...{ parting, lines: sync?.lines ?? null, ended: sync?.ended ?? Promise.resolve() },
  }
}

const NOWHERE: Omit<StartedSync, 'parting'> = {
  handlers: { tryAgain: () => Promise.resolve(refused('no-hub')) },
  ...{ view: () => null, lamp: () => 'none', waiting: () => 0, lines: null, ended: Promise.resolve() },
}

type Given = Omit<SyncParts, 'hub' | 'identity'> & {
  readonly hub: Hub
  readonly identity: Identity
  readonly parting: StartedParting
}

class Sync {
  readonly lines: Lines
  readonly ended: Promise<void>
  private readonly parts: Given
  private readonly sender
  private readonly outbox: Outbox
  private uplink: Uplink | null = null
  private readonly remembering: Promise<Remembering>
  private cursor: Cursor | null = null
  /** What was just done is told to the hub a moment later. */
  private readonly gather: () => void
  private readonly tell: () => void

  constructor(parts: Given, { shop }: HubSetting) {
    this.parts = parts
    this.sender = { shop, station: parts.settings.station }
    const { disk, folder, journal, clock, closing } = parts
    this.gather = inAWhile(clock, GATHER_MS, closing, () => this.uplink?.wake())
    this.tell = inAWhile(clock, TELL_EVERY_MS, closing, parts.onChange)
    this.outbox = openOutbox({ disk, folder: join(folder, 'journal'), head: journal.head })
    this.remembering = remember(parts)
    this.lines = keepLines(parts)
    this.lines.onLook((line, kind) => this.look(line, kind))
    parts.acts.onEvent(this.gather)
    this.ended = this.run()
  }

  state() {
    return this.uplink?.state() ?? ({ is: 'connecting' } as const)
  }

  known(): Cursor | null {
    return this.cursor
  }

  tryAgain(): void {
    this.uplink?.tryAgain()
  }

  private async run(): Promise<void> {
    const { clock, journal } = this.parts
    const { cursor, ended } = await this.remembering
    this.cursor = cursor
    this.uplink = startUplink({
      ...this.parts,
      ...{ outbox: this.outbox, sender: this.sender, branch: journal.name },
      onChange: () => this.changed(),
      sureFrom: () => cursor.place ?? 1,
      onSentAgain: (id) => {
        cursor.again = id
      },
      onThere: ({ seq, place }) => {
        cursor.sent = { seq, atMs: clock.nowMs() }
        cursor.place = place ?? cursor.place
        this.tell()
      },
    })
    await Promise.all([ended, this.uplink.ended, this.lines.ended])
  }

  private changed(): void {
    this.parts.parting.heard(this.state())
    this.tell()
  }

  /** How far the ledger has it: believed of a record that is ours. */
  private async look(line: HubLine, kind: string | null): Promise<void> {
    if (kind !== null && kind !== LEDGER_KIND) return
    const heard = await line.posting(ledgerMarkName(this.sender))
    const mark = heard.is === 'heard' && heard.value ? readLedgerMark(heard.value.payload) : null
    if (!mark) return
    const { cursor } = await this.remembering
    const { branch, seq, hash, again } = mark
    // It says so until it has them.
    if (again && cursor.again !== again.id) this.uplink?.sendAgainFrom(again.from, again.id)
    if (seq === 0 || (await this.outbox.hashAt(seq).catch(() => null)) !== hash) return
    cursor.ledger = { branch, seq, hash, atMs: this.parts.clock.nowMs() }
    this.tell()
  }
}
