import { cpSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { oneCluster } from '../ledger/cluster.ts'
import { inLedger, openBooks, type Books } from './books.ts'
import { agreed, counted, drained, openStation, sentTo, write, type RealStation } from './counting.ts'
import { startHub, type TestHub } from './hub.ts'
import { startProxy, type Proxy } from './proxy.ts'

/**
 * What befalls a hub and the line to it while a station drains: each record is there once, in order, chained, and so it
 * is in the ledger that is written meanwhile.
 */
const ENTRIES = 10_000
const WITHIN_MS = 60_000
let hub: TestHub
let proxy: Proxy
let books: Books
let number = 10
const open: RealStation[] = []
const cluster = oneCluster()
const say = (line: string) => void process.stdout.write(`${line}\n`)

beforeAll(async () => {
  hub = await startHub()
  proxy = await startProxy(hub.servers[0] ?? '')
  books = await openBooks(hub, cluster())
})
afterAll(async () => {
  for (const each of open) each.remove()
  await books.close()
  await proxy.close()
  await hub.close()
})

/** A station that has written so much while nobody was there to take it. */
async function offline(count: number, segmentBytes?: number) {
  const enrolled = await hub.enrol({ shop: 's01', station: String(number++) })
  await books.enrol(enrolled)
  proxy.setOpen(false)
  const station = await openStation(enrolled, [proxy.server], segmentBytes)
  open.push(station)
  await write(station, count)
  expect(station.sent()).toBe(0)
  return { enrolled, station }
}

it('loses and doubles nothing where the server is killed in the midst of it', async () => {
  const kills = 9
  const { enrolled, station } = await offline(ENTRIES)
  proxy.setOpen(true)
  for (let kill = 1; kill <= kills; kill++) {
    await sentTo(station, (kill * ENTRIES) / (kills + 2))
    await hub.nodes[0]?.end('SIGKILL')
    expect(station.sent()).toBeLessThan(ENTRIES)
    await hub.nodes[0]?.start()
  }
  await drained(station, WITHIN_MS)
  const { records, batches } = await agreed(hub, enrolled, station)
  const booked = inLedger(await books.agree(enrolled, station))
  say(`server killed ${kills} times: ${records} of ${ENTRIES} records in ${batches} batches, 0 doubled; ${booked}`)
})

it('loses and doubles nothing where lines are cut and answers lost', async () => {
  const cuts = 30
  const { enrolled, station } = await offline(ENTRIES)
  proxy.setOpen(true)
  const before = proxy.connections()
  let lost = 0
  for (let cut = 1; cut <= cuts; cut++) {
    await sentTo(station, (cut * ENTRIES) / (cuts + 2))
    const sent = station.sent()
    proxy.loseAnswers()
    await sleep(20)
    proxy.cut()
    // What it was not told of is there all the same.
    if ((await counted(hub, enrolled)).records > sent) lost++
  }
  await drained(station, WITHIN_MS)
  const { records } = await agreed(hub, enrolled, station)
  expect([proxy.connections() - before > cuts, lost > 0]).toEqual([true, true])
  const all = `${records} of ${ENTRIES} records, 0 doubled; ${inLedger(await books.agree(enrolled, station))}`
  say(`line cut ${cuts} times, ${lost} of them with an answer lost: ${all}`)
})

it('sends again what a hub has lost that was set back to an older copy of its store', async () => {
  const { enrolled, station } = await offline(5_000)
  proxy.setOpen(true)
  await drained(station, WITHIN_MS)
  const [node] = hub.nodes
  if (!node) throw new Error('no server')
  const copy = `${node.dataAt}-copy`
  await node.end('SIGTERM')
  cpSync(node.dataAt, copy, { recursive: true })
  await node.start()
  await write(station, 3_000)
  await drained(station, WITHIN_MS)
  await agreed(hub, enrolled, station)
  const before = await books.agree(enrolled, station)
  await node.end('SIGTERM')
  rmSync(node.dataAt, { recursive: true })
  cpSync(copy, node.dataAt, { recursive: true })
  proxy.setOpen(false)
  await node.start()
  expect((await counted(hub, enrolled)).records).toBe(5_000)
  proxy.setOpen(true)
  await write(station, 1)
  await drained(station, WITHIN_MS)
  const { records } = await agreed(hub, enrolled, station)
  // What comes again is nothing new to the ledger, and may be at the same places by the time that it looks.
  const booked = await books.agree(enrolled, station)
  expect([before.records, booked.records]).toEqual([8_000, 8_001])
  say(`hub set back from 8000 to 5000 records: ${records} of 8001 after it, 0 doubled; ${inLedger(booked)}`)
})

it('takes a hundred thousand records of a station that was away', async () => {
  const count = 100_000
  const { enrolled, station } = await offline(count, 16_000_000)
  const began = performance.now()
  proxy.setOpen(true)
  station.uplink.tryAgain()
  await sentTo(station, count, WITHIN_MS)
  const ms = performance.now() - began
  const { records, batches } = await agreed(hub, enrolled, station)
  say(
    `away with ${count} records: ${records} in ${batches} batches after ${Math.round(ms)} ms, ` +
      `${Math.round(count / ms)} a ms; ${inLedger(await books.agree(enrolled, station))}`,
  )
})
