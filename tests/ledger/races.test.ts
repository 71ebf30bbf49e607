import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkLedger } from '#main/ledger/check'
import { openAppender, type Appender } from './appending.ts'
import { asked, oneCluster, type ScratchLedger } from './cluster.ts'
import { batchOf, lived, NEW_LIFE, newIdentity, restored, some } from './lives.ts'

/** Two programs of one name append at the same moment, each over a connection of its own. */
const RACES = 100
const LIMIT_MS = 120_000
const STATION = '01'
const identity = newIdentity()
const cluster = oneCluster()
let ledger: ScratchLedger
let both: readonly [Appender, Appender]

beforeAll(async () => {
  ledger = await cluster().ledger('races')
  both = [await openAppender(ledger.writer), await openAppender(ledger.writer)]
}, LIMIT_MS)
afterAll(async () => {
  for (const each of both) await each.close()
  await ledger.office.close()
})

/** What became of two lives’ next batches, sent at once; some records of both are there before. */
async function race(nth: number, shop: string, inEpoch: number): Promise<string[]> {
  const sender = { shop, station: STATION }
  await ledger.office.enrol({ ...sender, publicKey: identity.publicKey })
  const before = lived(NEW_LIFE, STATION, some(3))
  const parts = { sender, identity }
  expect(await both[0].append(batchOf(parts, before, { first: 1, last: 3 }), identity.publicKey)).toBe('stored')
  const one = lived(before, STATION, some(2))
  const other = lived(restored(before, STATION, 3, inEpoch), STATION, some(2))
  const begun = [one, other].map((life, at) => () => {
    const appender = both[at === 0 ? 0 : 1]
    return appender.append(batchOf(parts, life, { first: 4, last: life.lines.length }), identity.publicKey)
  })
  // On a machine that is busy the first of two is always first: each begins in its turn.
  const inTurn = nth % 2 === 0 ? begun : begun.toReversed()
  const outcomes = await Promise.all(inTurn.map((begin) => begin()))
  return nth % 2 === 0 ? outcomes : outcomes.toReversed()
}

it(
  `takes one of two that go on from the same record, never both, in ${RACES} races`,
  { timeout: LIMIT_MS },
  async () => {
    const first = new Set<number>()
    for (let nth = 0; nth < RACES; nth++) {
      const outcomes = await race(nth, `clone-${nth}`, 1)
      expect(outcomes.toSorted()).toEqual(['fork', 'stored'])
      first.add(outcomes.indexOf('stored'))
    }
    const [row] = await asked<{ records: string }>(ledger.owner, 'SELECT count(*) AS records FROM ledger.records')
    expect(row?.records).toBe(String(RACES * 5))
    // Each of them was first some time, or there was no race.
    expect([...first].sort()).toEqual([0, 1])
  },
)

it('takes both where one is a later life, or the older one not at all', { timeout: LIMIT_MS }, async () => {
  const met = new Set<string>()
  for (let nth = 0; nth < RACES; nth++) met.add((await race(nth, `life-${nth}`, 2)).join())
  expect([...met].sort()).toEqual(['frozen,stored', 'stored,stored'])
  expect((await checkLedger(ledger.office)).faults).toEqual([])
})
