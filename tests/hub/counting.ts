import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { jetstream, type JsMsg } from '@nats-io/jetstream'
import { makeRealDisk } from '#drivers/disk/real'
import { JOURNALS } from '#drivers/hub/names'
import { makeNatsHub } from '#drivers/hub/nats'
import { makeRealRandom } from '#drivers/random/real'
import { ed25519In } from '#main/ed25519'
import { readBatch, subjectOf } from '#main/sync/batch'
import { openSyncing, type SyncingStation } from '../sync/station.ts'
import { clock, type Enrolled, type TestHub } from './hub.ts'

/** A station on a real disk, at the hub or at what stands before it. */
export interface RealStation extends SyncingStation {
  /** The same disk, as after the program has ended and begun again. */
  readonly restart: () => Promise<RealStation>
  readonly remove: () => void
}

const disk = makeRealDisk()

export async function openStation(
  { address, identity, sender }: Enrolled,
  servers: readonly string[] = address.servers,
  folder = mkdtempSync(join(tmpdir(), 'station-')),
): Promise<RealStation> {
  const station = await openSyncing({
    ...{
      clock,
      disk: { process: () => disk },
      random: makeRealRandom(),
      identity,
      sender,
      folder: join(folder, 'journal'),
    },
    hub: makeNatsHub({ ...address, servers }, clock),
  })
  if (!station) throw new Error('the disk failed')
  return {
    ...station,
    restart: async () => {
      station.leave()
      await station.uplink.ended
      await station.journal.close()
      return openStation({ address, identity, sender, hub: makeNatsHub(address, clock) }, servers, folder)
    },
    remove: () => {
      station.leave()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const AT_ONCE = 250
/** As long as a sale's record. */
const TEXT = '小麦便利店 收款 '.repeat(12)

export async function write(station: SyncingStation, count: number): Promise<void> {
  for (let left = count; left > 0; left -= AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, (_, nth) => station.write({ nth, text: TEXT })))
}

/** Waits until the hub has all of it, and says how long that took, ms. */
export async function drained(station: SyncingStation, withinMs: number): Promise<number> {
  const began = performance.now()
  for (let last = ''; ;) {
    const state = station.uplink.state()
    last = JSON.stringify(state)
    if (state.is === 'up-to-date') return performance.now() - began
    if (performance.now() - began > withinMs) throw new Error(`not sent in ${withinMs} ms: ${last}`)
    await sleep(5)
  }
}

export interface Counted {
  readonly records: number
  readonly batches: number
  /** Messages that are no batch of this station. */
  readonly junk: number
  readonly hash: string
}

const TRIES = 5

/** Reads all that the hub has of a station, as head office does, and holds it to be each record once, in order. */
export async function counted(hub: TestHub, { sender, identity }: Enrolled): Promise<Counted> {
  const key = ed25519In(identity.publicKey)
  if (!key) throw new Error('no key')
  let [next, prev, batches, junk] = [1, '', 0, 0]
  for (const { headers, data: payload } of await messagesOf(hub, subjectOf(sender))) {
    const words = Object.fromEntries((headers?.keys() ?? []).map((name) => [name, headers?.last(name) ?? '']))
    const ours = Object.fromEntries(Object.entries(words).filter(([name]) => name.startsWith('J-')))
    const read = readBatch(sender, { headers: ours, payload }, key)
    if (read.is !== 'batch') {
      junk++
      continue
    }
    const { first, last, hash } = read.batch
    if (first !== next || read.batch.prev !== prev) throw new Error(`a batch begins at ${first}; ${next} was to come`)
    ;[next, prev] = [last + 1, hash]
    batches++
  }
  return { records: next - 1, batches, junk, hash: prev }
}

/** A hub that has just come back may not answer the first time. */
async function messagesOf(hub: TestHub, subject: string): Promise<JsMsg[]> {
  for (let nth = 1; ; nth++) {
    try {
      const ledger = await hub.as('ledger')
      const consumer = await jetstream(ledger).consumers.get(JOURNALS, { filter_subjects: subject })
      const { num_pending: count } = await consumer.info()
      const messages: JsMsg[] = []
      if (count === 0) return messages
      for await (const message of await consumer.consume({ idle_heartbeat: 2_000 })) {
        messages.push(message)
        if (messages.length === count) break
      }
      await ledger.close()
      return messages
    } catch (cause) {
      if (nth === TRIES) throw cause
      await sleep(nth * 500)
    }
  }
}
