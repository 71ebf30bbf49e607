import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import type { HubPlace } from '../hub/dial.ts'
import { JOURNALS } from '../hub/names.ts'
import { calling } from '../hub/nats.ts'
import type { Heard, HubMessage } from '../hub/port.ts'
import { gone, readingFrom, readOnce } from '../hub/reading.ts'
import type { FeedLine, JournalFeed } from './feed.ts'
import { Holes, Reading } from './nats-reading.ts'

/** The hub, as head office's user `ledger` is let in. */
export interface OfficeAddress extends HubPlace {
  readonly credentials: Uint8Array
}
/** Its name, and the kind of what it posts. */
export const LEDGER = 'ledger'

/** For an answer. */
const ANSWER_MS = 5_000
/** For the first message of those that the hub says it has, and for all that is read of one subject at once. */
const READ_MS = 10_000
const CLOSE_MS = 1_000

const SILENCE = { is: 'silence' } as const
const heard = <Value>(value: Value): Heard<Value> => ({ is: 'heard', value })

/** The journals of all stations in the hub's stream. Each line is to another of its servers, while there are more. */
export function makeNatsFeed(address: OfficeAddress, { wait }: Pick<Clock, 'wait'>): JournalFeed {
  const holes = new Holes()
  const caller = { ...address, name: LEDGER, turn: 0 }
  return { connect: calling(caller, { wait }, (connection) => new NatsFeedLine(connection, { wait, holes })) }
}

class NatsFeedLine implements FeedLine {
  readonly is = 'line'
  readonly over: Promise<void>
  private readonly connection: NatsConnection
  private readonly parts: Pick<Clock, 'wait'> & { readonly holes: Holes }
  private readonly client: JetStreamClient
  private reading: Reading | null = null
  /** The greatest place that was given: what comes after it is news. */
  private given = 0

  constructor(connection: NatsConnection, parts: Pick<Clock, 'wait'> & { readonly holes: Holes }) {
    this.connection = connection
    this.parts = parts
    this.over = connection.closed().then(() => undefined)
    this.client = jetstream(connection, { timeout: ANSWER_MS })
  }

  async from(place: number, most: number, subject?: string): Promise<Heard<readonly HubMessage[]>> {
    try {
      if (subject !== undefined) return await this.onSubject(subject, place, most)
      if (!this.reading?.covers(place) && !(await this.begin(place))) return heard([])
      const { reading } = this
      reading?.forget(place)
      const messages = reading?.window.slice(0, most) ?? []
      const last = messages.at(-1)?.place ?? 0
      // One that ended is told by what it can not give any more.
      if (reading?.isOver === true && last <= this.given) return SILENCE
      this.given = Math.max(this.given, last)
      return heard(messages)
    } catch {
      // Whatever it was, nothing was learned: the line is asked again, or another one.
      return SILENCE
    }
  }

  async newest(): Promise<Heard<number>> {
    try {
      const { state } = await (await this.manager()).streams.info(JOURNALS)
      return heard(state.last_seq)
    } catch {
      return SILENCE
    }
  }

  async more(after: number, ms: number): Promise<void> {
    const { reading } = this
    if (reading && (reading.window.at(-1)?.place ?? 0) > after) return
    const news = reading ? [reading.more(), this.over] : [this.over]
    await within(this.parts.wait, ms, Promise.race(news), undefined)
  }

  async close(): Promise<void> {
    this.reading?.close()
    await within(this.parts.wait, CLOSE_MS, this.connection.close().catch(gone), undefined)
  }

  /** False where the hub has nothing so far on. What it has is there, or has begun to come, when it resolves. */
  private async begin(place: number): Promise<boolean> {
    this.reading?.close()
    this.reading = null
    const manager = await this.manager()
    const { state } = await manager.streams.info(JOURNALS)
    if (place > state.last_seq + 1) return false
    const info = await manager.consumers.add(JOURNALS, readingFrom(place))
    const consumer = this.client.consumers.getConsumerFromInfo(info)
    const next = Math.max(place, state.first_seq)
    const reading = new Reading({ manager, consumer, name: info.name, from: place, next, holes: this.parts.holes })
    this.reading = reading
    this.given = place - 1
    if (info.num_pending > 0) await within(this.parts.wait, READ_MS, reading.more(), undefined)
    return true
  }

  private async onSubject(subject: string, place: number, most: number): Promise<Heard<readonly HubMessage[]>> {
    const reading = readOnce({ manager: await this.manager(), client: this.client }, { subject, place, most })
    const messages = await within(this.parts.wait, READ_MS, reading, null)
    return messages === null ? SILENCE : heard(messages)
  }

  private manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.connection, { checkAPI: false, timeout: ANSWER_MS })
  }
}
