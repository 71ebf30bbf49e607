import { jetstream, type JetStreamClient } from '@nats-io/jetstream'
import { connectAs } from '../../build/hub/admin.ts'
import { makeNatsHub } from '#drivers/hub/nats'
import { trainingGoods } from '#main/catalogue/training-goods'
import { makeRealDisk } from '#drivers/disk/real'
import { ensureIdentity } from '#main/identity'
import { makeRealRandom } from '#drivers/random/real'
import { openStation, sentTo, write } from '../hub/counting.ts'
import { clock, startHub, type TestHub } from '../hub/hub.ts'
import { onDiskParts, openOnDisk, type OnDisk } from '../world/on-disk.ts'
import { staff } from '../world/people.ts'
import { median, quantile, row, type Row } from './row.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const ENTRIES = 10_000
const ROUNDS = 5
/** So many messages wait for their answer at once. */
const WINDOW = 512

/**
 * Head office's hub on this machine: a journal on its way to it, against the same bytes published as fast as the server
 * takes them; and the counter while it is on its way, against one that sends nothing.
 */
export async function syncRows(folder: string): Promise<Row[]> {
  const hub = await startHub()
  try {
    return [...(await drainRows(hub)), ...(await counterRows(hub, folder))]
  } finally {
    await hub.close()
  }
}

/** A till that was away and has 10,000 records to send: signed, fenced, one batch after the other. */
async function drainRows(hub: TestHub): Promise<Row[]> {
  const office = await connectAs(hub, await hub.office.ownCredentials('office'))
  const stream = jetstream(office)
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    const enrolled = await hub.enrol({ shop: 's01', station: String(10 + round) })
    const away = await openStation(enrolled, ['localhost:9'])
    await write(away, ENTRIES)
    away.leave()
    const began = performance.now()
    const station = await openStation({ ...enrolled, folder: away.folder })
    await sentTo(station, ENTRIES)
    ours.push(performance.now() - began)
    theirs.push(await published(stream, `j.raw.${round}`, await linesIn(away.folder)))
    station.remove()
    away.remove()
  }
  await office.close()
  const rate = (ms: readonly number[]) => ENTRIES / (median(ms) / 1_000)
  return [
    row('10,000 records to the hub', 'ms', median(ours), 'the same, published raw', median(theirs), 1),
    row('records/s to the hub', '/s', rate(ours), 'published raw', rate(theirs), null),
  ]
}

/** The lines of a journal, as they lie on the disk. */
async function linesIn(folder: string): Promise<Buffer[]> {
  const at = join(folder, 'journal')
  const files = (await readdir(at)).filter((name) => name.endsWith('.jsonl')).sort()
  const lines: Buffer[] = []
  for (const name of files) {
    const bytes = await readFile(join(at, name))
    for (let from = 0; from < bytes.length;) {
      const end = bytes.indexOf(0x0a, from) + 1
      lines.push(bytes.subarray(from, end))
      from = end
    }
  }
  return lines
}

async function published(stream: JetStreamClient, subject: string, lines: readonly Uint8Array[]): Promise<number> {
  const began = performance.now()
  const under: Promise<unknown>[] = []
  for (const line of lines) {
    under.push(stream.publish(subject, line))
    if (under.length >= WINDOW) await under.shift()
  }
  await Promise.all(under)
  return performance.now() - began
}

const BLOCKS = 12
const SALES = 60

/** Cash at the door while what was sold before goes to head office, against a station that has none. */
async function counterRows(hub: TestHub, folder: string): Promise<Row[]> {
  const apart = await openOnDisk(join(folder, 'apart'))
  const joined = await openJoined(hub, join(folder, 'joined'))
  await staff(apart.ask)
  await staff(joined.ask)
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let block = 0; block < BLOCKS; block++) {
    ours.push(...(await sold(joined)))
    // What is left to send is none of the other's.
    await sleep(300)
    theirs.push(...(await sold(apart)))
  }
  await joined.station.close()
  await apart.station.close()
  const against = 'without head office'
  return [
    row('cash, with head office, p50', 'ms', median(ours), against, median(theirs), 1.1),
    row('cash, with head office, p99', 'ms', quantile(ours, 0.99), against, quantile(theirs, 0.99), null),
  ]
}

async function openJoined(hub: TestHub, folder: string): Promise<OnDisk> {
  const [disk, sender] = [makeRealDisk(), { shop: 's01', station: '01' }]
  const identity = await ensureIdentity({ disk, folder }, makeRealRandom())
  const { address } = await hub.enrol(sender, identity)
  const parts = onDiskParts(folder)
  return openOnDisk(folder, {
    firstSettings: { idleLockMinutes: null, hub: { servers: [...hub.servers], shop: sender.shop } },
    devices: async (...given) => ({
      ...(await parts.devices(...given)),
      hub: { is: 'hub', hub: makeNatsHub(address, clock) },
    }),
  })
}

async function sold({ station, ask }: OnDisk): Promise<number[]> {
  const took: number[] = []
  for (let sale = 0; sale < SALES; sale++) {
    await ask('sale.add', { sku: trainingGoods[0]?.sku, quantity: 1 })
    const due = station.view('cashier').sale?.cashDue
    const began = performance.now()
    const paid = await ask('sale.payCash', { due, given: due })
    took.push(performance.now() - began)
    if (!paid.ok) throw new Error(paid.why)
    await station.idle()
  }
  return took
}
