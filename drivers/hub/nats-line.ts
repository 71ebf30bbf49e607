import {
  AckPolicy,
  DeliverPolicy,
  jetstream,
  JetStreamApiError,
  jetstreamManager,
  JetStreamApiCodes,
  type Consumer,
  type JetStreamClient,
  type JetStreamManager,
} from '@nats-io/jetstream'
import { errors, headers as newHeaders, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node'
import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import {
  ALL,
  CONSUMERS_AT,
  floorSubject,
  JOURNALS,
  loginOf,
  POSTINGS_STREAM,
  postingSubject,
  RING,
  SAID_BYTES_MAX,
} from './names.ts'
import type { Added, Heard, HubLine, HubMessage, Outgoing, Posting } from './port.ts'

export interface LineParts extends Pick<Clock, 'wait'> {
  readonly shop: string
  readonly station: string
}

/** For an answer. A batch of 256 kB gets there in it at 0.5 Mbit/s. */
const ANSWER_MS = 5_000
/** For all that is read at once. */
const READ_MS = 60_000
/** So often the hub says that it is still there while it sends. */
const HEARTBEAT_MS = 2_000
const EXPIRES_MS = 30_000
/** A consumer that nobody reads is forgotten after this. */
const FORGOTTEN_MS = 10_000
const CLOSE_MS = 1_000
const NS_A_MS = 1_000_000

const SILENCE = { is: 'silence' } as const
const heard = <Value>(value: Value): Heard<Value> => ({ is: 'heard', value })

/** One connection to the hub, from its beginning to its end. */
export class NatsLine implements HubLine {
  readonly is = 'line'
  readonly over: Promise<void>
  private readonly connection: NatsConnection
  private readonly parts: LineParts
  private readonly stream: JetStreamClient
  private readonly reading: JetStreamClient
  private last: Promise<unknown> = Promise.resolve()

  constructor(connection: NatsConnection, parts: LineParts) {
    this.connection = connection
    this.parts = parts
    this.over = connection.closed().then(() => undefined)
    this.stream = jetstream(connection, { timeout: ANSWER_MS })
    this.reading = jetstream(connection, { timeout: ANSWER_MS, apiPrefix: CONSUMERS_AT })
  }

  async newest(subject: string): Promise<Heard<HubMessage | null>> {
    try {
      const manager = await this.manager()
      const found = await manager.direct.getMessage(JOURNALS, { last_by_subj: subject })
      if (found === null) return heard(null)
      const { seq: place, header, data: payload } = found
      return heard({ subject, headers: ours(header), payload, place })
    } catch {
      // Whatever it was, nothing was learned: the line is asked again, or another one.
      return SILENCE
    }
  }

  async posting(name: string): Promise<Heard<Posting | null>> {
    try {
      const manager = await this.manager()
      const found = await manager.direct.getMessage(POSTINGS_STREAM, { last_by_subj: postingSubject(name) })
      // What was taken back is a message without a word in it.
      if (found === null || found.data.length === 0) return heard(null)
      return heard({ name, revision: found.seq, payload: found.data })
    } catch {
      return SILENCE
    }
  }

  onRing(listener: (kind: string) => void): void {
    for (const whose of [ALL, this.parts.station]) this.listen(`${RING}.${whose}`, (rung) => listener(rung.string()))
  }

  say(text: string): void {
    const { connection, parts } = this
    const bytes = Buffer.from(text)
    if (bytes.length <= SAID_BYTES_MAX && !connection.isClosed()) connection.publish(floorSubject(parts.station), bytes)
  }

  onSaid(listener: (text: string) => void): void {
    const own = floorSubject(this.parts.station)
    this.listen(floorSubject('*'), (message) => {
      if (message.subject !== own && message.data.length <= SAID_BYTES_MAX) listener(message.string())
    })
  }

  /** Where it is not let in it hears nothing. */
  private listen(subject: string, take: (message: Msg) => void): void {
    const callback = (error: Error | null, message: Msg) => (error ? undefined : take(message))
    if (!this.connection.isClosed()) this.connection.subscribe(subject, { callback })
  }

  /** One at a time: a station has one consumer, by whose name it may have no other. */
  from(subject: string, place: number, most: number): Promise<Heard<readonly HubMessage[]>> {
    const { wait } = this.parts
    const read = this.last.then(() => within(wait, READ_MS, this.read(subject, place, most), SILENCE))
    this.last = read
    return read
  }

  private async read(subject: string, place: number, most: number): Promise<Heard<readonly HubMessage[]>> {
    const name = loginOf(this.parts)
    try {
      const manager = await this.manager(CONSUMERS_AT)
      // One that an earlier line has left.
      await manager.consumers.delete(JOURNALS, name).catch(gone)
      const consumer = await manager.consumers.add(JOURNALS, {
        ...{ name, filter_subject: subject, ack_policy: AckPolicy.None, mem_storage: true, num_replicas: 1 },
        ...{ deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: Math.max(1, place) },
        inactive_threshold: FORGOTTEN_MS * NS_A_MS,
      })
      const wanted = Math.min(most, consumer.num_pending)
      const messages =
        wanted === 0 ? [] : await this.fetched(this.reading.consumers.getConsumerFromInfo(consumer), subject, wanted)
      await manager.consumers.delete(JOURNALS, name).catch(gone)
      return messages === null ? SILENCE : heard(messages)
    } catch {
      return SILENCE
    }
  }

  /** Null where one is missing, another's is among them, or they come in another order. */
  private async fetched(consumer: Consumer, own: string, wanted: number): Promise<HubMessage[] | null> {
    const fetched = await consumer.fetch({
      ...{ max_messages: wanted, expires: EXPIRES_MS, idle_heartbeat: HEARTBEAT_MS },
    })
    const messages: HubMessage[] = []
    for await (const { subject, headers, data: payload, seq: place, info } of fetched) {
      if (info.deliverySequence !== messages.length + 1 || subject !== own) return null
      messages.push({ subject, headers: headers ? ours(headers) : {}, payload, place })
    }
    return messages.length === wanted ? messages : null
  }

  async add({ subject, id, headers, payload }: Outgoing, after: number): Promise<Added> {
    const sent = newHeaders()
    for (const [name, value] of Object.entries(headers)) sent.set(name, value)
    try {
      const { seq: place, duplicate } = await this.stream.publish(subject, payload, {
        // The hub keeps these names for all subjects together, so each says whose it is; and where it goes, since the
        // same behind something else is meant: it was there, and something came after it.
        ...{ headers: sent, msgID: `${subject}:${after}:${id}` },
        expect: { streamName: JOURNALS, lastSubjectSequence: after },
      })
      return duplicate ? await this.again(subject, place) : { is: 'added', place }
    } catch (cause) {
      if (isForbidden(cause)) return { is: 'forbidden' }
      const isElsewhere = cause instanceof JetStreamApiError && cause.code === JetStreamApiCodes.StreamWrongLastSequence
      return isElsewhere ? { is: 'elsewhere' } : SILENCE
    }
  }

  /** Whoever bore the name first may have been somebody else, who put it on a subject of his own. */
  private async again(subject: string, place: number): Promise<Added> {
    const newest = await this.newest(subject)
    if (newest.is === 'silence') return SILENCE
    return newest.value?.place === place ? { is: 'again', place } : { is: 'elsewhere' }
  }

  async close(): Promise<void> {
    const { wait } = this.parts
    await within(wait, CLOSE_MS, this.connection.close().catch(gone), undefined)
  }

  /** It asks nothing of the hub before it is used: what it would ask for is not for stations. */
  private manager(apiPrefix?: string): Promise<JetStreamManager> {
    const where = apiPrefix === undefined ? {} : { apiPrefix }
    return jetstreamManager(this.connection, { checkAPI: false, timeout: ANSWER_MS, ...where })
  }
}

/** It was over already. */
const gone = (): undefined => undefined

function isForbidden(cause: unknown): boolean {
  for (let each = cause; each instanceof Error; each = each.cause)
    if (each instanceof errors.PermissionViolationError) return true
  return false
}

/** Those that the sender gave it, without what the hub itself put there. */
function ours(headers: MsgHdrs): Record<string, string> {
  return Object.fromEntries(
    headers
      .keys()
      .filter((name) => name.startsWith('J-'))
      .map((name) => [name, headers.last(name)]),
  )
}
