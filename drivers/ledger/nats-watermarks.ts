import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import { POSTINGS_STREAM, postingName, postingSubject, ringOf } from '../hub/names.ts'
import { calling } from '../hub/nats.ts'
import { gone } from '../hub/reading.ts'
import type { Watermark, Watermarks } from './feed.ts'
import { LEDGER, type OfficeAddress } from './nats-feed.ts'

export interface NatsWatermarks extends Watermarks {
  readonly close: () => Promise<void>
}

/** For an answer. */
const ANSWER_MS = 5_000
const CLOSE_MS = 1_000
/** A station is rung for at most so often; for one that is asked to send again, at once. */
export const RING_MS = 5_000

type Mark = Pick<Watermark, 'shop' | 'station'>
const nameOf = ({ shop, station }: Mark): string => postingName(shop, station, LEDGER)

/** As a station reads it, under `<shop>.<station>.ledger`. */
export const watermarkText = ({ branch, seq, hash, again }: Watermark): string =>
  JSON.stringify({ v: 1, branch, seq, hash, again })

/** Posts watermarks where they differ from what lies there, by a connection of its own, and rings for the station. */
export function makeNatsWatermarks(address: OfficeAddress, clock: Clock): NatsWatermarks {
  return new Posting(address, clock)
}

class Posting implements NatsWatermarks {
  private readonly clock: Clock
  private readonly connect
  private readonly closing = new AbortController()
  private current: Promise<NatsConnection | null> | null = null
  /** By name, what is known to lie there; while the connection lasts. There are as many as stations. */
  private readonly known = new Map<string, string>()
  private readonly rungMs = new Map<string, number>()
  /** Those that will be rung for. */
  private readonly ringing = new Map<string, Mark>()

  constructor(address: OfficeAddress, clock: Clock) {
    this.clock = clock
    this.connect = calling({ ...address, name: LEDGER, turn: 0 }, clock, (connection) => ({ is: 'line', connection }))
  }

  async publish(mark: Watermark): Promise<boolean> {
    const { again } = mark
    const [name, text] = [nameOf(mark), watermarkText(mark)]
    try {
      const connection = await (this.current ??= this.dialled())
      if (connection === null) return false
      if (!this.known.has(name)) this.known.set(name, await this.lying(connection, name))
      if (this.known.get(name) === text) return true
      await jetstream(connection, { timeout: ANSWER_MS }).publish(postingSubject(name), text)
      this.known.set(name, text)
      if (again === null) this.ringSoon(connection, mark)
      else this.ring(connection, mark)
      return true
    } catch {
      // It may lie there or not: who does not know looks first, the next time.
      this.known.delete(name)
      return false
    }
  }

  async close(): Promise<void> {
    const connection = await this.current
    // What is to be rung for soon is rung for now.
    if (connection) for (const mark of this.ringing.values()) this.ring(connection, mark)
    this.closing.abort()
    if (connection) await within(this.clock.wait, CLOSE_MS, connection.drain().catch(gone), undefined)
  }

  private async dialled(): Promise<NatsConnection | null> {
    const line = await this.connect(this.closing.signal)
    if (line.is !== 'line') {
      this.current = null
      return null
    }
    this.known.clear()
    void line.connection.closed().then(() => (this.current = null))
    return line.connection
  }

  private async lying(connection: NatsConnection, name: string): Promise<string> {
    const manager = await jetstreamManager(connection, { checkAPI: false, timeout: ANSWER_MS })
    const found = await manager.direct.getMessage(POSTINGS_STREAM, { last_by_subj: postingSubject(name) })
    return found?.string() ?? ''
  }

  private ringSoon(connection: NatsConnection, mark: Mark): void {
    const name = nameOf(mark)
    const leftMs = (this.rungMs.get(name) ?? -RING_MS) + RING_MS - this.clock.elapsedMs()
    if (leftMs <= 0) {
      this.ring(connection, mark)
      return
    }
    if (this.ringing.has(name)) return
    this.ringing.set(name, mark)
    void this.clock.wait(leftMs, this.closing.signal).then(() => this.ring(connection, mark), gone)
  }

  /** It may be lost: stations ask by themselves now and then. */
  private ring(connection: NatsConnection, mark: Mark): void {
    this.ringing.delete(nameOf(mark))
    this.rungMs.set(nameOf(mark), this.clock.elapsedMs())
    if (!connection.isClosed()) connection.publish(ringOf(mark.shop, mark.station), LEDGER)
  }
}
