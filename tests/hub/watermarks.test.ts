import { setTimeout as sleep } from 'node:timers/promises'
import { headers, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { postAs } from '../../build/hub/admin.ts'
import { JOURNALS, POSTINGS_STREAM, postingSubject, ringOf } from '#drivers/hub/names'
import type { HubLine } from '#drivers/hub/port'
import type { Watermark } from '#drivers/ledger/feed'
import { makeNatsWatermarks, RING_MS, watermarkText } from '#drivers/ledger/nats-watermarks'
import { readLedgerMark } from '#main/sync/ledger-mark'
import { attempted, intruder } from './attacks.ts'
import { clock, ledgerAt, managerOf, startHub, type Enrolled, type TestHub } from './hub.ts'

/** How far the ledger has a station: how that gets to it, and who may say so. */
const SENDER = { shop: 's01', station: '10' }
const NAME = 's01.10.ledger'
const MARK: Watermark = { ...SENDER, branch: '10-e1', seq: 7, hash: 'h'.repeat(43), again: null }
let hub: TestHub
let station: Enrolled
let line: HubLine
let rings = 0

beforeAll(async () => {
  hub = await startHub()
  station = await hub.enrol(SENDER)
  line = await connected()
})
afterAll(async () => {
  await line.close()
  await hub.close()
})

async function connected(): Promise<HubLine> {
  const open = await station.hub.connect(new AbortController().signal)
  if (open.is !== 'line') throw new Error(open.is)
  open.onRing((kind) => {
    if (kind === 'ledger') rings++
  })
  await open.posting('s01.all.none')
  return open
}
async function posted() {
  const heard = await line.posting(NAME)
  if (heard.is !== 'heard' || heard.value === null) throw new Error('nothing is posted')
  const { revision, payload } = heard.value
  return { revision, said: JSON.parse(Buffer.from(payload).toString()) as unknown }
}
const said = ({ branch, seq, hash, again }: Watermark) => ({ v: 1, branch, seq, hash, again })

it('is posted under the station’s name and rung for, and not again where it lies there', async () => {
  const watermarks = makeNatsWatermarks(await ledgerAt(hub), clock)
  expect(await watermarks.publish(MARK)).toBe(true)
  const first = await posted()
  expect([first.said, rings]).toEqual([said(MARK), 1])
  for (const mark of [MARK, { ...MARK, seq: 0, hash: '', again: { id: '10-e1:1:1', from: 1 } }])
    expect(readLedgerMark(Buffer.from(watermarkText(mark)))).toEqual(said(mark))
  expect(await watermarks.publish(MARK)).toBe(true)
  await watermarks.close()
  const second = makeNatsWatermarks(await ledgerAt(hub), clock)
  expect(await second.publish(MARK)).toBe(true)
  expect(await posted()).toEqual(first)
  expect(await second.publish({ ...MARK, seq: 8 })).toBe(true)
  expect((await posted()).revision).toBeGreaterThan(first.revision)
  await second.close()
})

it('is rung for now and then, the last one always; and at once where the station is asked for something', async () => {
  const watermarks = makeNatsWatermarks(await ledgerAt(hub), clock)
  rings = 0
  const began = performance.now()
  for (let seq = 10; seq < 40; seq++) expect(await watermarks.publish({ ...MARK, seq })).toBe(true)
  await line.posting('s01.all.none')
  expect([rings, performance.now() - began < RING_MS]).toEqual([1, true])
  const again = { id: '10-e1:40:1', from: 40 }
  expect(await watermarks.publish({ ...MARK, seq: 39, again })).toBe(true)
  expect((await posted()).said).toEqual(said({ ...MARK, seq: 39, again }))
  expect(rings).toBe(2)
  await watermarks.publish({ ...MARK, seq: 41 })
  await watermarks.close()
  await line.posting('s01.all.none')
  expect(rings).toBe(3)
})

it('is said again once the hub is back', async () => {
  const watermarks = makeNatsWatermarks(await ledgerAt(hub), clock)
  expect(await watermarks.publish({ ...MARK, seq: 50 })).toBe(true)
  await hub.nodes[0]?.end('SIGKILL')
  expect(await watermarks.publish({ ...MARK, seq: 51 })).toBe(false)
  await hub.nodes[0]?.start()
  for (let nth = 0; !(await watermarks.publish({ ...MARK, seq: 51 })) && nth < 50; nth++) await sleep(100)
  line = await connected()
  expect((await posted()).said).toEqual(said({ ...MARK, seq: 51 }))
  await watermarks.close()
})

it('is all that the ledger’s own user can put at the hub, and no station can', async () => {
  const office = await hub.as('office')
  await postAs(office, 's01.10.policy', Buffer.from('right'))
  const before = await posted()
  const ledger = await hub.as('ledger')
  const other = ['s01.10.policy', 's01.all.policy', 's01.part.00', 's01.ledger', 's01.10.ledger.x', 'ledger']
  const forbidden = [
    ...other.map(postingSubject),
    ...['j.s01.10', 'j.s01.10.ledger', 'ring', 'f.10'],
    ...[JOURNALS, POSTINGS_STREAM].flatMap((stream) =>
      ['UPDATE', 'DELETE', 'PURGE', 'MSG.DELETE', 'SNAPSHOT', 'RESTORE', 'CREATE'].map(
        (verb) => `$JS.API.STREAM.${verb}.${stream}`,
      ),
    ),
  ]
  for (const subject of forbidden)
    await expect(ledger.request(subject, 'x', { timeout: 1_000 }), subject).rejects.toThrow('Permissions Violation')
  // A word in a message's head would have the hub drop what is there.
  for (const what of ['all', 'sub']) {
    const rollup = headers()
    rollup.set('Nats-Rollup', what)
    const put = await ledger.request(postingSubject(NAME), 'x', { timeout: 1_000, headers: rollup })
    expect(put.json<{ readonly error?: { readonly description?: string } }>().error?.description).toContain('rollup')
  }
  const policy = await line.posting('s01.10.policy')
  expect([await posted(), policy.is === 'heard' && Buffer.from(policy.value?.payload ?? []).toString()]).toEqual([
    before,
    'right',
  ])
  await byStation(before)
})

/** Whatever it asks for, it is forbidden before anything hears of it. */
async function byStation(before: object): Promise<void> {
  const connection: NatsConnection = await intruder(station)
  for (const name of [NAME, 's01.10.policy', 's01.all.policy', 's01.11.ledger', 's01.part.00', 's02.10.ledger'])
    for (const subject of [postingSubject(name), ringOf('s01', '10'), 'ring.10']) {
      const attempt = { name: 'a posting', subject, payload: 'x', reply: null }
      expect([subject, await attempted(connection, attempt)]).toEqual([subject, 'forbidden'])
    }
  await connection.close()
  expect(await posted()).toEqual(before)
  const { state } = await (await managerOf(hub)).streams.info(POSTINGS_STREAM)
  expect(state.messages).toBe(2)
}
