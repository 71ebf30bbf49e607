import type { Handlers } from '#contract'
import type { PostingsView } from '#contract/postings'
import { beginRefusal, feesOf, isBetweenSales, nextDueMs, postingDue, type BeginRefusal } from '#domain/in-force'
import type { FeeSchedule } from '#domain/fees'
import type { Refused } from '#domain/result'
import type { Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Opened } from '../opening.ts'
import type { Secrets } from '../operators/secrets.ts'
import type { StationSettings } from '../settings.ts'
import type { Lines } from '../sync/lines.ts'
import { applyDue, type ApplyingParts } from './applying.ts'
import { makeBell } from '../bell.ts'
import { makeAsking } from './asking.ts'
import { noticesHandlers } from './handlers.ts'
import { listsInForce, makeSold } from './sold.ts'
import { take } from './taking.ts'
import { postingsView } from './view.ts'

export interface PostingsParts {
  readonly acts: Acts
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly settings: StationSettings
  readonly secrets: Secrets
  readonly opened: Pick<Opened, 'postings' | 'headOffice'>
  /** To head office; null where there is none. */
  readonly lines: Pick<Lines, 'onLook'> | null
  readonly closing: AbortSignal
  readonly onChange: () => void
}

export interface StartedPostings {
  readonly handlers: Handlers['notices']
  /** `keeps`: for a manager or IT, who see how postings stand. */
  readonly view: (keeps: boolean) => PostingsView
  /** What is sold now. */
  readonly catalogue: Catalogue
  readonly fees: () => FeeSchedule
  /** Why the next sale may not begin. */
  readonly beginRefusal: (till: Till) => Refused<BeginRefusal> | null
  /** Resolves when `closing` has ended all of it. */
  readonly ended: Promise<void>
}

/** The clock may be set at any time, and says no word of it: it is looked at again after so long at the latest. */
const LOOK_MAX_MS = 600_000
const LOOK_MIN_MS = 1_000

/** What comes down from head office: judged, kept, and applied between two sales. */
export function startPostings(parts: PostingsParts): StartedPostings {
  const { acts, clock, settings, lines } = parts
  const { postings: opened, headOffice } = parts.opened
  const sold = makeSold(opened)
  const applying: ApplyingParts = { ...parts, sold }
  const round = makeRound(parts, applying)
  const watch = keepWatch(parts, round.again)
  acts.onEvent(({ is }) => {
    if (isBetweenSales(acts.till())) sold.settle(acts.till())
    round.look()
    if (is === 'posting-taken' || is === 'posting-applied') watch.wake()
  })
  const shop = settings.hub?.shop ?? ''
  const taking = { ...parts, headOffice, stored: opened.stored, shelf: opened.shelf, shop }
  lines?.onLook(
    makeAsking({
      ...{ ...parts, shop, station: settings.station, asked: round.again },
      take: (line, lying) => take(taking, line, lying),
    }),
  )
  return {
    catalogue: sold.catalogue,
    handlers: noticesHandlers({ acts, clock }),
    fees: () => feesOf(acts.till()) ?? settings.fees,
    beginRefusal: (till) => beginRefusal(till, clock.nowMs()),
    view: (keeps) =>
      postingsView({
        ...{ till: acts.till(), nowMs: clock.nowMs(), keeps, linesAtStart: opened.lines },
        ...{ lacksGoods: sold.lacks(acts.till()), goodsChanges: sold.changes() },
      }),
    ended: watch.ended,
  }
}

/** One thing is applied after the other. What could not be is not tried again before something was asked for anew. */
function makeRound({ acts, clock, log, closing, onChange }: PostingsParts, applying: ApplyingParts) {
  const held = new Set<string>()
  let busy = false
  const ended = (goesOn: boolean, digest: string) => {
    busy = false
    if (!goesOn && postingDue(acts.till(), clock.nowMs(), held)?.digest === digest) held.add(digest)
    look()
  }
  const look = () => {
    const due = busy || closing.aborted || acts.stopped() ? null : postingDue(acts.till(), clock.nowMs(), held)
    if (due === null) return
    busy = true
    applyDue(applying, due).then(
      (goesOn) => {
        ended(goesOn, due.digest)
        onChange()
      },
      (cause: unknown) => {
        log.fault('a posting could not be applied', cause)
        ended(false, due.digest)
      },
    )
  }
  const again = () => {
    held.clear()
    void restore(applying, log).then(onChange)
    look()
  }
  return { look, again }
}

/** A list that was lost from this machine is there again: it is sold by from the next sale on. */
async function restore({ acts, sold }: ApplyingParts, log: Log): Promise<void> {
  const wanted = listsInForce(acts.till())
  if (wanted === null || !sold.lacks(acts.till())) return
  try {
    if (!(await sold.prepare(wanted))) return
    if (isBetweenSales(acts.till())) sold.settle(acts.till())
  } catch (cause) {
    if (!(cause instanceof DiskFault)) throw cause
    log.fault('goods of head office could not be read', cause)
  }
}

/** Wakes when the time of something comes: a list, a notice that begins or is over. */
function keepWatch({ acts, clock, closing, onChange }: PostingsParts, again: () => void) {
  const bell = makeBell(clock, closing)
  const run = async () => {
    while (!closing.aborted) {
      const nowMs = clock.nowMs()
      const leftMs = (nextDueMs(acts.till(), nowMs) ?? Infinity) - nowMs
      if ((await bell.next(Math.min(Math.max(leftMs, LOOK_MIN_MS), LOOK_MAX_MS))) === 'rung') continue
      again()
      onChange()
    }
  }
  return { wake: bell.ring, ended: run() }
}
