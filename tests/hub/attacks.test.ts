import { randomBytes } from 'node:crypto'
import { connect as dialPlain } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createUser } from '@nats-io/nkeys'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { postAs } from '../../build/hub/admin.ts'
import { revoke } from '../../build/hub/enrol.ts'
import { MESSAGE_BYTES_MAX } from '../../build/hub/claims.ts'
import { makeRealDisk } from '#drivers/disk/real'
import { JOURNALS, POSTINGS_STREAM, postingSubject } from '#drivers/hub/names'
import { makeNatsHub } from '#drivers/hub/nats'
import { batchMessage, subjectOf } from '#main/sync/batch'
import * as attacks from './attacks.ts'
import { counted, drained, openStation, sentTo, write, type Counted, type RealStation } from './counting.ts'
import { clock, makeIdentity, managerOf, startHub, type Enrolled, type TestHub } from './hub.ts'

/** Whoever has one station's credentials can do what that station can, and nothing else. */
const RECORDS = 200
const never = new AbortController().signal
let hub: TestHub
let [own, neighbour, stranger]: Enrolled[] = []
const stations: RealStation[] = []
let connection: NatsConnection
let office: NatsConnection
const found: Counted[] = []
let [tried, accepted] = [0, 0]
const say = (line: string) => void process.stdout.write(`${line}\n`)
const disk = makeRealDisk()

const there = (enrolled: Enrolled | undefined): Enrolled => {
  if (!enrolled) throw new Error('not enrolled')
  return enrolled
}
const others = () => [there(neighbour).sender, there(stranger).sender]

beforeAll(async () => {
  hub = await startHub()
  office = await hub.as('office')
  own = await hub.enrol({ shop: 's01', station: '10' })
  neighbour = await hub.enrol({ shop: 's01', station: '11' })
  stranger = await hub.enrol({ shop: 's02', station: '10' })
  for (const enrolled of [own, neighbour, stranger]) {
    const station = await openStation(enrolled)
    stations.push(station)
    await write(station, RECORDS)
    await drained(station, 20_000)
    found.push(await counted(hub, enrolled))
  }
  await postAs(office, 's01.all.policy', Buffer.from('right'))
  await postAs(office, 's02.all.policy', Buffer.from('not for s01'))
  connection = await attacks.intruder(own)
})
afterAll(async () => {
  for (const each of stations) each.remove()
  await connection.close()
  await hub.close()
  say(`${tried} attempts of a station, accepted: ${accepted}`)
})

/** What others have is as it was, and so is what head office has. */
async function untouched(): Promise<void> {
  await sleep(300)
  expect(await counted(hub, there(neighbour))).toEqual(found[1])
  expect(await counted(hub, there(stranger))).toEqual(found[2])
  expect(found[1]).toMatchObject({ records: RECORDS, junk: 0, repeats: 0 })
  const posted = await (await managerOf(hub)).direct.getMessage(POSTINGS_STREAM, { last_by_subj: attacks.POLICY })
  expect([posted?.string(), posted?.seq]).toEqual(['right', 1])
  const names: string[] = []
  const manager = await managerOf(hub)
  for await (const { config } of manager.streams.list()) names.push(config.name)
  expect(names.sort()).toEqual([JOURNALS, POSTINGS_STREAM])
  expect((await manager.streams.info(JOURNALS)).config).toMatchObject({
    ...{ subjects: ['j.*.*'], deny_delete: true, deny_purge: true, discard: 'new', allow_rollup_hdrs: false },
  })
}

async function all(attempts: readonly attacks.Attempt[], mayAnswer = 0): Promise<void> {
  const outcomes = new Map<string, number>()
  let answered = 0
  for (const each of attempts) {
    const outcome = await attacks.attempted(connection, each)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    if (outcome === 'answered') {
      answered++
      if (answered > mayAnswer) say(`  answered: ${each.subject} ${each.payload}`)
    }
  }
  tried += attempts.length
  accepted += Math.max(0, answered - mayAnswer)
  say(`${attempts[0]?.name ?? ''}: ${attempts.length} attempts, ${JSON.stringify(Object.fromEntries(outcomes))}`)
  expect(answered).toBeLessThanOrEqual(mayAnswer)
  await untouched()
}

it('adds nothing to the subject of another, in its shop or in another', async () => {
  await all(attacks.onOthers(there(own).sender, others()))
})

it('brings nothing onto the subject of another by having answers sent there', async () => {
  await all(attacks.byReply(there(own).sender, others()))
})

it('reads nothing of another, and has no consumer but its own', async () => {
  await all(attacks.byReading(others()))
  await all(attacks.byConsumer(there(own).sender, others()))
  const heard = await attacks.overheard(connection, ['>', 'j.>', '_INBOX.>', '_INBOX.s01-11.>', '$KV.>', '$SYS.>'])
  expect(heard).toEqual([])
})

it('has consumers push into nothing that the hub keeps, and keeps no other from reading', async () => {
  const attempts = attacks.withoutEffect(there(own).sender, there(neighbour).sender)
  await all(attempts, attempts.length)
  const line = await ownLine(there(neighbour))
  const subject = subjectOf(there(neighbour).sender)
  expect(await line.from(subject, 1, 1)).toMatchObject({ is: 'heard', value: [{ subject }] })
  await line.close()
})

it('does nothing that is head office’s to do', async () => {
  await all(attacks.asOffice())
})

