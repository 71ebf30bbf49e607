import type { Handlers } from '#contract'
import type { TillEvent } from '#domain/events'
import { beginRefusal } from '#domain/in-force'
import { decidePass, isWhole, takeEvent, type PassedSale } from '#domain/passing'
import { done, refused, type Nothing } from '#domain/result'
import type { Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import { within } from '#drivers/clock/within'
import type { Joined } from '#drivers/floor/port'
import type { Random } from '#drivers/random/port'
import { decide, plan, type Acts } from '../acts.ts'
import { makeBell } from '../bell.ts'
import type { Passing } from './news.ts'

export interface PassingParts {
  readonly acts: Acts
  /** Of whoever is on duty. */
  readonly own: Acts
  readonly clock: Clock
  readonly random: Pick<Random, 'id'>
  readonly station: string
  readonly joined: Pick<Joined, 'stations' | 'onStations'>
  readonly say: (said: Passing) => void
  /** Whether a station has said that its journal has stopped. */
  readonly isStopped: (station: string) => boolean
  readonly closing: AbortSignal
}

/** Whoever stands at the counter waits no longer for a sale of another station. */
export const RECALL_MS = 8_000
/** Texts may be lost: what is asked or sent is said again after so long. */
const AGAIN_MS = 1_000
const SEND_AGAIN_MS = 3_000
/** A station that is there and has not answered by then will not: a manager may decide. */
const STUCK_MS = 60_000

type Here = Extract<Passing, { readonly is: 'here' }>
const LATE = { is: 'late' } as const
type Came = { readonly is: 'here'; readonly from: string; readonly here: Here } | { readonly is: 'none' | 'late' }

/** Parked sales that go from one station to another. */
export class Passer {
  private readonly parts: PassingParts
  /** The one that is asked for from here. */
  private wish: { readonly id: string; readonly of: string; readonly came: (came: Came) => void } | null = null

  /** Since when what is on its way was first sent by this program. */
  private readonly sentMs = new Map<string, number>()
  /** What came and is being written down. */
  private readonly taking = new Set<string>()

  /** Resolves when `closing` has ended it. */
  readonly ended: Promise<void>

  constructor(parts: PassingParts) {
    this.parts = parts
    this.ended = this.keepSending()
  }

  readonly handlers: Handlers['shop'] = {
    recall: (asked, txn) => this.recall(asked, txn),
    takeBack: ({ id }, txn) =>
      decide<Nothing, 'no-such-parked' | 'station-there'>(this.parts.own, txn, ({ passing }) => {
        const found = passing.find((each) => each.id === id)
        if (!found) return refused('no-such-parked')
        // It answers by itself, one way or the other, unless it can not write it down.
        if (this.isThere(found.to) && !this.isStuck(found)) return refused('station-there')
        return done({ event: { is: 'parked-returned', id }, answer: {} })
      }),
  }

  hear(from: string, said: Passing): void {
    const { station, acts } = this.parts
    // What it can not write down it neither gives nor takes, nor knows whether it did.
    if (acts.stopped()) return
    switch (said.is) {
      case 'wanted':
        if (said.of === station) void this.give(from, said)
        return
      case 'none':
        if (said.to === station && this.isWished(said.id, from)) this.wish?.came({ is: 'none' })
        return
      case 'here':
        if (said.to === station) this.arrived(from, said)
        return
      case 'came':
      case 'not-wanted':
        if (said.of === station) void this.close(from, said)
    }
  }

  /** Says again what is on its way to a station that is there. */
  private async keepSending(): Promise<void> {
    const { clock, closing, acts, joined } = this.parts
    const bell = makeBell(clock, closing)
    acts.onEvent(bell.ring)
    joined.onStations(bell.ring)
    const going = () => acts.till().passing.filter(({ to }) => this.isThere(to))
    while (!closing.aborted) {
      await bell.next(going().length > 0 ? SEND_AGAIN_MS : null)
      for (const { id } of going()) this.send(id)
    }
  }

  private isStuck({ id, to }: PassedSale): boolean {
    const sinceMs = this.sentMs.get(id) ?? this.parts.clock.elapsedMs()
    return this.parts.isStopped(to) || this.parts.clock.elapsedMs() - sinceMs >= STUCK_MS
  }

  private isThere(station: string): boolean {
    return this.parts.joined.stations().some((each) => each.station === station)
  }

  private isWished(id: string, of: string): boolean {
    return this.wish?.id === id && this.wish.of === of
  }

  private async recall(asked: Parameters<Handlers['shop']['recall']>[0], id: string) {
    const { acts, own } = this.parts
    const isOver = acts.till().taken.includes(id)
    const unasked = isOver ? null : this.askRefusal(asked.station)
    if (unasked) return unasked
    if (this.wish) return refused('recall-running')
    const came = isOver ? LATE : await this.asked(asked, id)
    if (came.is === 'none') return refused('no-such-parked')
    try {
      // Asked again after it came, it is answered as it was then.
      return await own.act<{ line: number | null }, 'station-away'>(id, (now) => {
        const event = came.is === 'here' ? takeEvent(now, { id, from: came.from, parked: came.here }) : null
        return event ? plan({ event, answer: { line: event.sale.newest } }) : refused('station-away')
      })
    } finally {
      this.taking.delete(id)
    }
  }

  /** It would not be taken up here, so it is not asked for. */
  private askRefusal(station: string) {
    const till = this.parts.acts.till()
    if (till.parting !== null) return refused('parted')
    if (till.sale.lines.length > 0) return refused('sale-open')
    return beginRefusal(till, this.parts.clock.nowMs()) ?? (this.isThere(station) ? null : refused('station-away'))
  }

  /** Asks for it until it is there, refused, or too late; from then on it is not wanted any more. */
  private async asked(asked: Parameters<Handlers['shop']['recall']>[0], id: string): Promise<Came> {
    const { clock, say, closing } = this.parts
    const over = new AbortController()
    const came = new Promise<Came>((resolve) => {
      this.wish = { id, of: asked.station, came: resolve }
    })
    const again = async () => {
      while (!over.signal.aborted) {
        say({ is: 'wanted', id, of: asked.station, slot: asked.slot, parkedAtMs: asked.parkedAtMs })
        await clock.wait(AGAIN_MS, AbortSignal.any([over.signal, closing])).catch(() => undefined)
      }
    }
    void again()
    const ended = await within(clock.wait, RECALL_MS, came, LATE)
    over.abort()
    this.wish = null
    return ended
  }

  /** Written as given before it leaves. */
  private async give(to: string, { id, slot, parkedAtMs }: Extract<Passing, { readonly is: 'wanted' }>): Promise<void> {
    const { acts, random, say } = this.parts
    const event = (till: Till): TillEvent | null => {
      const passed = decidePass(till, { id, to, slot, parkedAtMs })
      return passed.ok ? passed.value : null
    }
    await acts.happened(random.id(), event)
    if (!this.send(id)) say({ is: 'none', id, to })
  }

  private send(id: string): boolean {
    const { passing } = this.parts.acts.till()
    const found = passing.find((each) => each.id === id)
    if (!found) return false
    for (const known of this.sentMs.keys()) if (!passing.some((each) => each.id === known)) this.sentMs.delete(known)
    if (!this.sentMs.has(id)) this.sentMs.set(id, this.parts.clock.elapsedMs())
    const { to, parked } = found
    // Nothing was paid of it: that is so of all that are parked.
    const sale: Here['sale'] = { ...parked.sale, lines: [...parked.sale.lines], tenders: [] }
    this.parts.say({ is: 'here', id, to, ...parked, sale })
    return true
  }

  private arrived(from: string, here: Here): void {
    const { acts, say } = this.parts
    const { id } = here
    if (acts.till().taken.includes(id)) say({ is: 'came', id, of: from })
    else if (this.isWished(id, from) && isWhole(here.sale)) {
      this.taking.add(id)
      this.wish?.came({ is: 'here', from, here })
    } else if (!this.taking.has(id)) say({ is: 'not-wanted', id, of: from })
  }

  /** Of what is on its way to this station, and no other. */
  private async close(
    from: string,
    { is, id }: Extract<Passing, { readonly is: 'came' | 'not-wanted' }>,
  ): Promise<void> {
    const { acts, random } = this.parts
    await acts.happened(random.id(), ({ passing }) =>
      passing.some((each) => each.id === id && each.to === from)
        ? { is: is === 'came' ? 'parked-arrived' : 'parked-returned', id }
        : null,
    )
  }
}
