import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { JOURNALS } from '#drivers/hub/names'
import { oneCluster } from '../ledger/cluster.ts'
import { inLedger, openBooks, type Books } from './books.ts'
import { agreed, drained, openStation, sentTo, write, type RealStation } from './counting.ts'
import { managerOf, startHub, type TestHub, type TestNode } from './hub.ts'

/** Three servers, of which some are killed: what was told to a station stays, and what was not is sent again. */
const KILLS = 3
const ENTRIES_A_KILL = 3_334
const WITHIN_MS = 90_000
const QUIET_MS = 4_000
let hub: TestHub
let books: Books
let number = 10
const open: RealStation[] = []
const cluster = oneCluster()
const say = (line: string) => void process.stdout.write(`${line}\n`)

beforeAll(async () => {
  hub = await startHub(3)
  books = await openBooks(hub, cluster())
})
afterAll(async () => {
  for (const each of open) each.remove()
  await books.close()
  await hub.close()
})

async function stationAt() {
  const enrolled = await hub.enrol({ shop: 's01', station: String(number++) })
  await books.enrol(enrolled)
  const station = await openStation(enrolled)
  open.push(station)
  await drained(station, WITHIN_MS)
  return { enrolled, station }
}

async function leader(): Promise<TestNode> {
  for (;;) {
    const name = await managerOf(hub)
      .then(async (manager) => (await manager.streams.info(JOURNALS)).cluster?.leader)
      .catch(() => undefined)
    const node = hub.nodes.find((each) => each.name === name)
    if (node) return node
    await sleep(200)
  }
}

it('loses and doubles nothing where the one that leads is killed in the midst of it', async () => {
  const { enrolled, station } = await stationAt()
  const stalls: number[] = []
  for (let kill = 1; kill <= KILLS; kill++) {
    const leads = await leader()
    const writing = write(station, ENTRIES_A_KILL)
    await sentTo(station, station.sent() + 500, WITHIN_MS)
    const began = performance.now()
    await leads.end('SIGKILL')
    const isAway = station.sent()
    await sentTo(station, isAway + 1, WITHIN_MS)
    stalls.push(Math.round(performance.now() - began))
    await writing
    await leads.start()
    await drained(station, WITHIN_MS)
  }
  const records = station.journal.head().seq
  expect(records).toBe(KILLS * ENTRIES_A_KILL)
  const found = await agreed(hub, enrolled, station)
  const booked = inLedger(await books.agree(enrolled, station))
  const all = `${found.records} of ${records} records, 0 doubled, ${found.misread} reads short; ${booked}`
  say(`leader killed ${KILLS} times: ${all}; stood still ${stalls.join(', ')} ms`)
})

it('takes nothing without two of three, and goes on when they are back', async () => {
  const { enrolled, station } = await stationAt()
  await write(station, 500)
  await drained(station, WITHIN_MS)
  const away = hub.nodes.slice(1)
  for (const node of away) await node.end('SIGKILL')
  await write(station, 500)
  await sleep(QUIET_MS)
  expect(station.uplink.state().is).not.toBe('up-to-date')
  expect(station.sent()).toBe(500)
  const began = performance.now()
  for (const node of away) await node.start()
  await sentTo(station, 1_000, WITHIN_MS)
  const ms = Math.round(performance.now() - began)
  const { records, misread } = await agreed(hub, enrolled, station)
  const booked = inLedger(await books.agree(enrolled, station))
  const all = `${records} of 1000 records, 0 doubled, ${misread} reads short; ${booked}`
  say(`two of three killed: nothing taken meanwhile; ${all}, ${ms} ms after they began`)
})
