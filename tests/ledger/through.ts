import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualHub } from '#drivers/hub/virtual'
import type { HubMessage } from '#drivers/hub/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { beginEpoch } from '#journal/new-epoch'
import type { Identity } from '#main/identity'
import { subjectOf, type Sender } from '#main/sync/batch'
import { bent, copied, write } from '../sync/clones.ts'
import { MOODS } from '../sync/day.ts'
import { FOLDER, openSyncing } from '../sync/station.ts'

/** What two programs of one name and one key left in a hub. */
export interface Left {
  /** `clone`: the copy of a running disk · `restored`: of an old one, which goes on in an epoch of its own. */
  readonly as: 'clone' | 'restored'
  /** Whether the hub took whatever came, as one that has lost its head may. */
  readonly isUnfenced: boolean
  readonly messages: readonly HubMessage[]
  /** The hashes of each one's journal, from its first record on. */
  readonly journals: readonly (readonly string[])[]
  readonly states: readonly string[]
}

const MINUTE_MS = 60_000
const MOVES = 10

export async function playThrough(seed: number, sender: Sender, identity: Identity): Promise<Left> {
  const random = makeVirtualRandom(seed)
  const clock = makeVirtualClock(Date.UTC(2026, 4, 4, 1))
  const hub = makeVirtualHub(clock)
  const [as, isUnfenced] = [random.below(2) === 0 ? 'clone' : 'restored', random.below(2) === 0] as const
  const line = bent(hub, isUnfenced ? 'unfenced' : null, subjectOf(sender))
  const start = async (disk: VirtualDisk) => {
    const station = await openSyncing({ ...{ clock, random, disk, identity, sender }, hub: line })
    if (!station) throw new Error('a sound disk opens')
    return station
  }
  const disks = [1, 2].map((nth) => makeVirtualDisk(makeVirtualRandom(seed ^ nth).below))
  const [first, second] = disks
  if (!first || !second) throw new Error('two disks')
  const one = await start(first)
  await write(one, random, 1 + random.below(20))
  await clock.advance(random.below(2) * MINUTE_MS)
  await copied(first, second)
  if (random.below(2) === 0) await write(one, random, 1 + random.below(10))
  await clock.advance(random.below(2) * MINUTE_MS)
  if (as === 'restored') await inNewEpoch(second, sender, random.id())
  const both = [one, await start(second)] as const
  for (let move = 0; move < MOVES; move++) {
    if (random.below(3) === 0) hub.will(MOODS[random.below(MOODS.length)] ?? 'cut')
    else await write(both[random.below(2)] ?? one, random, 1 + random.below(4))
    await clock.advance(random.below(5_000))
  }
  hub.will()
  await clock.advance(10 * MINUTE_MS)
  const states = both.map(({ uplink }) => uplink.state().is)
  for (const each of both) each.leave()
  const journals = await Promise.all(both.map(({ hashAt, journal }) => hashesOf(hashAt, journal.head().seq)))
  return { as, isUnfenced, messages: [...hub.messages()], journals, states }
}

async function inNewEpoch(disk: VirtualDisk, { station }: Sender, txn: string): Promise<void> {
  const parts = { disk: disk.process(), folder: FOLDER, journal: `${station}-e1`, epoch: 2 }
  const begun = await beginEpoch({ ...parts, nowMs: Date.UTC(2026, 4, 4, 3), txn, fork: `fork of ${txn}` })
  if (!begun.ok) throw new Error(begun.why)
}

async function hashesOf(hashAt: (seq: number) => Promise<string | null>, last: number): Promise<string[]> {
  const hashes = []
  for (let seq = 1; seq <= last; seq++) hashes.push((await hashAt(seq)) ?? '')
  return hashes
}
