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
  readonly remove: () => void
}

const disk = makeRealDisk()
/** So many bytes are a batch: ten thousand records are some two hundred. */
const SEGMENT_BYTES = 40_000

export async function openStation(
  { address, identity, sender }: Enrolled,
  servers: readonly string[] = address.servers,
  segmentBytes = SEGMENT_BYTES,
): Promise<RealStation> {
  const folder = mkdtempSync(join(tmpdir(), 'station-'))
  const station = await openSyncing({
    ...{ clock, disk: { process: () => disk }, random: makeRealRandom(), identity, sender, segmentBytes },
    folder: join(folder, 'journal'),
    hub: makeNatsHub({ ...address, servers }, clock),
  })
  if (!station) throw new Error('the disk failed')
  return {
    ...station,
    remove: () => {
      station.leave()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const AT_ONCE = 50
/** As long as a sale's record. */
const TEXT = '小麦便利店 收款 '.repeat(12)

export async function write(station: SyncingStation, count: number): Promise<void> {
  for (let left = count; left > 0; left -= AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, (_, nth) => station.write({ nth, text: TEXT })))
}

/** Waits until the hub is known to have it up to this record. */
export async function sentTo(station: SyncingStation, seq: number, withinMs = 30_000): Promise<void> {
  const began = performance.now()
  while (station.sent() < seq) {
    if (performance.now() - began > withinMs)
      throw new Error(`not sent to ${seq}: ${JSON.stringify(station.uplink.state())}`)
    await sleep(1)
  }
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
  /** Records that were there before, word for word. */
  readonly repeats: number
  readonly hash: string
}

const TRIES = 5

/** Reads all that the hub has of a station, as head office does, and holds it to be each record once, in order. */
export async function counted(hub: TestHub, { sender, identity }: Enrolled): Promise<Counted> {
  const key = ed25519In(identity.publicKey)
  if (!key) throw new Error('no key')
  let [next, prev, batches, junk, repeats] = [1, '', 0, 0, 0]
  const known = new Map<number, string>()
  for (const { headers, data: payload } of await messagesOf(hub, subjectOf(sender))) {
    const words = Object.fromEntries((headers?.keys() ?? []).map((name) => [name, headers?.last(name) ?? '']))
    const ours = Object.fromEntries(Object.entries(words).filter(([name]) => name.startsWith('J-')))
    const read = readBatch(sender, { headers: ours, payload }, key)
    if (read.is !== 'batch') {
      junk++
      continue
    }
    for (const { record, hash } of read.batch.lines) {
      if (known.get(record.seq) === hash) {
        repeats++
        continue
      }
      if (record.seq !== next || record.prev !== prev) throw new Error(`${record.seq} comes where ${next} was to come`)
      known.set(record.seq, hash)
      ;[next, prev] = [next + 1, hash]
    }
    batches++
  }
  return { records: next - 1, batches, junk, repeats, hash: prev }
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
