/**
 * `npm run crowd -- --stations N`: so many stations, each with its own journal, key, credentials and line, at three
 * servers of which the one that leads is killed while all of them send; a projector reads it into the ledger. Prints a
 * line of figures; exits 1 when a record is lost, doubled, or out of order, or a station had nothing on its way.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { JOURNALS } from '#drivers/hub/names'
import { asked, startCluster } from '../ledger/cluster.ts'
import { openBooks } from './books.ts'
import type { Order, Told } from './crowd-stations.ts'
import { managerOf, startHub, type TestHub, type TestNode } from './hub.ts'

const { values } = parseArgs({ options: { stations: { type: 'string', default: '1000' } } })
const STATIONS = Number(values.stations)
const A_SHOP = 20
/** Each station's: before, and when the server is killed. Some 70 are a batch. */
const [before, at] = [100, 200] as const
const EVERY_MS = 8
const LOOK_MS = 100
const LIMIT_MS = 600_000
const SECOND_MS = 1_000

const senders = Array.from({ length: STATIONS }, (_, nth) => ({
  ...{ shop: `s${String(1 + Math.floor(nth / A_SHOP)).padStart(2, '0')}`, station: String(10 + (nth % A_SHOP)) },
}))

type Crowd = (order: Order) => Promise<Told>

function crowdIn(child: ChildProcess): Crowd {
  let orders = 0
  const waiting = new Map<number, (told: Told) => void>()
  child.on('message', ({ id, told }: { readonly id: number; readonly told: Told }) => {
    waiting.get(id)?.(told)
    waiting.delete(id)
  })
  return (order) =>
    new Promise((resolve) => {
      waiting.set(++orders, resolve)
      child.send({ id: orders, order })
    })
}

async function until(crowd: Crowd, what: string, holds: (told: Told) => boolean): Promise<void> {
  const began = performance.now()
  for (let told = await crowd({ do: 'tell' }); !holds(told); told = await crowd({ do: 'tell' })) {
    if (performance.now() - began > LIMIT_MS) throw new Error(`${what}: ${JSON.stringify(told)}`)
    await sleep(LOOK_MS)
  }
}

async function leaderOf(hub: TestHub): Promise<TestNode> {
  const { cluster } = await (await managerOf(hub)).streams.info(JOURNALS)
  const node = hub.nodes.find(({ name }) => name === cluster?.leader)
  if (!node) throw new Error('nobody leads')
  return node
}

