/**
 * The stations of a crowd, in a process of their own, told over its channel what to do: each has its key, its
 * credentials, its journal on the disk and its line to the hub.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import process from 'node:process'
import { makeNatsHub } from '#drivers/hub/nats'
import type { Identity } from '#main/identity'
import type { Sender } from '#main/sync/batch'
import { openStation, TEXT, write, type RealStation } from './counting.ts'
import { clock, makeIdentity } from './hub.ts'

export type Order =
  | { readonly do: 'make'; readonly senders: readonly Sender[] }
  | {
      readonly do: 'open'
      readonly servers: readonly string[]
      readonly ca: string
      readonly credentials: readonly string[]
      /** Between one and the next. */
      readonly everyMs: number
    }
  /** So many records each; `keep`: into the journal, and nothing is sent of it before they are woken. */
  | { readonly do: 'write' | 'keep'; readonly records: number }
  /** They begin to send; as soon as the hub has taken something, the server that runs as this process is killed. */
  | { readonly do: 'wake'; readonly killing: number }
  | { readonly do: 'tell' | 'heads' | 'end' }

export interface Told {
  readonly keys?: readonly string[]
  readonly heads?: readonly { readonly seq: number; readonly hash: string }[]
  /** Of all together: records that the hub is known to have, and that are written. */
  readonly sent: number
  readonly written: number
  /** Stations that have something to send. */
  readonly behind: number
  readonly states: Readonly<Record<string, number>>
  readonly rssMb: number
}

interface Made {
  readonly sender: Sender
  readonly identity: Identity
}

const SEGMENT_BYTES = 40_000
const WRITING = 16
/** Made durable together; no batch is longer. */
const AT_ONCE = 50
let made: readonly Made[] = []
const stations: RealStation[] = []

async function work(order: Order): Promise<Partial<Told>> {
  if (order.do === 'make') {
    made = order.senders.map((sender) => ({ sender, identity: makeIdentity() }))
    return { keys: made.map(({ identity }) => identity.publicKey) }
  }
  if (order.do === 'open') {
    const { servers, ca, credentials, everyMs } = order
    for (const [nth, each] of made.entries()) {
      const address = { servers, ca, credentials: Buffer.from(credentials[nth] ?? ''), ...each.sender }
      const enrolled = { ...each, address, hub: makeNatsHub(address, clock) }
      stations.push(await openStation(enrolled, servers, SEGMENT_BYTES))
      await sleep(everyMs)
    }
  }
  if (order.do === 'write' || order.do === 'keep') {
    const each = order.do === 'write' ? write : keep
    const left = [...stations]
    const some = async () => {
      for (let next = left.pop(); next; next = left.pop()) await each(next, order.records)
    }
    await Promise.all(Array.from({ length: WRITING }, some))
  }
  if (order.do === 'wake') {
    const { sent } = told()
    for (const { uplink } of stations) uplink.wake()
    while (told().sent === sent) await sleep(1)
    process.kill(order.killing, 'SIGKILL')
  }
  if (order.do === 'heads') return { heads: stations.map(({ journal }) => journal.head()) }
  if (order.do === 'end') for (const station of stations) station.remove()
  return {}
}

async function keep({ journal }: RealStation, records: number): Promise<void> {
  const ts = clock.nowMs()
  for (let left = records; left > 0; left -= AT_ONCE) {
    const some = Array.from({ length: Math.min(left, AT_ONCE) }, (_, nth) => `kept-${left}-${nth}`)
    await Promise.all(some.map((txn) => journal.append({ txn, type: 'test', ts, body: { txn, text: TEXT } })))
  }
}

function told(): Told {
  const states: Record<string, number> = {}
  let [sent, written, behind] = [0, 0, 0]
  for (const station of stations) {
    const { is } = station.uplink.state()
    states[is] = (states[is] ?? 0) + 1
    const [own, head] = [station.sent(), station.journal.head().seq]
    sent += own
    written += head
    if (own < head) behind++
  }
  return { sent, written, behind, states, rssMb: Math.round(process.memoryUsage().rss / 2 ** 20) }
}

process.on('message', ({ id, order }: { readonly id: number; readonly order: Order }) => {
  void work(order).then((more) => {
    process.send?.({ id, told: { ...told(), ...more } })
    if (order.do === 'end') process.disconnect()
  })
})
