import { afterAll, describe, expect, it } from 'vitest'
import { makeRealClock } from '#drivers/clock/real'
import { formatMessage } from '#drivers/ledger/file-feed'
import { openLedger } from '#drivers/ledger/postgres'
import { makeVirtualFeed } from '#drivers/ledger/virtual-feed'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { checkLedger } from '#main/ledger/check'
import type { HubMessage } from '#drivers/hub/port'
import { openAppender } from './appending.ts'
import { asked, oneCluster, type ScratchLedger } from './cluster.ts'
import { batchOf, lived, NEW_LIFE, newIdentity, some, type Life } from './lives.ts'
import { comes, projected } from './projecting.ts'
import { ROOT } from '../sources.ts'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Killed at any moment: what was said to be there is there, nothing is half there, and each record once. */
const LIMIT_MS = 300_000
const SERVER_KILLS = 12
const PROJECTOR_KILLS = 25
const STATIONS = ['01', '02', '03']
const random = makeVirtualRandom(Date.now() % 1_000_000)
const identity = newIdentity()
const cluster = oneCluster()
const started: ChildProcess[] = []

afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
})

async function enrolled(ledger: ScratchLedger): Promise<void> {
  for (const station of STATIONS) await ledger.office.enrol({ shop: 's01', station, publicKey: identity.publicKey })
}

/** The stations’ journals in the hub, batch by batch, with junk between. */
function hubOf(lives: ReadonlyMap<string, Life>, batches: number): HubMessage[] {
  const messages: HubMessage[] = []
  const sent = new Map<string, number>()
  while (messages.length < batches) {
    const station = STATIONS[random.below(STATIONS.length)] ?? '01'
    const life = lives.get(station) ?? NEW_LIFE
    const first = (sent.get(station) ?? 0) + 1
    const last = Math.min(life.lines.length, first + random.below(8))
    if (first > last) return messages
    sent.set(station, last)
    const { subject, headers, payload } = batchOf({ sender: { shop: 's01', station }, identity }, life, { first, last })
    messages.push({ subject, headers, payload, place: messages.length + 1 })
    if (random.below(10) === 0) messages.push({ subject, headers: {}, payload, place: messages.length + 1 })
  }
  return messages
}

const recordsIn = async ({ owner }: ScratchLedger): Promise<string[]> =>
  (await asked<{ hash: string }>(owner, 'SELECT hash FROM ledger.records ORDER BY hash')).map(({ hash }) => hash)

const hashesIn = (messages: readonly HubMessage[]): number =>
  messages.reduce((sum, { headers }) => sum + Number(headers['J-Last'] ?? 0) - Number(headers['J-First'] ?? 1) + 1, 0)