const megabytesOf = ({ pid }: TestNode): number => {
  const status = pid() === null ? '' : readFileSync(`/proc/${pid()}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

interface Chain {
  readonly shop: string
  readonly station: string
  readonly n: number
  readonly last: number
  readonly hash: string
  /** Records that do not go on from the one before. */
  readonly broken: number
}
const CHAINS = `
  SELECT shop, station, count(*)::int AS n, max(seq)::int AS last, (array_agg(hash ORDER BY seq DESC))[1] AS hash,
    count(*) FILTER (WHERE prev <> before OR seq <> place)::int AS broken
  FROM (
    SELECT shop, station, seq, hash, prev, lag(hash, 1, '') OVER own AS before, row_number() OVER own AS place
    FROM ledger.records WINDOW own AS (PARTITION BY shop, station ORDER BY seq)
  ) r GROUP BY shop, station`

const hub = await startHub(3)
const cluster = await startCluster()
const child = fork(join(import.meta.dirname, 'crowd-stations.ts'))
const crowd = crowdIn(child)
const amiss: string[] = []
const whole = STATIONS * (before + at)
const rate = (records: number, seconds: number) => Math.round(records / Math.max(seconds, 0.001))
try {
  const { keys = [] } = await crowd({ do: 'make', senders })
  const enrolled = senders.map((sender, nth) => ({ ...sender, publicKey: keys[nth] ?? '' }))
  const credentials = await hub.enrolAll(enrolled)
  const books = await openBooks(hub, cluster)
  for (const each of enrolled) await books.scratch.office.enrol(each)
  const idle = hub.nodes.map(megabytesOf)
  const opening = performance.now()
  await crowd({ do: 'open', servers: hub.servers, ca: hub.ca, credentials, everyMs: EVERY_MS })
  await until(crowd, 'not all are there', ({ states }) => states['up-to-date'] === STATIONS)
  const connectSeconds = (performance.now() - opening) / SECOND_MS
  const connected = hub.nodes.map(megabytesOf)

  const first = performance.now()
  const writing = crowd({ do: 'write', records: before })
  await until(crowd, 'the first batches', ({ sent }) => sent >= STATIONS * before)
  await writing
  const steady = rate(STATIONS * before, (performance.now() - first) / SECOND_MS)

  const leads = await leaderOf(hub)
  await crowd({ do: 'keep', records: at })
  const killed = performance.now()
  const { sent: atKill, behind } = await crowd({ do: 'wake', killing: leads.pid() ?? 0 })
  await leads.end('SIGKILL')
  if (behind !== STATIONS) amiss.push(`${STATIONS - behind} stations had nothing on its way`)
  let [most, since, stallMs] = [atKill, killed, 0]
  await until(crowd, 'not all is sent', ({ sent }) => {
    const now = performance.now()
    stallMs = Math.max(stallMs, now - since)
    if (sent > most) [most, since] = [sent, now]
    return sent >= whole
  })
  const after = rate(whole - atKill, (performance.now() - killed) / SECOND_MS)
  const busy = hub.nodes.map(megabytesOf)
  await leads.start()

  const { rssMb } = await crowd({ do: 'tell' })
  await inLedger(books)
  const ledgerSeconds = (performance.now() - first) / SECOND_MS
  amiss.push(...(await amissIn(books.scratch.owner, (await crowd({ do: 'heads' })).heads ?? [])))
  amiss.push(...(await books.ledger.encounters()).map((each) => `refused: ${JSON.stringify(each)}`))
  const ended = amiss.length === 0 ? '0 lost, 0 doubled' : 'AMISS'
  const [connecting, stood] = [connectSeconds.toFixed(1), (stallMs / SECOND_MS).toFixed(1)]
  const sums = [idle, connected, busy].map((each) => each.join('+')).join(' → ')
  process.stdout.write(
    `${STATIONS} stations, ${whole} records, leader of 3 killed: ${ended}; ` +
      `connected in ${connecting} s, ${steady}/s before, stood still ${stood} s, ` +
      `${after}/s after, in the ledger at ${rate(whole, ledgerSeconds)}/s over all; ` +
      `servers ${sums} MB (idle → connected → busy), stations ${rssMb} MB; ` +
      `hub read ${books.projector.state().rescans + 1}×\n`,
  )
  await crowd({ do: 'end' })
  await books.close()
} finally {
  child.kill()
  await hub.close()
  await cluster.close()
}
for (const each of amiss.slice(0, 20)) process.stdout.write(`✕ ${each}\n`)
process.exit(amiss.length === 0 ? 0 : 1)

async function inLedger({ ledger, projector }: Awaited<ReturnType<typeof openBooks>>): Promise<void> {
  const began = performance.now()
  for (;;) {
    const has = (await ledger.standing()).reduce((sum, { seq }) => sum + (seq ?? 0), 0)
    if (has >= whole && (await ledger.lacking()).length === 0) return
    if (performance.now() - began > LIMIT_MS) {
      const state = JSON.stringify([projector.state(), await ledger.place(), (await ledger.lacking()).slice(0, 5)])
      throw new Error(`the ledger has ${has} of ${whole}: ${state}`)
    }
    await sleep(LOOK_MS)
  }
}

/** Each record once, in order, chained, and the last one the station's. */
async function amissIn(database: string, heads: NonNullable<Told['heads']>): Promise<string[]> {
  const rows = await asked<Chain>(database, CHAINS)
  const found = new Map(rows.map((row) => [`${row.shop} ${row.station}`, row]))
  return senders.flatMap(({ shop, station }, nth) => {
    const [row, head] = [found.get(`${shop} ${station}`), heads[nth]]
    const isWhole = row && head && row.n === head.seq && row.last === head.seq && row.hash === head.hash
    return isWhole && row.broken === 0 ? [] : [`${shop} ${station}: ${JSON.stringify([row, head])}`]
  })
}
