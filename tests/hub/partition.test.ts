import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JOURNALS } from '#drivers/hub/names'
import { oneCluster } from '../ledger/cluster.ts'
import { inLedger, openBooks, type Books } from './books.ts'
import { agreed, drained, openStation, sentTo, write, type RealStation } from './counting.ts'
import { managerOf, startHub, type TestHub } from './hub.ts'
import { makeNetworks } from './networks.ts'

/** Three servers in networks of their own, which are parted while a station sends. */
const WITHIN_MS = 100_000
const QUIET_MS = 8_000
const RECORDS = 1_000
const networks = makeNetworks(3)
const say = (line: string) => void process.stdout.write(`${line}\n`)
if (networks === null) say('SKIPPED: no networks can be parted here; lines are cut by a proxy only')

describe.skipIf(networks === null)('a parted network', () => {
  let hub: TestHub
  let books: Books
  let number = 10
  const open: RealStation[] = []
  const cluster = oneCluster()
  beforeEach(async () => {
    hub = await startHub(3, networks?.places)
    books = await openBooks(hub, cluster())
  })
  afterEach(async () => {
    networks?.join()
    for (const each of open.splice(0)) each.remove()
    await books.close()
    await hub.close()
  })
  afterAll(() => networks?.remove())

  async function stationAt(servers?: readonly string[]) {
    const enrolled = await hub.enrol({ shop: 's01', station: String(number++) })
    await books.enrol(enrolled)
    const station = await openStation(enrolled, servers)
    open.push(station)
    await write(station, RECORDS)
    await drained(station, WITHIN_MS)
    return { enrolled, station }
  }

  async function leader(): Promise<number> {
    const { cluster } = await (await managerOf(hub)).streams.info(JOURNALS)
    return hub.nodes.findIndex(({ name }) => name === cluster?.leader)
  }

  it('loses the server that leads, and the station goes on with the others', async () => {
    const { enrolled, station } = await stationAt()
    const leads = await leader()
    networks?.unplug(leads)
    const began = performance.now()
    await write(station, RECORDS)
    await sentTo(station, 2 * RECORDS, WITHIN_MS)
    const ms = Math.round(performance.now() - began)
    networks?.join()
    const { records, misread } = await agreed(hub, enrolled, station)
    const booked = inLedger(await books.agree(enrolled, station))
    const of = `${records} of ${2 * RECORDS} records, 0 doubled, ${misread} reads short; ${booked}`
    say(`leader cut off from all: ${of}, after ${ms} ms`)
  })

  it('takes nothing from a station beside a leader that lost the others, until they are one again', async () => {
    const leads = await leader()
    const only = hub.servers[leads] ?? ''
    const { enrolled, station } = await stationAt([only])
    networks?.part(
      leads,
      [0, 1, 2].filter((each) => each !== leads),
    )
    const before = station.sent()
    await write(station, RECORDS)
    await sleep(QUIET_MS)
    expect([station.sent(), station.uplink.state().is === 'up-to-date']).toEqual([before, false])
    const began = performance.now()
    networks?.join()
    await sentTo(station, 2 * RECORDS, WITHIN_MS)
    const ms = Math.round(performance.now() - began)
    const { records, misread } = await agreed(hub, enrolled, station)
    const booked = inLedger(await books.agree(enrolled, station))
    const of = `${records} of ${2 * RECORDS} records, 0 doubled, ${misread} reads short; ${booked}`
    say(`station with the leader alone: nothing taken meanwhile; ${of}, ${ms} ms after`)
  })
})
