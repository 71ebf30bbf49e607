import { makeRealClock } from '#drivers/clock/real'
import { makeVirtualHub, type VirtualHub } from '#drivers/hub/virtual'
import type { JournalFeed } from '#drivers/ledger/feed'
import { openLedger } from '#drivers/ledger/postgres'
import type { Ledger } from '#drivers/ledger/port'
import { makeVirtualFeed } from '#drivers/ledger/virtual-feed'
import type { Sender } from '#main/sync/batch'
import { afterEach, beforeEach } from 'vitest'
import { asked, oneCluster, type Cluster, type ScratchLedger } from './cluster.ts'
import { batchOf, newIdentity, type Life } from './lives.ts'
import { projected } from './projecting.ts'

/** A hub and a ledger, both empty, and one key that all stations sign with. */
export interface HubBox {
  readonly hub: VirtualHub
  readonly scratch: ScratchLedger
  readonly ledger: Ledger
  readonly enrol: (sender?: Sender) => Promise<void>
  /** Puts a batch of a life's records into the hub. */
  readonly put: (of: Life, first: number, last: number, sender?: Sender) => void
  readonly feed: () => JournalFeed
  /** Runs a projector until it has read all of the hub. */
  readonly project: () => ReturnType<typeof projected>
  /** How many there are in the ledger. */
  readonly records: () => Promise<number>
  readonly evidence: () => Promise<object[]>
  readonly met: () => Promise<string[]>
  readonly close: () => Promise<void>
}

export const SENDER: Sender = { shop: 's01', station: '01' }
export const identity = newIdentity()

async function openBox(cluster: Cluster, name: string): Promise<HubBox> {
  const scratch = await cluster.ledger(name)
  const ledger = openLedger(scratch.writer)
  const clock = makeRealClock()
  const hub = makeVirtualHub(clock)
  const feed = () => makeVirtualFeed(hub.messages, clock)
  return {
    ...{ hub, scratch, ledger, feed },
    enrol: (sender = SENDER) => scratch.office.enrol({ ...sender, publicKey: identity.publicKey }),
    put: (of, first, last, sender = SENDER) => hub.put(batchOf({ sender, identity }, of, { first, last })),
    project: () => projected(ledger, feed(), hub.messages().at(-1)?.place ?? 0),
    records: async () =>
      (await asked<{ n: number }>(scratch.owner, 'SELECT count(*)::int AS n FROM ledger.records'))[0]?.n ?? 0,
    evidence: () => asked(scratch.reader, 'SELECT shop, station, why, place::int FROM ledger.refused ORDER BY id'),
    met: async () =>
      (await ledger.encounters()).map(({ shop, station, why, times }) => `${shop} ${station} ${why} ${times}`),
    close: async () => {
      await ledger.close()
      await scratch.office.close()
    },
  }
}

/** Hands each of the tests around one of its own, on one cluster for them all. */
export function boxEach(opened: (box: HubBox) => unknown): void {
  const cluster = oneCluster()
  let box: HubBox
  let boxes = 0
  beforeEach(async () => {
    box = await openBox(cluster(), `hub_${++boxes}`)
    opened(box)
  })
  afterEach(() => box.close())
}
