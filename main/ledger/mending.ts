import type { Clock } from '#drivers/clock/port'
import type { Again, FeedLine, JournalFeed } from '#drivers/ledger/feed'
import { LedgerFault, type Batch, type Lacking, type Ledger } from '#drivers/ledger/port'
import type { Log } from '#drivers/log/port'
import { isLaterEpoch } from '#journal/epoch'
import { makeBell, type Bell } from '../bell.ts'
import { subjectOf } from '../sync/batch.ts'
import { nextStep, type Tried } from './gaps.ts'
import type { Saying } from './saying.ts'
import { makeRegistry, sorted, type Registry } from './sorting.ts'

export interface MendingParts {
  readonly ledger: Ledger
  readonly feed: JournalFeed
  readonly saying: Saying
  readonly clock: Clock
  readonly log: Log
  readonly closing: AbortSignal
}

/** What stations lack is looked at so often; sooner where a batch was just refused for it. */
const LOOK_MS = 5_000
const SOON_MS = 250
/** Messages that are read at once. */
const AT_ONCE = 32

/**
 * Looks after stations that sent more than goes on from what the ledger has: one server of the hub may lack what
 * another has. They are read again, each time by another line; then they are asked to send again. Whoever reads the hub
 * in its order goes on meanwhile.
 */
export class Mending {
  private readonly parts: MendingParts
  private readonly tried = new Map<string, Tried>()
  private readonly bell: Bell
  /** A demand of a program that has ended bears another name: stations take each name once. */
  private readonly life: string

  constructor(parts: MendingParts) {
    this.parts = parts
    this.bell = makeBell(parts.clock, parts.closing)
    this.life = parts.clock.nowMs().toString(36)
  }

  /** A batch was refused since what comes before it is not there. */
  wake(): void {
    this.bell.ring()
  }

  async run(): Promise<void> {
    const { closing, clock, log } = this.parts
    while (!closing.aborted) {
      let isBusy = false
      try {
        isBusy = await this.look()
      } catch (cause) {
        if (!(cause instanceof LedgerFault)) throw cause
        log.fault('what stations lack could not be looked at', cause)
      }
      if (isBusy) await clock.wait(SOON_MS, closing).catch(() => undefined)
      else await this.bell.next(LOOK_MS)
    }
  }

  /** Whether there is something to be done soon. */
  private async look(): Promise<boolean> {
    const { ledger, clock } = this.parts
    const lacking = await ledger.lacking()
    const names = new Set(lacking.map(subjectOf))
    for (const name of this.tried.keys()) if (!names.has(name)) this.tried.delete(name)
    const reads: Lacking[] = []
    for (const each of lacking) {
      if (isClosed(each)) {
        await this.close(each)
        continue
      }
      const step = nextStep(each, this.tried.get(subjectOf(each)) ?? null, clock.elapsedMs())
      this.tried.set(subjectOf(each), step.tried)
      if (step.do === 'read') reads.push(each)
      if (step.do === 'ask') this.ask(each, this.named(step.tried.again))
    }
    if (reads.length > 0) await this.readAgain(reads)
    return [...this.tried.values()].some(({ again }) => again === null)
  }

  private named(again: Again | null): Again | null {
    return again && { ...again, id: `${this.life}:${again.id}` }
  }

  private async close(lacking: Lacking): Promise<void> {
    await this.parts.ledger.closeGap(lacking)
    const isAsked = this.tried.get(subjectOf(lacking))?.again
    this.tried.delete(subjectOf(lacking))
    if (isAsked) this.parts.saying.ask(markOf(lacking), null)
    this.parts.log.note('what a station lacked is there', { why: subjectOf(lacking) })
  }

  private ask(lacking: Lacking, again: Again | null): void {
    this.parts.saying.ask(markOf(lacking), again)
    const from = again === null ? {} : { sequence: again.from }
    this.parts.log.note('a station is asked to send again', { why: subjectOf(lacking), ...from })
  }

  /** By a line of its own, so that it holds up nobody. */
  private async readAgain(reads: readonly Lacking[]): Promise<void> {
    const { feed, ledger, closing } = this.parts
    const line = await feed.connect(closing)
    if (line.is !== 'line') return
    try {
      const registry = makeRegistry(await ledger.keys())
      for (const each of reads) if (!closing.aborted) await this.readOne(line, each, registry)
    } finally {
      await line.close()
    }
  }

  private async readOne(line: FeedLine, lacking: Lacking, registry: Registry): Promise<void> {
    const { ledger, saying, closing } = this.parts
    for (let { place } = lacking; !closing.aborted;) {
      const heard = await line.from(place, AT_ONCE, subjectOf(lacking))
      if (heard.is === 'silence') return
      const batches = heard.value.map((message) => sorted(message, registry)).filter(isOf(lacking))
      const taken = await ledger.mend(batches)
      const newest = batches[taken.lastIndexOf('stored')]
      if (newest) saying.owe(markIn(newest))
      const isRefused = taken.some((each) => each !== 'stored' && each !== 'again')
      const last = heard.value.at(-1)
      if (isRefused || !last || heard.value.length < AT_ONCE) return
      place = last.place + 1
    }
  }
}

const isOf =
  ({ branch }: Lacking) =>
  (entry: ReturnType<typeof sorted>): entry is Batch =>
    entry.is === 'batch' && entry.branch === branch

/** The ledger has what was refused, or the station goes on in a later branch. */
const isClosed = ({ branch, newest, seq, upTo }: Lacking): boolean =>
  newest !== null && (isLaterEpoch(newest, branch) || (newest === branch && seq >= upTo))

const markOf = ({ shop, station, branch, newest, seq, hash }: Lacking) => ({
  ...{ shop, station, branch: newest ?? branch, seq, hash },
})

/** How far the ledger has a station once it has this batch. Its signature was found right over these words. */
export const markIn = ({ shop, station, branch, headers }: Batch) => ({
  ...{ shop, station, branch, seq: Number(headers['J-Last']), hash: headers['J-Hash'] ?? '' },
})
