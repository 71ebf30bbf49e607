import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeVirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualHub, type HubMood, type VirtualHub } from '#drivers/hub/virtual'
import type { Hub } from '#drivers/hub/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { ed25519In } from '#main/ed25519'
import { readBatch, subjectOf, type Sender } from '#main/sync/batch'
import { generateKeyPairSync, sign } from 'node:crypto'
import type { Identity } from '#main/identity'
import type { Played } from '../world/seeds.ts'
import { bentHub } from './bent.ts'
import { openSyncing, type SyncingStation } from './station.ts'

/** Rules whose breach must be found out. */
export const BUGS = ['silence-is-added', 'junk-is-ours'] as const
export type Bug = (typeof BUGS)[number]

export const SENDER: Sender = { shop: 's01', station: '01' }
const SUBJECT = subjectOf(SENDER)
const MOVES = 24
export const MOODS: readonly HubMood[] = ['lose-request', 'lose-answer', 'late', 'cut', 'cut-after']
const MORNING_MS = Date.UTC(2026, 4, 4, 1)
const MINUTE_MS = 60_000
export const IDENTITY = makeIdentity()

/** Days of a station and its hub from a seed: bad lines, power cuts, a hub that is set back, junk on the subject. */
export async function play(seed: number, bug: Bug | null): Promise<Played> {
  const day = new Day(seed, bug)
  await day.pass()
  return { broken: day.count(), tally: day.tally }
}

class Day {
  readonly tally = new Map<string, number>()
  private readonly random
  private readonly clock = makeVirtualClock(MORNING_MS)
  private readonly disk
  private readonly hub: VirtualHub
  private readonly bug: Bug | null
  private station: SyncingStation | null = null
  private written = 0

  constructor(seed: number, bug: Bug | null) {
    this.random = makeVirtualRandom(seed)
    this.disk = makeVirtualDisk(makeVirtualRandom(seed ^ 0x5eed).below)
    this.hub = makeVirtualHub(this.clock)
    this.bug = bug
  }

  async pass(): Promise<void> {
    await this.open()
    for (let move = 0; move < MOVES; move++) {
      await this.move()
      await this.clock.advance(this.random.below(this.random.below(4) === 0 ? 30 * MINUTE_MS : 3_000))
    }
    this.hub.will()
    this.hub.setAway(null)
    this.disk.kill()
    await this.open()
    await this.clock.advance(10 * MINUTE_MS)
  }

  private async move(): Promise<void> {
    const { random, hub, disk } = this
    const what = random.below(16)
    if (what < 7) await this.write(1 + random.below(random.below(3) === 0 ? 40 : 4))
    else if (what < 10) hub.will(...Array.from({ length: 1 + random.below(4) }, () => this.mood()))
    else if (what === 10) hub.setAway(random.below(2) === 0 ? 'unreachable' : null)
    else if (what === 11) disk.cutPowerAfter(1 + random.below(12))
    else if (what === 12) await this.restart()
    else if (what === 13) this.setBack()
    else if (what === 14) this.junk()
    else hub.setAway(null)
  }

  private mood(): HubMood {
    const mood = MOODS[this.random.below(MOODS.length)] ?? 'cut'
    this.note(mood)
    return mood
  }

  private async write(times: number): Promise<void> {
    for (let nth = 0; nth < times; nth++) {
      const isWritten = await this.station?.write({ nth: ++this.written, text: 'x'.repeat(this.random.below(300)) })
      if (isWritten === false) return this.restart()
      this.note('written')
    }
  }

  private async restart(): Promise<void> {
    this.note('restart')
    this.disk.kill()
    await this.open()
  }

  private setBack(): void {
    const all = this.hub.messages()
    this.note('set back')
    // Its own programs end too; nobody stays connected over that.
    this.hub.setAway('unreachable')
    this.hub.setBackTo(all[this.random.below(all.length + 1)]?.place ?? 0)
    this.hub.setAway(null)
  }

  /** What a neighbour can bring the hub's server to put there, and what it can copy. */
  private junk(): void {
    this.note('junk')
    const own = this.hub.messages().at(-1)
    const isReplay = own !== undefined && this.random.below(2) === 0
    if (isReplay) this.hub.put({ subject: SUBJECT, headers: own.headers, payload: own.payload.subarray(1) })
    else this.hub.put({ subject: SUBJECT, headers: {}, payload: Buffer.from('{"stream":"JRNL","seq":7}') })
  }

  private async open(): Promise<void> {
    this.station?.leave()
    do {
      this.note('opened')
      const { clock, disk, random } = this
      this.station = await openSyncing({
        ...{ clock, disk, random, hub: this.bent(), identity: IDENTITY, sender: SENDER },
      }).catch(() => null)
    } while (this.station === null)
  }

  /** The hub as the station sees it, with the planted bug between. */
  private bent(): Hub {
    const hub = this.hub.hubOf(SUBJECT)
    const { bug } = this
    if (bug === null) return hub
    return bentHub(hub, (line) => ({
      newest: async (subject) => {
        const heard = await line.newest(subject)
        // One that takes whatever is newest for the end of what it sent.
        return bug === 'junk-is-ours' && heard.is === 'heard' && heard.value && isJunk(heard.value.headers)
          ? { is: 'heard', value: null }
          : heard
      },
      add: async (message, after) => {
        const added = await line.add(message, after)
        return bug === 'silence-is-added' && added.is === 'silence' ? { is: 'added', place: after + 1 } : added
      },
    }))
  }

  /** What does not hold between the journal and the hub, or null. */
  count(): string | null {
    const key = ed25519In(IDENTITY.publicKey)
    if (!key || !this.station) return 'there is no station'
    const { seq, hash } = this.station.journal.head()
    let [next, prev] = [1, '']
    for (const message of this.hub.messages()) {
      const read = readBatch(SENDER, message, key)
      if (read.is !== 'batch') continue
      const { first, last } = read.batch
      if (first !== next) return `a batch begins at ${first}, and ${next} was to come`
      if (read.batch.prev !== prev) return `the batch at ${first} goes on from another record`
      ;[next, prev] = [last + 1, read.batch.hash]
    }
    if (next !== seq + 1)
      return `the hub has ${next - 1} of ${seq} records: ${JSON.stringify(this.station.uplink.state())}`
    if (prev !== hash) return 'the hub ends with another record'
    this.note('agreed')
    return null
  }

  private note(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1)
  }
}

const isJunk = (headers: Readonly<Record<string, string>>): boolean => headers['J-Sig'] === undefined

function makeIdentity(): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    sign: (text) => sign(null, text, privateKey).toString('base64'),
  }
}
