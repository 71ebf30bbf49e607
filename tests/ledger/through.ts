import type { Clock } from '#drivers/clock/port'
import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualHub } from '#drivers/hub/virtual'
import type { Hub, HubMessage } from '#drivers/hub/port'
import type { Random } from '#drivers/random/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { beginEpoch } from '#journal/new-epoch'
import type { Identity } from '#main/identity'
import { subjectOf, type Sender } from '#main/sync/batch'
import { bentHub } from '../sync/bent.ts'
import { copied, write } from '../sync/clones.ts'
import { MOODS } from '../sync/day.ts'
import { FOLDER, openSyncing, type SyncingStation } from '../sync/station.ts'

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

/** The hub that they meet, and how time passes before it. */
export interface Between {
  readonly clock: Clock
  readonly hub: Hub
  readonly pass: (ms: number) => Promise<unknown>
  /** Something goes wrong with what is asked next. */
  readonly trouble: (random: Random) => void
  /** Nothing goes wrong any more, and whatever is on its way has got there. */
  readonly settle: (stations: readonly SyncingStation[]) => Promise<unknown>
  readonly messages: () => Promise<readonly HubMessage[]>
}

const MINUTE_MS = 60_000
const MOVES = 10

export function twinBetween(sender: Sender): Between {
  const clock = makeVirtualClock(Date.UTC(2026, 4, 4, 1))
  const hub = makeVirtualHub(clock)
  return {
    ...{ clock, hub: hub.hubOf(subjectOf(sender)), pass: (ms) => clock.advance(ms) },
    trouble: (random) => hub.will(MOODS[random.below(MOODS.length)] ?? 'cut'),
    settle: () => {
      hub.will()
      return clock.advance(10 * MINUTE_MS)
    },
    messages: () => Promise.resolve([...hub.messages()]),
  }
}

/** A hub that puts each message behind whatever is newest. */
const unfenced = (hub: Hub, sender: Sender): Hub =>
  bentHub(hub, (line) => ({
    add: async (message) => {
      const newest = await line.newest(subjectOf(sender))
      return newest.is === 'heard' ? line.add(message, newest.value?.place ?? 0) : { is: 'silence' }
    },
  }))

export async function playThrough(
  seed: number,
  { sender, identity }: { readonly sender: Sender; readonly identity: Identity },
  between: Between,
): Promise<Left> {
  const random = makeVirtualRandom(seed)
  const { clock, pass } = between
  const [as, isUnfenced] = [random.below(2) === 0 ? 'clone' : 'restored', random.below(2) === 0] as const
  const hub = isUnfenced ? unfenced(between.hub, sender) : between.hub
  const start = async (disk: VirtualDisk) => {
    const station = await openSyncing({ clock, random, disk, identity, sender, hub })
    if (!station) throw new Error('a sound disk opens')
    return station
  }
  const disks = [1, 2].map((nth) => makeVirtualDisk(makeVirtualRandom(seed ^ nth).below))
  const [first, second] = disks
  if (!first || !second) throw new Error('two disks')
  const one = await start(first)
  await write(one, random, 1 + random.below(20))
  await pass(random.below(2) * MINUTE_MS)
  await copied(first, second)
  if (random.below(2) === 0) await write(one, random, 1 + random.below(10))
  await pass(random.below(2) * MINUTE_MS)
  if (as === 'restored') await inNewEpoch(second, sender, random.id())
  const both = [one, await start(second)] as const
  for (let move = 0; move < MOVES; move++) {
    if (random.below(3) === 0) between.trouble(random)
    else await write(both[random.below(2)] ?? one, random, 1 + random.below(4))
    await pass(random.below(5_000))
  }
  await between.settle(both)
  const states = both.map(({ uplink }) => uplink.state().is)
  for (const each of both) each.leave()
  const journals = await Promise.all(both.map(({ hashAt, journal }) => hashesOf(hashAt, journal.head().seq)))
  return { as, isUnfenced, messages: await between.messages(), journals, states }
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
