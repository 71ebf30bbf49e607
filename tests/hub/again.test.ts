import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CashierView } from '#contract/view'
import { JOURNALS } from '#drivers/hub/names'
import { subjectOf } from '#main/sync/batch'
import { oneCluster } from '../ledger/cluster.ts'
import { comes } from '../ledger/projecting.ts'
import { AS_MANAGER, staff } from '../world/people.ts'
import { openBooks, type Books } from './books.ts'
import { startHub, type TestHub } from './hub.ts'
import { openJoined, type JoinedStation } from './joined.ts'

/** A whole station, a hub that lost some of what it had, and the ledger, which asks the station to send that again. */
const WITHIN_MS = 60_000
const cluster = oneCluster()
const scratch = mkdtempSync(join(tmpdir(), 'again-'))
let hub: TestHub
let books: Books
let station: JoinedStation
let office: JetStreamManager

beforeAll(async () => {
  hub = await startHub()
  office = await jetstreamManager(await hub.as('office'))
  // A hub that messages can be taken out of, as one that has lost them.
  const { config } = await office.streams.info(JOURNALS)
  await office.streams.delete(JOURNALS)
  await office.streams.add({ ...config, deny_delete: false, deny_purge: false })
  const [only] = await openJoined(hub, scratch, ['01'])
  if (!only) throw new Error('not opened')
  station = only
  await staff(station.ask)
  await station.ask('operators.signIn', AS_MANAGER)
  books = await openBooks(hub, cluster())
}, 60_000)
afterAll(async () => {
  await station.station.close()
  await books.close()
  await hub.close()
  rmSync(scratch, { recursive: true, force: true })
})

const shown = () => (station.station.view('cashier') as CashierView).office // the cashier's role gives its view
const isUp = (seq: number | undefined) => seq !== undefined && seq === shown()?.head
const sold = async (sales: number) => {
  for (let sale = 0; sale < sales; sale++) {
    await station.ask('sale.add', { sku: 'DRK001', quantity: 1 })
    await station.ask('sale.payCash', { due: 150, given: 150 })
  }
  await station.station.idle()
}

it('has each record once in the end: what the hub lost is asked for, and sent again by the station', async () => {
  await sold(2)
  await comes(() => Promise.resolve(isUp(shown()?.sent?.seq)), WITHIN_MS)
  await sold(2)
  await comes(() => Promise.resolve(isUp(shown()?.sent?.seq)), WITHIN_MS)
  const subject = subjectOf(station.enrolled.sender)
  const { state } = await office.streams.info(JOURNALS, { subjects_filter: subject })
  expect(state.subjects?.[subject]).toBeGreaterThanOrEqual(2)
  // The first batch is gone, and all that comes after it has nothing to go on from.
  const first = await office.direct.getMessage(JOURNALS, { next_by_subj: subject, seq: 1 })
  await office.streams.deleteMessage(JOURNALS, first?.seq ?? 0)
  await books.enrol(station.enrolled)
  await comes(async () => (await books.ledger.lacking()).length > 0, WITHIN_MS)
  await sold(1)
  await comes(() => Promise.resolve(isUp(shown()?.ledger?.seq)), WITHIN_MS)
  const [standing] = await books.ledger.standing()
  expect(standing?.seq).toBe(shown()?.head)
  await comes(async () => (await books.ledger.lacking()).length === 0, WITHIN_MS)
  // How far the ledger is came back to the station, with the hash that both know.
  expect(standing?.hash?.slice(0, 8)).toBe(shown()?.ledger?.hash)
}, 150_000)
