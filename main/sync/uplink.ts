import type { OfficeHead } from '#domain/parting'
import type { Clock } from '#drivers/clock/port'
import type { Added, Hub, HubLine } from '#drivers/hub/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import { DiskFault } from '#drivers/disk/port'
import { makeBell, type Bell } from '../bell.ts'
import type { Identity } from '../identity.ts'
import { ed25519In } from '../ed25519.ts'
import type { BackOff } from '../back-off.ts'
import { tillsBackOff } from './trying.ts'
import { batchMessage, type BatchMessage, type Sender } from './batch.ts'
import { shakeHands } from './handshake.ts'
import { NotAsWritten, type Outbox } from './outbox.ts'

/** How it goes between this station and head office. */
export type UplinkState =
  | { readonly is: 'connecting' | 'sending' | 'up-to-date' }
  /** Tried again by itself. */
  | { readonly is: 'waiting'; readonly why: WaitingFor }
  /** For a person: nothing is sent meanwhile. */
  | { readonly is: 'fork'; readonly seq: number; readonly there: OfficeHead }
  | { readonly is: 'superseded'; readonly branch: string; readonly there: OfficeHead }
  | { readonly is: 'newer' }
  | { readonly is: 'not-as-written'; readonly seq: number }

/** `refused`: the hub lets this station not in, or not there · `contested`: something else came before, each time. */
export type WaitingFor = 'unreachable' | 'refused' | 'insecure' | 'silence' | 'contested'

export interface UplinkParts {
  readonly hub: Hub
  readonly outbox: Outbox
  readonly identity: Identity
  readonly sender: Sender
  readonly branch: string
  readonly clock: Pick<Clock, 'wait'>
  readonly random: Pick<Random, 'below'>
  readonly log: Log
  readonly closing: AbortSignal
  readonly onChange: () => void
  /** Told up to which record the hub has this station now. */
  readonly onThere: (there: There) => void
  /** Told that a demand was met: the hub has the first of what was asked for again. */
  readonly onSentAgain?: (id: string) => void
  /** Where the hub is known to have had a batch of ours. */
  readonly sureFrom: () => number
}

export interface There {
  readonly seq: number
  /** Where in the hub the batch is that ends with it; null where that was not learned. */
  readonly place: number | null
}

export interface Uplink {
  readonly state: () => UplinkState
  /** There is more to send. */
  readonly wake: () => void
  /** A person asks for another try: at once, whatever it waits for. */
  readonly tryAgain: () => void
  /**
   * Whoever reads the hub lacks records from this one on: they are sent again behind what is there now. `id` names the
   * demand, which is met once, however often it is heard.
   */
  readonly sendAgainFrom: (seq: number, id: string) => void
  /** Resolves when `closing` has ended all of it. */
  readonly ended: Promise<void>
}

/** The same bytes are sent again so often on one line before it is taken for dead. */
const SENDS_MAX = 3
/** So often in a row something else may have come before a batch. */
const CONTESTS_MAX = 3

type Ended = UplinkState | 'over'

export function startUplink(parts: UplinkParts): Uplink {
  const link = new Link(parts)
  const ended = link.run()
  return {
    ...{ state: () => link.state, wake: () => link.wake(), tryAgain: () => link.tryAgain(), ended },
    sendAgainFrom: (seq, id) => link.sendAgainFrom(seq, id),
  }
}

class Link {
  state: UplinkState = { is: 'connecting' }
  private readonly parts: UplinkParts
  private readonly key
  /** There is more to send, or the line is over. */
  private readonly more: Bell
  /** A person asks for another try. */
  private readonly hurry: Bell
  /** The newest demand for records that were sent before; over when the hub has the first of them again. */
  private demand: { readonly id: string; readonly seq: number; isOpen: boolean } | null = null
  private readonly backOff: BackOff

  constructor(parts: UplinkParts) {
    this.parts = parts
    this.backOff = tillsBackOff(parts.random)
    this.key = ed25519In(parts.identity.publicKey)
    this.more = makeBell(parts.clock, parts.closing)
    this.hurry = makeBell(parts.clock, parts.closing)
  }

