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
export const BUGS = ['silence-is-added', 'junk-is-ours', 'once-is-enough'] as const
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
  /** Whether its hub loses messages in the midst, and what its reader has asked for again. */
  private readonly isLossy
  private sent = 0
  private demand: { readonly id: string; readonly from: number } | null = null

  constructor(seed: number, bug: Bug | null) {
    this.random = makeVirtualRandom(seed)
    this.disk = makeVirtualDisk(makeVirtualRandom(seed ^ 0x5eed).below)
    this.hub = makeVirtualHub(this.clock)
    this.bug = bug
    this.isLossy = seed % 2 === 0
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
    if (this.isLossy) await this.readOut()
  }

  /** What the reader of the hub lacks in the end it asks for, and has then. */
  private async readOut(): Promise<void> {
    const { next } = this.read()
    if (next > (this.station?.journal.head().seq ?? 0)) return
    this.note('asked in the end')
    this.ask(next)
    await this.clock.advance(10 * MINUTE_MS)
  }

  private ask(from: number): void {
    this.demand = { id: this.random.id(), from }
    this.heardAgain()
  }

  /** What is asked for is posted, so it is heard again and again. */
  private heardAgain(): void {
    if (this.demand) this.station?.uplink.sendAgainFrom(this.demand.from, this.demand.id)
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
    else if (this.isLossy) this.lose()
    else hub.setAway(null)
    this.heardAgain()
  }

  private lose(): void {
    const all = this.hub.messages()
    const place = all[this.random.below(Math.max(1, all.length))]?.place
    if (place === undefined) return
    this.note('lost')
    this.hub.lose(place)
    const { next } = this.read()
    if (this.random.below(2) === 0) this.ask(this.random.below(3) === 0 ? this.random.below(next + 20) : next)
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
        const last = Number(message.headers['J-Last'])
        const isAgain = this.demand !== null && last >= this.demand.from && last <= this.sent
        this.sent = Math.max(this.sent, last)
        // One that takes what is asked for again, and was sent, for what is there.
        if (bug === 'once-is-enough' && isAgain) return { is: 'again', place: after }
        const added = await line.add(message, after)
        return bug === 'silence-is-added' && added.is === 'silence' ? { is: 'added', place: after + 1 } : added
      },
    }))
  }

  /** What does not hold between the journal and the hub, or null. */
  count(): string | null {
    if (!this.station) return 'there is no station'
    const { seq, hash } = this.station.journal.head()
    const { next, prev, amiss } = this.read()
    if (amiss !== null) return amiss
    if (next !== seq + 1)
      return `the hub has ${next - 1} of ${seq} records: ${JSON.stringify(this.station.uplink.state())}`
    if (prev !== hash) return 'the hub ends with another record'
    this.note('agreed')
    return null
  }

  /** The hub as its reader takes it: up to which record, and what can not be where nothing was lost. */
  private read(): { readonly next: number; readonly prev: string; readonly amiss: string | null } {
    const key = ed25519In(IDENTITY.publicKey)
    if (!key) throw new Error('the station has a key')
    const hashes = ['']
    for (const message of this.hub.messages()) {
      const read = readBatch(SENDER, message, key)
      if (read.is !== 'batch') continue
      const { first, prev, lines } = read.batch
      const said = (amiss: string) => ({ next: hashes.length, prev: hashes.at(-1) ?? '', amiss })
      if (!this.isLossy && first !== hashes.length)
        return said(`a batch begins at ${first}, and ${hashes.length} was to come`)
      if (first > hashes.length) continue
      if (hashes[first - 1] !== prev) return said(`the batch at ${first} goes on from another record`)
      for (const { record, hash } of lines) {
        if ((hashes[record.seq] ?? hash) !== hash) return said(`record ${record.seq} is there twice, and differs`)
        hashes[record.seq] = hash
      }
    }
    return { next: hashes.length, prev: hashes.at(-1) ?? '', amiss: null }
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
