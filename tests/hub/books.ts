import { expect } from 'vitest'
import { openLedger } from '#drivers/ledger/postgres'
import type { Ledger } from '#drivers/ledger/port'
import { makeNatsFeed } from '#drivers/ledger/nats-feed'
import { makeNatsWatermarks } from '#drivers/ledger/nats-watermarks'
import { asked, type Cluster, type ScratchLedger } from '../ledger/cluster.ts'
import { comes, running, type Running } from '../ledger/projecting.ts'
import type { SyncingStation } from '../sync/station.ts'
import { clock, ledgerAt, type Enrolled, type TestHub } from './hub.ts'

/** Head office's book of record on a PostgreSQL of its own, and the program that reads the hub into it. */
export interface Books {
  readonly scratch: ScratchLedger
  readonly ledger: Ledger
  readonly projector: Running
  readonly enrol: (enrolled: Enrolled) => Promise<void>
  /** Waits until the ledger has what the station has: each record once, in order, chained, and nothing else. */
  readonly agree: (enrolled: Enrolled, station: SyncingStation) => Promise<Booked>
  readonly close: () => Promise<void>
}

export interface Booked {
  readonly records: number
  /** How long the ledger took after the hub had all of it. */
  readonly ms: number
  /** How often the hub was read from its beginning so far. */
  readonly rescans: number
}

const AGREE_MS = 90_000
let books = 0

export async function openBooks(hub: TestHub, cluster: Cluster): Promise<Books> {
  const scratch = await cluster.ledger(`books_${++books}`)
  const ledger = openLedger(scratch.writer)
  const address = await ledgerAt(hub)
  const watermarks = makeNatsWatermarks(address, clock)
  const projector = running({ ledger, feed: makeNatsFeed(address, clock) }, { watermarks })
  return {
    ...{ scratch, ledger, projector },
    enrol: ({ sender, identity }) => scratch.office.enrol({ ...sender, publicKey: identity.publicKey }),
    agree: async ({ sender }, station) => {
      const began = performance.now()
      const { seq, hash } = station.journal.head()
      const standing = async () =>
        (await ledger.standing()).find((each) => each.shop === sender.shop && each.station === sender.station)
      await comes(async () => (await standing())?.seq === seq, AGREE_MS).catch(async (cause: unknown) => {
        const told = [await standing(), await ledger.lacking(), await ledger.place(), projector.state()]
        throw new Error(`the ledger has other than ${seq} records: ${JSON.stringify(told)}`, { cause })
      })
      const ms = Math.round(performance.now() - began)
      const rows = await asked<{ seq: number; hash: string; prev: string }>(scratch.owner, RECORDS, [
        ...[sender.shop, sender.station],
      ])
      expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: seq }, (_, nth) => nth + 1))
      expect(rows.every((row, nth) => row.prev === (rows[nth - 1]?.hash ?? ''))).toBe(true)
      expect([rows.at(-1)?.hash, await station.hashAt(1)]).toEqual([hash, rows[0]?.hash])
      await comes(async () => (await ledger.lacking()).length === 0, AGREE_MS)
      expect(await ledger.encounters()).toEqual([])
      return { records: rows.length, ms, rescans: projector.state().rescans }
    },
    close: async () => {
      await projector.end()
      await watermarks.close()
      await ledger.close()
      await scratch.office.close()
    },
  }
}

const RECORDS = 'SELECT seq::int, hash, prev FROM ledger.records WHERE shop = $1 AND station = $2 ORDER BY seq, branch'

export const inLedger = ({ records, ms, rescans }: Booked): string =>
  `${records} in the ledger, once each, ${ms} ms after${rescans > 0 ? `, hub read ${rescans + 1} times` : ''}`