describe('a server that is killed', () => {
  it(`has all that it said it had, and nothing by halves, ${SERVER_KILLS} times`, { timeout: LIMIT_MS }, async () => {
    const ledger = await cluster().ledger('killed')
    await enrolled(ledger)
    const sender = { shop: 's01', station: '01' }
    let life = NEW_LIFE
    let [acknowledged, unanswered, taken] = [0, 0, 0]
    for (let kill = 0; kill < SERVER_KILLS; kill++) {
      const appender = await openAppender(ledger.writer)
      const killing = wait(20 + random.below(200)).then(() => cluster().kill())
      for (let isUp = true; isUp;) {
        const first = acknowledged + 1
        if (life.lines.length < first) life = lived(life, '01', some(1 + random.below(40)))
        const message = batchOf({ sender, identity }, life, { first, last: life.lines.length })
        const outcome = await appender.append(message, identity.publicKey).catch(() => null)
        if (outcome === null) isUp = false
        else {
          expect(['stored', 'again']).toContain(outcome)
          if (outcome === 'again') taken++
          acknowledged = life.lines.length
        }
      }
      unanswered++
      await killing
      await appender.close().catch(() => undefined)
      await cluster().start()
      const [head] = await asked<{ seq: string; hash: string }>(ledger.owner, 'SELECT seq, hash FROM ledger.branches')
      // All that was said to be there, and at most the one batch more that was being taken.
      expect([acknowledged, life.lines.length]).toContain(Number(head?.seq ?? 0))
      if (head) expect(head.hash).toBe(life.hashes[Number(head.seq) - 1])
      expect((await checkLedger(ledger.office)).faults).toEqual([])
    }
    process.stdout.write(`server kills: ${unanswered}, ${acknowledged} records, unanswered but taken ${taken}\n`)
    await ledger.office.close()
  })

  it('holds up the projector, which goes on when it is back', { timeout: LIMIT_MS }, async () => {
    const ledger = await cluster().ledger('held_up')
    await enrolled(ledger)
    const lives = new Map(STATIONS.map((station) => [station, lived(NEW_LIFE, station, some(4_000))]))
    const messages = hubOf(lives, 1_500)
    const [writer, closing] = [openLedger(ledger.writer), { over: false }]
    const killing = (async () => {
      for (let kill = 0; kill < 4 && !closing.over; kill++) {
        await wait(50 + random.below(150))
        await cluster().kill()
        await cluster().start()
      }
    })()
    const until = messages.at(-1)?.place ?? 0
    const feed = makeVirtualFeed(() => messages, makeRealClock())
    const { said, faults } = await projected(writer, feed, until)
    closing.over = true
    await killing
    expect(await recordsIn(ledger)).toHaveLength(hashesIn(messages))
    expect(said.size).toBe(STATIONS.length)
    expect(faults).toBeGreaterThan(0)
    expect((await checkLedger(ledger.office)).faults).toEqual([])
    await writer.close()
    await ledger.office.close()
  })
})

describe('a projector that is killed', () => {
  it(`takes each record once, after ${PROJECTOR_KILLS} kills`, { timeout: LIMIT_MS }, async () => {
    const ledger = await cluster().ledger('projected')
    await enrolled(ledger)
    const lives = new Map(STATIONS.map((station) => [station, lived(NEW_LIFE, station, some(20_000))]))
    const messages = hubOf(lives, 12_000)
    const file = join(cluster().folder, 'hub.jsonl')
    writeFileSync(file, messages.map(formatMessage).join(''))
    const writer = openLedger(ledger.writer)
    const until = messages.at(-1)?.place ?? 0
    const start = () => {
      const args = [join(ROOT, 'build/ledger.ts'), 'run', '--from', file, '--database', ledger.writer]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
      started.push(child)
      return child
    }
    const places = new Set<number>()
    for (let kill = 0; kill < PROJECTOR_KILLS; kill++) {
      const { place: before } = await writer.place()
      const child = start()
      // Anywhere between its start and some of its work.
      if (random.below(4) > 0) await comes(async () => (await writer.place()).place > before || before === until)
      await wait(random.below(80))
      child.kill('SIGKILL')
      await once(child, 'exit')
      places.add((await writer.place()).place)
    }
    const last = start()
    await comes(async () => (await writer.place()).place === until)
    last.kill('SIGTERM')
    expect(await once(last, 'exit')).toEqual([0, null])
    const records = await recordsIn(ledger)
    expect(records).toHaveLength(hashesIn(messages))
    expect(new Set(records).size).toBe(records.length)
    const junk = (await writer.encounters()).reduce((sum, { times }) => sum + times, 0)
    expect(junk).toBe(messages.filter(({ headers }) => headers['J-Sig'] === undefined).length)
    expect((await checkLedger(ledger.office)).faults).toEqual([])
    process.stdout.write(`projector kills: ${PROJECTOR_KILLS} at ${places.size} places, ${records.length} records\n`)
    expect(places.size).toBeGreaterThan(PROJECTOR_KILLS / 4)
    await writer.close()
    await ledger.office.close()
  })
})
