import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import type { Hub } from '#drivers/hub/port'
import { makeVirtualHub, type VirtualHub } from '#drivers/hub/virtual'
import type { Random } from '#drivers/random/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { ed25519In } from '#main/ed25519'
import { readBatch, subjectOf } from '#main/sync/batch'
import { dirname } from 'node:path'
import type { Played } from '../world/seeds.ts'
import { IDENTITY, MOODS, SENDER } from './day.ts'
import { bentHub } from './bent.ts'
import { openSyncing, type SyncingStation } from './station.ts'

/** A rule whose breach must be found out. */
export const CLONE_BUGS = ['unfenced'] as const
export type CloneBug = (typeof CLONE_BUGS)[number]

const SUBJECT = subjectOf(SENDER)
const MINUTE_MS = 60_000
const MOVES = 12

/**
 * A disk is copied, as a machine's image or an old backup is, and both programs go on with the same key and name. The
 * hub must end with one chain, and whoever's records are not in it must say so.
 */
export async function playClones(seed: number, bug: CloneBug | null): Promise<Played> {
  const random = makeVirtualRandom(seed)
  const clock = makeVirtualClock(Date.UTC(2026, 4, 4, 1))
  const hub = makeVirtualHub(clock)
  const tally = new Map<string, number>()
  const first = makeVirtualDisk(makeVirtualRandom(seed ^ 1).below)
  const start = (disk: VirtualDisk) => started({ clock, random, hub: bent(hub, bug) }, disk)
  const one = await start(first)
  await write(one, random, 1 + random.below(20))
  await clock.advance(random.below(2) * MINUTE_MS)
  const second = makeVirtualDisk(makeVirtualRandom(seed ^ 2).below)
  await copied(first, second)
  const both = [one, await start(second)] as const
  const isOld = random.below(2) === 0
  if (isOld) await write(one, random, 1 + random.below(10))
  for (let move = 0; move < MOVES; move++) {
    const each = both[random.below(2)] ?? one
    if (random.below(3) === 0) hub.will(MOODS[random.below(MOODS.length)] ?? 'cut')
    else await write(each, random, 1 + random.below(4))
    await clock.advance(random.below(5_000))
  }
  hub.will()
  await clock.advance(10 * MINUTE_MS)
  const broken = judged(hub, both)
  for (const { uplink } of both) tally.set(uplink.state().is, (tally.get(uplink.state().is) ?? 0) + 1)
  for (const each of both) each.leave()
  return { broken, tally }
}

async function started(
  parts: { readonly clock: VirtualClock; readonly random: Random; readonly hub: Hub },
  disk: VirtualDisk,
): Promise<SyncingStation> {
  const station = await openSyncing({ ...parts, disk, identity: IDENTITY, sender: SENDER })
  if (!station) throw new Error('a sound disk opens')
  return station
}

export async function write(station: SyncingStation, random: Random, times: number): Promise<void> {
  for (let nth = 0; nth < times; nth++) await station.write({ text: 'x'.repeat(random.below(200)), of: random.id() })
}

/** As a machine's image is: what was durable. */
export async function copied(from: VirtualDisk, to: VirtualDisk): Promise<void> {
  const disk = to.process()
  for (const [path, bytes] of from.files()) {
    await disk.makeFolder(dirname(path))
    const file = await disk.open(path, 'create')
    await file.write(bytes, 0)
    await file.sync()
    await file.close()
    await disk.syncFolder(dirname(path))
  }
}

/** The hub with the planted bug: it puts each message behind whatever is newest. */
export function bent(hub: VirtualHub, bug: CloneBug | null, subject = SUBJECT): Hub {
  const own = hub.hubOf(subject)
  if (bug === null) return own
  return bentHub(own, (line) => ({
    add: (message) => line.add(message, hub.messages().at(-1)?.place ?? 0),
  }))
}

function judged(hub: VirtualHub, both: readonly SyncingStation[]): string | null {
  const key = ed25519In(IDENTITY.publicKey)
  if (!key) return 'no key'
  let [next, prev] = [1, '']
  const hashes = new Map<number, string>()
  for (const message of hub.messages()) {
    const read = readBatch(SENDER, message, key)
    if (read.is !== 'batch') continue
    const { first, last, hash, lines } = read.batch
    if (first !== next || read.batch.prev !== prev) return `the hub has two branches at ${first}`
    for (const line of lines) hashes.set(line.record.seq, line.hash)
    ;[next, prev] = [last + 1, hash]
  }
  for (const { journal, uplink } of both) {
    const { seq, hash } = journal.head()
    const isThere = hashes.get(seq) === hash
    const { is } = uplink.state()
    if (isThere !== (is === 'up-to-date'))
      return `a station is ${is}, and its last record is ${isThere ? '' : 'not '}there`
    if (!isThere && is !== 'fork') return `a station whose records are not there is ${is}`
  }
  return null
}