it('brings no batch of another’s to count, forged or again, by its own right', async () => {
  const [{ sender }, victim] = [there(own), there(neighbour)]
  const copied = await firstOf(victim)
  const { junk } = await counted(hub, there(own))
  const run = { branch: '10-e1', first: 1, last: 1, prev: '', hash: 'x'.repeat(43), payload: Buffer.from('x\n') }
  const forged = batchMessage(sender, run, makeIdentity().sign)
  const answers = [
    await attacks.put(connection, sender, copied.headers, copied.payload),
    await attacks.put(connection, sender, forged.headers, forged.payload),
    await attacks.put(connection, sender, {}, randomBytes(1_000)),
  ]
  tried += answers.length
  expect(answers.every(({ seq }) => seq !== undefined)).toBe(true)
  await untouched()
  // They lie on its own subject, where they are junk, and the station goes on behind them.
  const [station] = stations
  if (!station) throw new Error('no station')
  await write(station, 10)
  await sentTo(station, RECORDS + 10)
  const now = await counted(hub, there(own))
  expect(now).toMatchObject({ records: RECORDS + 10, junk: junk + answers.length, repeats: 0 })
})

it('makes the station say again what it said, and nothing else, by putting its own old batch there', async () => {
  const [thief, station] = [there(own), stations[0]]
  if (!station) throw new Error('no station')
  const before = await counted(hub, thief)
  const old = await firstOf(thief)
  expect((await attacks.put(connection, thief.sender, old.headers, old.payload)).seq).toBeGreaterThan(0)
  tried++
  await write(station, 10)
  await sentTo(station, before.records + 10)
  const now = await counted(hub, thief)
  expect(now).toMatchObject({ records: before.records + 10, junk: before.junk, hash: station.journal.head().hash })
  expect(now.repeats).toBeGreaterThan(0)
  await untouched()
})

it('can not have another’s batch taken for one that is there already', async () => {
  const victim = there(neighbour)
  const line = await ownLine(victim)
  const subject = subjectOf(victim.sender)
  const newest = await line.newest(subject)
  const after = newest.is === 'heard' ? (newest.value?.place ?? 0) : 0
  const named = await attacks.put(
    connection,
    there(own).sender,
    { 'Nats-Msg-Id': `${subject}:${after}:next` },
    Buffer.from('x'),
  )
  expect(named.seq).toBeGreaterThan(after)
  tried++
  const added = await line.add({ subject, id: 'next', headers: {}, payload: Buffer.from('x') }, after)
  expect(added).toEqual({ is: 'elsewhere' })
  await line.close()
  await untouched()
})

it('is cut off with a message that is too long, and with what is none', async () => {
  const loud = await attacks.intruder(there(own))
  if (loud.info) loud.info.max_payload = 64 * 1_024 * 1_024
  loud.publish(subjectOf(there(own).sender), randomBytes(MESSAGE_BYTES_MAX + 1))
  expect(String(await loud.closed())).toMatch(/payload/i)
  const [host = '', port = ''] = (hub.servers[0] ?? '').split(':')
  const socket = dialPlain(Number(port), host)
  const over = new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined))
  socket.write(randomBytes(100_000))
  await over
  tried += 2
  await untouched()
})

it('is let in no more once its credentials are taken back or over, and what is open is cut', async () => {
  const late = await hub.enrol({ shop: 's01', station: '77' })
  const line = await late.hub.connect(never)
  if (line.is !== 'line') throw new Error(line.is)
  await revoke({ office: hub.office, disk, nowMs: clock.nowMs() }, late.sender)
  const began = performance.now()
  await hub.push()
  await line.over
  const cutMs = Math.round(performance.now() - began)
  expect((await late.hub.connect(never)).is).toBe('refused')
  const short = await hub.office.stationCredentials(late.sender, createUser(), clock.nowMs() + 2_500)
  const passing = makeNatsHub({ ...late.address, credentials: Buffer.from(short) }, clock)
  const soon = await passing.connect(never)
  if (soon.is !== 'line') throw new Error(soon.is)
  await soon.over
  // The hub counts in whole seconds.
  await sleep(1_100)
  expect((await passing.connect(never)).is).toBe('refused')
  tried += 2
  say(`credentials taken back: cut after ${cutMs} ms; credentials over: cut at their end`)
  await untouched()
})

it('lets head office itself change nothing that is there', async () => {
  const manager = await managerOf(hub)
  await expect(manager.streams.purge(JOURNALS)).rejects.toThrow()
  await expect(manager.streams.deleteMessage(JOURNALS, 1)).rejects.toThrow()
  await expect(manager.streams.update(JOURNALS, { deny_delete: false, deny_purge: false })).rejects.toThrow()
  const ledger = await hub.as('ledger')
  const subjects = [
    ...[subjectOf(there(own).sender), attacks.POLICY, postingSubject('s01.10.catalogue')],
    ...[JOURNALS, POSTINGS_STREAM].map((stream) => `$JS.API.STREAM.DELETE.${stream}`),
  ]
  for (const subject of subjects)
    await expect(ledger.request(subject, 'x', { timeout: 1_000 })).rejects.toThrow('Permissions Violation')
  await untouched()
})

async function ownLine(enrolled: Enrolled) {
  const line = await enrolled.hub.connect(never)
  if (line.is !== 'line') throw new Error(line.is)
  return line
}

async function firstOf(enrolled: Enrolled) {
  const line = await ownLine(enrolled)
  const heard = await line.from(subjectOf(enrolled.sender), 1, 1)
  await line.close()
  const [message] = heard.is === 'heard' ? heard.value : []
  if (!message) throw new Error('nothing there')
  return message
}
