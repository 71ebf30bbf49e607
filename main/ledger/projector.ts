import type { Clock } from '#drivers/clock/port'
import type { HubFailure, HubMessage } from '#drivers/hub/port'
import type { FeedLine, JournalFeed, Watermarks } from '#drivers/ledger/feed'
import { LedgerFault, type Ledger, type Place } from '#drivers/ledger/port'
import type { Log } from '#drivers/log/port'
import { markIn, Mending } from './mending.ts'
import { BackOff } from '../back-off.ts'
import { AGAIN, Saying } from './saying.ts'
import { makeRegistry, markOf, sorted, type Registry } from './sorting.ts'

/**
 * Reads the hub in its order and writes what stations sent into the ledger, with its place in the hub in the same
 * transaction: killed at any moment it goes on where the ledger says. A hub that is not as it was is read from its
 * beginning; what the ledger has already is nothing new.
 */
export interface ProjectorParts {
  readonly ledger: Ledger
  readonly feed: JournalFeed
  readonly watermarks: Watermarks
  /** A station’s mark is said at most so often. */
  readonly sayMs?: number
  readonly clock: Clock
  readonly log: Log
  readonly closing: AbortSignal
}

export interface ProjectorState {
  readonly hub: 'connecting' | 'up' | HubFailure['is'] | 'silence'
  readonly ledger: 'up' | 'down'
  /** By this program; null before the first. */
  readonly committedMs: number | null
  /** How often the hub was read from its beginning, since it was not as it was. */
  readonly rescans: number
}

export interface Projector {
  readonly state: () => ProjectorState
  /** Resolves when `closing` has ended all of it. */
  readonly ended: Promise<void>
}

/** Messages in one transaction. */
const AT_ONCE = 32
/** Where nothing comes, the hub is looked at so often. */
const IDLE_MS = 5_000
/** A server that has so often nothing new, though the hub has given later places, is behind: another one is read. */
const BEHIND_MAX = 3
/** So many lines in a row must say that the hub is not as it was: one of its servers alone may be behind. */
const OTHER_HUB_LINES = 3

export function startProjector(parts: ProjectorParts): Projector {
  const projector = new Projecting(parts)
  return { state: () => projector.state, ended: projector.run() }
}

class Projecting {
  state: ProjectorState = { hub: 'connecting', ledger: 'up', committedMs: null, rescans: 0 }
  private readonly parts: ProjectorParts
  private readonly saying: Saying
  private readonly mending: Mending
  private readonly backOff = new BackOff(AGAIN)
  /** Lines in a row that had another hub. */
  private others = 0

  constructor(parts: ProjectorParts) {
    this.parts = parts
    this.saying = new Saying(parts)
    this.mending = new Mending({ ...parts, saying: this.saying })
  }

  async run(): Promise<void> {
    const ending = new AbortController()
    const saying = this.saying.run(ending.signal)
    await Promise.all([this.runLines(), this.mending.run()])
    // What these have taken is said before it ends.
    ending.abort()
    await saying
  }

  private async runLines(): Promise<void> {
    const { closing, clock } = this.parts
    while (!closing.aborted) {
      await this.once()
      await clock.wait(this.backOff.nextMs(), closing).catch(() => undefined)
    }
  }

  /** One connection, from its beginning to its end. */
  private async once(): Promise<void> {
    const { feed, closing, log } = this.parts
    const line = await feed.connect(closing)
    if (line.is !== 'line') {
      this.tell({ hub: line.is })
      return
    }
    this.tell({ hub: 'up' })
    try {
      await this.read(line)
    } catch (cause) {
      if (!(cause instanceof LedgerFault)) throw cause
      this.tell({ ledger: 'down' })
      log.fault('the ledger could not be written', cause)
    } finally {
      await line.close()
    }
  }

  private async read(line: FeedLine): Promise<void> {
    const { ledger, closing } = this.parts
    const over = new AbortController()
    void line.over.then(() => over.abort())
    let { at, registry } = await this.begin()
    await this.oweAll()
    let behind = 0
    while (!closing.aborted && !over.signal.aborted) {
      const next = await this.next(line, at)
      if (next === 'silence') {
        this.tell({ hub: 'silence' })
        return
      }
      if (next === 'other-hub') {
        if (++this.others < OTHER_HUB_LINES) return
        this.tell({ rescans: this.state.rescans + 1 })
        await ledger.rescan(at)
      }
      this.others = 0
      if (next === 'other-hub') ({ at, registry } = await this.begin())
      else if (next.length > 0) {
        const to = await this.take(at, next, registry)
        behind = 0
        if (to) at = to
        else ({ at, registry } = await this.begin())
      } else {
        await line.more(at.place, IDLE_MS)
        const [now, newest] = [await ledger.place(), await line.newest()]
        if (newest.is === 'heard' && newest.value > at.place && ++behind === BEHIND_MAX) return
        // A station was enrolled, or somebody else reads too.
        if (now.place !== at.place || now.mark !== at.mark) ({ at, registry } = await this.begin())
      }
    }
  }

  private async begin(): Promise<{ readonly at: Place; readonly registry: Registry }> {
    const { ledger } = this.parts
    const at = await ledger.place()
    const registry = makeRegistry(await ledger.keys())
    this.tell({ ledger: 'up' })
    return { at, registry }
  }

  /** What comes after this place. The message there is read too: it says whether the hub is still as it was. */
  private async next(line: FeedLine, at: Place): Promise<readonly HubMessage[] | 'silence' | 'other-hub'> {
    const heard = await line.from(Math.max(1, at.place), AT_ONCE)
    if (heard.is === 'silence') return 'silence'
    const [first, ...rest] = heard.value
    if (at.place === 0) return heard.value
    if (first?.place === at.place) return markOf(first) === at.mark ? rest : 'other-hub'
    // The hub may forget what is old.
    if (first) return heard.value
    const newest = await line.newest()
    if (newest.is === 'silence') return 'silence'
    return newest.value < at.place ? 'other-hub' : []
  }

  /** Null where somebody else moved the place. */
  private async take(at: Place, messages: readonly HubMessage[], registry: Registry): Promise<Place | null> {
    const { ledger, clock } = this.parts
    const last = messages.at(-1)
    if (!last) return at
    const entries = messages.map((message) => sorted(message, registry))
    const to = { place: last.place, mark: markOf(last) }
    const taken = await ledger.take(at, to, entries)
    if (!taken) return null
    this.backOff.worked()
    this.tell({ ledger: 'up', committedMs: clock.nowMs() })
    entries.forEach((entry, nth) => {
      if (entry.is === 'batch' && taken[nth] === 'stored') this.saying.owe(markIn(entry))
    })
    if (taken.includes('gap')) this.mending.wake()
    return to
  }

  /** Whoever ended before may have ended between the commit and what follows it. */
  private async oweAll(): Promise<void> {
    for (const { shop, station, branch, seq, hash } of await this.parts.ledger.standing())
      if (branch !== null && seq !== null && hash !== null) this.saying.owe({ shop, station, branch, seq, hash })
  }

  private tell(state: Partial<ProjectorState>): void {
    this.state = { ...this.state, ...state }
  }
}