  wake(): void {
    this.more.ring()
  }

  tryAgain(): void {
    this.backOff.worked()
    this.hurry.ring()
  }

  sendAgainFrom(seq: number, id: string): void {
    if (this.demand?.id === id) return
    this.demand = { id, seq, isOpen: true }
    this.wake()
  }

  async run(): Promise<void> {
    const { closing } = this.parts
    while (!closing.aborted) {
      const ended = await this.once()
      if (ended !== 'over') this.tell(ended)
      // What is for a person is not tried again by itself.
      const isForPerson = ended !== 'over' && ended.is !== 'waiting'
      await this.hurry.next(isForPerson ? null : this.backOff.nextMs())
    }
  }

  /** One connection, from its beginning to its end. Whatever the disk says, selling goes on. */
  private async once(): Promise<Ended> {
    const { hub, closing, log } = this.parts
    this.tell({ is: 'connecting' })
    const line = await hub.connect(closing)
    if (line.is !== 'line') return { is: 'waiting', why: line.is }
    try {
      return await this.talk(line)
    } catch (cause) {
      if (cause instanceof NotAsWritten) return { is: 'not-as-written', seq: cause.sequence }
      if (!(cause instanceof DiskFault)) throw cause
      log.fault('the journal could not be read to be sent', cause)
      return 'over'
    } finally {
      await line.close()
    }
  }

  private async talk(line: HubLine): Promise<Ended> {
    const { outbox, sender, branch, sureFrom, closing } = this.parts
    const { key } = this
    if (key === null) throw new Error('the station has no key of its own kind')
    const shake = async () => {
      const found = await shakeHands({ line, outbox, sender, key, branch, sureFrom: sureFrom() })
      if (found.is === 'goes-on') this.parts.onThere({ seq: found.seq, place: null })
      return found
    }
    let shaken = await shake()
    const over = new AbortController()
    void line.over.then(() => {
      over.abort()
      this.wake()
    })
    let contests = 0
    while (shaken.is === 'goes-on') {
      if (closing.aborted || over.signal.aborted) return 'over'
      const { demand } = this
      const run = await outbox.after(this.sendAfter(shaken.seq))
      if (run === null) {
        this.backOff.worked()
        this.tell({ is: 'up-to-date' })
        await this.more.next(null)
        continue
      }
      this.tell({ is: 'sending' })
      const message = batchMessage(sender, { ...run, branch }, this.parts.identity.sign)
      const added = await this.added(line, message, shaken.place)
      if (added.is === 'forbidden') return { is: 'waiting', why: 'refused' }
      if (added.is === 'silence') return { is: 'waiting', why: 'silence' }
      if (added.is === 'elsewhere') {
        if (++contests > CONTESTS_MAX) return { is: 'waiting', why: 'contested' }
        shaken = await shake()
        continue
      }
      if (demand?.isOpen === true) {
        demand.isOpen = false
        this.parts.onSentAgain?.(demand.id)
      }
      if (added.is === 'added') {
        contests = 0
        this.backOff.worked()
      }
      const { place } = added
      shaken = { is: 'goes-on', seq: run.last, place }
      this.parts.onThere(shaken)
    }
    return shaken.is === 'silence' ? { is: 'waiting', why: 'silence' } : shaken
  }

  /** Behind which record it goes on, where the hub has them up to `seq`. */
  private sendAfter(seq: number): number {
    const { demand } = this
    return demand?.isOpen === true ? Math.min(seq, Math.max(1, demand.seq) - 1) : seq
  }

  /** What was not answered is sent again as it is: the hub tells that it is the same. */
  private async added(line: HubLine, message: BatchMessage, after: number): Promise<Added> {
    for (let send = 1; ; send++) {
      const added = await line.add(message, after)
      if (added.is !== 'silence' || send === SENDS_MAX || this.parts.closing.aborted) return added
    }
  }

  private tell(state: UplinkState): void {
    this.state = state
    this.parts.onChange()
  }
}
