import type { Consumer, JetStreamManager, JsMsg } from '@nats-io/jetstream'
import { JOURNALS } from '../hub/names.ts'
import type { HubMessage } from '../hub/port.ts'
import { EXPIRES_MS, gone, HEARTBEAT_MS, messageOf, ours } from '../hub/reading.ts'

/** Read ahead of whoever takes them. */
const AHEAD_MAX = 64

/** A place of the hub whose message no server had so far, up to the next that was there. */
interface Hole {
  readonly from: number
  readonly to: number
  lines: number
}
/** So many lines, each to another server, look for what is missing; then the hub is taken not to have it. */
const HOLE_LINES_MAX = 6

/** What was missing, across lines: so that none waits for ever. */
export class Holes {
  private hole: Hole | null = null

  /** Of a message that this line's server has not: whether to go on without it. */
  isGivenUp(place: number, to: number): boolean {
    const { hole } = this
    if (hole && hole.from <= place && place < hole.to) return hole.lines >= HOLE_LINES_MAX || !this.count(hole)
    this.hole = { from: place, to, lines: 1 }
    return false
  }

  private count(hole: Hole): boolean {
    hole.lines++
    return hole.lines < HOLE_LINES_MAX
  }
}

export interface ReadingParts {
  readonly manager: JetStreamManager
  readonly consumer: Consumer
  /** The hub's for that consumer. */
  readonly name: string
  /** Where it was asked to begin, and the first that the hub has from there on. */
  readonly from: number
  readonly next: number
  readonly holes: Holes
}

/**
 * The hub's messages from a place on, as they come. The hub never takes one out, so its places go on one by one: one
 * that is left out is asked for by its place, and where it is not to be had, the reading ends before it.
 */
export class Reading {
  readonly window: HubMessage[] = []
  isOver = false
  private from: number
  private next: number
  private readonly parts: ReadingParts
  private delivered = 0
  private ring: () => void = () => undefined
  private rung: Promise<void> = Promise.resolve()
  private room: () => void = () => undefined

  constructor(parts: ReadingParts) {
    this.parts = parts
    this.from = parts.from
    this.next = parts.next
    this.arm()
    void this.run()
  }

  /** Whether it can give what comes from this place on. */
  covers(place: number): boolean {
    return place >= this.from && place <= this.next
  }

  /** Nobody asks any more for what is before this place. */
  forget(place: number): void {
    this.from = place
    const first = this.window.findIndex((each) => each.place >= place)
    this.window.splice(0, first < 0 ? this.window.length : first)
    this.room()
  }

  /** Resolves when more has come than there was, or no more will. */
  more(): Promise<void> {
    return this.isOver ? Promise.resolve() : this.rung
  }

  close(): void {
    this.end()
    const { manager, name } = this.parts
    // Where that does not get there any more, the hub forgets it by itself.
    void manager.consumers.delete(JOURNALS, name).catch(gone)
  }

  private async run(): Promise<void> {
    try {
      while (!this.isOver) await this.fetch()
    } catch {
      // Silence, a line that is over, or a message that is not to be had: what has come so far is good.
      this.end()
    }
  }

  private async fetch(): Promise<void> {
    while (this.window.length >= AHEAD_MAX && !this.isOver) await new Promise<void>((resolve) => (this.room = resolve))
    const fetched = await this.parts.consumer.fetch({
      ...{ max_messages: AHEAD_MAX - this.window.length, expires: EXPIRES_MS, idle_heartbeat: HEARTBEAT_MS },
    })
    for await (const message of fetched) {
      if (this.isOver) return
      if (message.info.deliverySequence !== ++this.delivered) throw new Error('a message was lost on its way')
      await this.take(message)
    }
  }

  private async take(message: JsMsg): Promise<void> {
    // A server that is behind begins with what it has.
    if (message.seq < this.next) return
    while (this.next < message.seq) await this.fill(message.seq)
    this.push(messageOf(message))
  }

  private async fill(to: number): Promise<void> {
    const found = await this.parts.manager.direct.getMessage(JOURNALS, { seq: this.next })
    if (found) this.push({ subject: found.subject, headers: ours(found.header), payload: found.data, place: found.seq })
    else if (this.parts.holes.isGivenUp(this.next, to)) this.next++
    else throw new Error(`the hub has no message at ${this.next}`)
  }

  private push(message: HubMessage): void {
    this.window.push(message)
    this.next = message.place + 1
    this.ring()
    this.arm()
  }

  private arm(): void {
    this.rung = new Promise((resolve) => (this.ring = resolve))
  }

  private end(): void {
    this.isOver = true
    this.room()
    this.ring()
  }
}
