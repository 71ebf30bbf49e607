import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeNatsHub } from '#drivers/hub/nats'
import { readLedgerMark } from '#main/sync/ledger-mark'
import { subjectOf, type Sender } from '#main/sync/batch'
import { checkLedger } from '#main/ledger/check'
import { expectBranches, keptOf, tallied } from '../ledger/branches.ts'
import { oneCluster } from '../ledger/cluster.ts'
import { comes } from '../ledger/projecting.ts'
import { playThrough, type Between } from '../ledger/through.ts'
import type { SyncingStation } from '../sync/station.ts'
import { openBooks, type Books } from './books.ts'
import { clock, feedOf, startHub, type Enrolled, type TestHub } from './hub.ts'
import { startProxy, type Proxy } from './proxy.ts'

/** Copied disks and restored backups, through real servers to the ledger: every fork is found. */
const LIMIT_MS = 600_000
/** A minute of the twin's passes in so many of ours. */
const TIMES = 600
const AT_ONCE = 6
const LOSING_MS = 10
const [STEADY_LOOKS, LOOK_MS] = [25, 10]
const SETTLE_MS = 60_000
const cluster = oneCluster()

describe.each([
  ['one server', 1, 60],
  ['three servers', 3, 16],
] as const)('%s', (name, servers, trials) => {
  let hub: TestHub
  let books: Books
  beforeAll(async () => {
    hub = await startHub(servers)
    books = await openBooks(hub, cluster())
  })
  afterAll(async () => {
    await books.close()
    await hub.close()
  })

  it(`holds one branch of each and keeps the other as evidence, ${trials} times`, { timeout: LIMIT_MS }, async () => {
    const met = new Map<string, number>()
    const all: Enrolled[] = []
    for (let seed = 1; seed <= trials; seed++) {
      const enrolled = await hub.enrol({ shop: 's01', station: String(100 + seed) })
      await books.enrol(enrolled)
      all.push(enrolled)
    }
    const play = async (enrolled: Enrolled, seed: number) => {
      const proxies = await Promise.all(hub.servers.map((server) => startProxy(server)))
      const left = await playThrough(seed, enrolled, between(enrolled, proxies))
      for (const proxy of proxies) await proxy.close()
      await comes(async () => (await books.ledger.place()).place >= (left.messages.at(-1)?.place ?? 0))
      const kept = await keptOf(books.scratch.owner, enrolled.sender)
      const head = kept.records.at(-1)
      await comes(async () => (await said(enrolled))?.hash === head?.hash)
      tallied(met, expectBranches(seed, { left, kept, said: await said(enrolled) }, enrolled))
      // A hub of three may take both (decision 0031). Otherwise the fence tells them apart before anything is stored.
      const [one, other] = left.journals
      const isFenced = left.as === 'clone' && !left.isUnfenced
      if (isFenced && servers === 1) expect([seed, kept.evidence]).toEqual([seed, []])
      const isFork = left.states.includes('fork') || kept.evidence.some(({ why }) => why === 'fork')
      if (isFenced) expect([seed, isFork]).toEqual([seed, one?.join() !== other?.join()])
    }
    for (let nth = 0; nth < trials; nth += AT_ONCE)
      await Promise.all(all.slice(nth, nth + AT_ONCE).map((each, more) => play(each, nth + more + 1)))
    process.stdout.write(`clones, ${name}: ${JSON.stringify([...met])}\n`)
    expect((await checkLedger(books.scratch.office)).faults).toEqual([])
    expect([...met.keys()]).toEqual(expect.arrayContaining(['clone', 'restored', 'fork', '2 branches']))
  })

  async function said({ hub: own, sender }: Enrolled) {
    const line = await own.connect(new AbortController().signal)
    if (line.is !== 'line') throw new Error(line.is)
    const heard = await line.posting(`${sender.shop}.${sender.station}.ledger`)
    await line.close()
    return heard.is === 'heard' && heard.value ? readLedgerMark(heard.value.payload) : null
  }

  /** The line to the servers goes through what cuts it and loses their answers. */
  function between({ address, sender }: Enrolled, proxies: readonly Proxy[]): Between {
    const cut = () => {
      for (const proxy of proxies) proxy.cut()
    }
    const through = { ...address, servers: proxies.map(({ server }) => server) }
    return {
      ...{ clock, hub: makeNatsHub(through, clock), pass: (ms) => sleep(ms / TIMES) },
      trouble: (random) => {
        const isLosing = random.below(2) === 0
        for (const proxy of proxies) {
          if (!isLosing) proxy.cut()
          else proxy.loseAnswers()
        }
        if (isLosing) void sleep(LOSING_MS).then(cut)
      },
      settle,
      messages: () => messagesOf(sender),
    }
  }

  async function messagesOf(sender: Sender) {
    const line = await (await feedOf(hub)).connect(new AbortController().signal)
    if (line.is !== 'line') throw new Error(line.is)
    const heard = await line.from(1, 1_000, subjectOf(sender))
    await line.close()
    if (heard.is !== 'heard') throw new Error(heard.is)
    return heard.value
  }
})

const RESTING = ['up-to-date', 'fork', 'superseded']

/** Each of them says the same, look after look, and it is nothing that passes. */
async function settle(stations: readonly SyncingStation[]): Promise<void> {
  await sleep(2 * LOSING_MS)
  // One that lost its line says as before until it tries again.
  for (const { uplink } of stations) uplink.tryAgain()
  const began = performance.now()
  for (let steady = 0; steady < STEADY_LOOKS; steady++) {
    await sleep(LOOK_MS)
    for (const { uplink, sent, journal } of stations) {
      const { is } = uplink.state()
      // One that was just woken says as before while its disk is read.
      const isBehind = is === 'up-to-date' && sent() < journal.head().seq
      if (RESTING.includes(is) && !isBehind) continue
      steady = 0
      // It waits longer each time; here nobody has that much.
      if (is === 'waiting') uplink.tryAgain()
      if (performance.now() - began > SETTLE_MS) throw new Error(`it does not come to rest: ${is}`)
    }
  }
}
