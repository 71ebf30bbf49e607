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
  readonly folder: string
  readonly remove: () => void
}

const disk = makeRealDisk()
/** So many bytes are a batch: ten thousand records are some two hundred. */
const SEGMENT_BYTES = 40_000

export async function openStation(
  {
    address,
    identity,
    sender,
    folder = mkdtempSync(join(tmpdir(), 'station-')),
  }: Enrolled & {
    /** Where it was before; a new one where it is left out. */
    readonly folder?: string
  },
  servers: readonly string[] = address.servers,
  segmentBytes = SEGMENT_BYTES,
): Promise<RealStation> {
  const station = await openSyncing({
    ...{ clock, disk: { process: () => disk }, random: makeRealRandom(), identity, sender, segmentBytes },
    folder: join(folder, 'journal'),
    hub: makeNatsHub({ ...address, servers }, clock),
  })
  if (!station) throw new Error('the disk failed')
  return {
    ...{ ...station, folder },
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

/** It says that it is up to date before it has heard of what was just written: so long it must go on saying so. */
const STEADY_MS = 100
const LOOK_MS = 5

/** Waits until the hub has all of it. */
export async function drained(station: SyncingStation, withinMs: number): Promise<void> {
  const began = performance.now()
  let since = began
  while (performance.now() - since < STEADY_MS) {
    const state = station.uplink.state()
    if (state.is !== 'up-to-date') since = performance.now()
    if (performance.now() - began > withinMs) throw new Error(`not sent in ${withinMs} ms: ${JSON.stringify(state)}`)
    await sleep(LOOK_MS)
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

export interface Agreed extends Counted {
  /** Reads in which something was missing: of a server that had not caught up, or that never does. */
  readonly misread: number
}

const READS = 12
const BETWEEN_MS = 1_000

/**
 * Reads until it is what the station has, and nothing else. A hub of three is read wherever it chooses to be, and its
 * servers do not always have the same (decision 0031): one of them without a gap is enough, and none is a failure.
 */
export async function agreed(hub: TestHub, enrolled: Enrolled, station: SyncingStation): Promise<Agreed> {
  const { seq, hash } = station.journal.head()
  for (let misread = 0; ; misread++) {
    let found: Counted | string
    try {
      found = await counted(hub, enrolled)
    } catch (cause) {
      if (hub.nodes.length === 1) throw cause
      found = String(cause)
    }
    if (typeof found !== 'string') {
      const isWhole = found.records === seq && found.hash === hash
      if (isWhole && found.junk === 0 && found.repeats === 0) return { ...found, misread }
    }
    if (hub.nodes.length === 1 || misread === READS)
      throw new Error(`the hub has other than ${seq} records, after ${misread} reads: ${JSON.stringify(found)}`)
    await sleep(BETWEEN_MS)
  }
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
