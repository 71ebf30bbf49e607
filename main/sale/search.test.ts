import type { FoundInList } from '#contract/search'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { archiveOld } from '#journal/archiving'
import { describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, giveBack, staff, VOID_PASSWORD } from '../../tests/world/people.ts'
import { searchedByLooking, type Searched } from '../../tests/world/searched.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'

const HOUR_MS = 3_600_000
const WORD = { reason: 'other', manager: '11', voidPassword: VOID_PASSWORD }
interface Given {
  readonly sales: readonly FoundInList[]
  readonly more: boolean
}

async function search(world: World, asked: object): Promise<Given> {
  const answer = await world.ask('sale.search', asked)
  if (!answer.ok) throw new Error(answer.why)
  return answer.value as Given // the contract's
}
const receipts = ({ sales }: Given): string[] => sales.map(({ receipt }) => receipt)
const why = async (world: World, asked: object): Promise<string | null> => {
  const answer = await world.ask('sale.search', asked)
  return answer.ok ? null : answer.why
}

async function sellOne(world: World, quantity: number, by: 'cash' | 'card' = 'cash'): Promise<void> {
  await world.ask('sale.add', { sku: 'DRK001', quantity })
  const { cashDue, left } = world.view().sale ?? { cashDue: 0, left: 0 }
  const answer =
    by === 'cash'
      ? await world.ask('sale.payCash', { due: cashDue, given: cashDue + 100 })
      : await world.ask('sale.tender', { method: 'card', amount: left, left })
  if (!answer.ok) throw new Error(answer.why)
  await world.clock.advance(1_000)
}

/** Between two programs: all files but the last are put away. */
async function archiveAll(world: World): Promise<void> {
  await world.kill()
  const options = { policy: { archiveAfterDays: 0 }, now: world.clock.nowMs() + HOUR_MS }
  const { archived } = await archiveOld(world.disk.process(), `${FOLDER}/journal`, options)
  expect(archived.length).toBeGreaterThan(1)
}

/** A shop of two days, with sales by two people, in cash and by card, some of which were undone in part or whole. */
async function shop(seed: number, sales: number, segmentBytes = 9_000): Promise<World> {
  const { below } = makeVirtualRandom(seed)
  const world = await makeWorld({ seed, segmentBytes })
  await staff(world.ask)
  for (let nth = 0; nth < sales; nth++) {
    if (below(9) === 0) await world.ask('operators.signIn', below(2) === 0 ? AS_MANAGER : AS_CASHIER)
    await sellOne(world, 1 + below(4), below(3) === 0 ? 'card' : 'cash')
    await world.clock.advance(below(2 * HOUR_MS))
    const receipt = world.view().paid?.receipt ?? ''
    const kind = ['void', 'refund'][below(8)] as 'void' | 'refund' | undefined
    if (kind === 'void') await giveBack(world.ask, kind, { receipt }, WORD)
    if (kind === 'refund') await giveBack(world.ask, kind, { receipt, wish: { by: 'amount', amount: 100 } }, WORD)
    await world.clock.advance(1_000)
  }
  return world
}

const drawnSearch = (below: (limit: number) => number, nowMs: number): Searched => {
  const from = nowMs - below(40 * HOUR_MS)
  const day = new Date(from).toISOString().slice(0, 10)
  const chosen = {
    ...(below(2) === 0 && { operator: ['03', '11'][below(2)] }),
    ...(below(2) === 0 && { amount: [100, 150, 300, 450, 600, 700][below(6)] }),
    ...(below(3) === 0 && [{ from }, { from, to: from + 6 * HOUR_MS }, { day }][below(3)]),
    ...(below(2) === 0 && { kind: ['paid', 'voided', 'refunded'][below(3)] }),
    ...(below(5) === 0 && { receipt: String(1 + below(60)) }),
  }
  return (Object.keys(chosen).length === 0 ? { operator: '03' } : chosen) as Searched // from its own lists
}

describe('finished sales', () => {
  it('are found as by looking at every one, whatever lies where', async () => {
    const seen = { searches: 0, found: 0, more: 0, sales: 0 }
    for (let seed = 1; seed <= 6; seed++) {
      const { below } = makeVirtualRandom(seed ^ 0x5ea)
      const world = await shop(seed, 60)
      const lookedFor = async () => {
        await world.ask('operators.signIn', AS_CASHIER)
        for (let nth = 0; nth < 25; nth++) {
          const asked = drawnSearch(below, world.clock.nowMs())
          const found = await search(world, asked)
          const looked = searchedByLooking(world.station().acts.till(), asked, 1)
          const inOrder = [...found.sales].sort((a, b) => (a.receipt < b.receipt ? -1 : 1))
          const said = `seed ${seed}: ${JSON.stringify(asked)}`
          if (found.more) expect(looked, said).toEqual(expect.arrayContaining(inOrder))
          else expect(inOrder, said).toEqual(looked)
          if ((asked.kind ?? 'paid') === 'paid') expect(receipts(found), said).toEqual(receipts(found).sort().reverse())
          expect(found.more, said).toBe(looked.length > 50)
          seen.searches++
          seen.found += found.sales.length
          seen.more += Number(found.more)
        }
      }
      await lookedFor()
      if (seed % 2 === 0) await archiveAll(world)
      else await world.cutPower()
      if (seed % 3 === 0) world.cache.lose()
      await world.open()
      await lookedFor()
      seen.sales += world.station().acts.till().sales.size
    }
    process.stdout.write(`${JSON.stringify(seen)}\n`)
    expect(Math.min(seen.found / 100, seen.more)).toBeGreaterThan(3)
  })

  it('are found by what can be read of the number', async () => {
    const world = await shop(11, 12)
    const [first = ''] = world.receipts.toSorted()
    for (const part of [first, first.toLowerCase(), first.slice(0, -1), first.slice(6), '1']) {
      expect(receipts(await search(world, { receipt: part })), part).toEqual([first])
    }
    for (const part of ['S02-1-000001', 'S01-2-000001', '999', first.replace(/.$/, '*').slice(0, -1) + '?']) {
      const answer = await world.ask('sale.search', { receipt: part })
      expect(answer, part).toMatchObject(
        part.endsWith('?') ? { why: 'not-a-receipt-number' } : { value: { sales: [], more: false } },
      )
    }
  })

  it('are found by the order that paid them or gave their money back, and by the acquirer’s number of it', async () => {
    const world = await shop(12, 3)
    await sellOne(world, 2, 'card')
    const receipt = world.view().paid?.receipt ?? ''
    const sale = searchedByLooking(world.station().acts.till(), { receipt }, 1)
    expect(sale).toHaveLength(1)
    await giveBack(world.ask, 'refund', { receipt, wish: { by: 'amount', amount: 100 } }, WORD)
    await world.clock.advance(10_000)
    const numbers = [...world.station().acts.till().payments.values()].flatMap(({ payment }) =>
      payment.at === 'approved' ? [payment.attempt, payment.approval] : [],
    )
    const ours = numbers.slice(-4)
    expect(ours).toHaveLength(4)
    for (const order of ours) expect(receipts(await search(world, { order })), order).toEqual([receipt])
    expect(receipts(await search(world, { order: ours[0], kind: 'voided' }))).toEqual([])
    expect(receipts(await search(world, { order: 'S01-1-999999' }))).toEqual([])
  })

  it('are found in old files that were put away compressed', async () => {
    const world = await shop(13, 30)
    const asked = { amount: 300 }
    const before = await search(world, asked)
    expect(before.sales.length).toBeGreaterThan(3)
    await archiveAll(world)
    await world.open()
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await search(world, asked)).toEqual(before)
    // Also where the index is made of them.
    await world.kill()
    world.cache.lose()
    await world.open()
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await search(world, asked)).toEqual(before)
  })
})

describe('a search', () => {
  it('is refused where nothing, no day or nobody asks', async () => {
    const world = await shop(21, 1)
    expect(await why(world, {})).toBe('nothing-asked')
    for (const time of [{ day: '2026-02-30' }, { from: 5, to: 4 }, { day: '2026-05-04', from: 1 }]) {
      expect(await why(world, time)).toBe('no-such-time')
    }
    expect(await why(world, { amount: 0 })).toBe('bad-call')
    expect(await why(world, { operator: '03' })).toBeNull()
    await world.ask('operators.lock', {})
    expect(await why(world, { operator: '03' })).toBe('not-allowed')
  })

  it('is one at a time, and not told to who comes after', async () => {
    const world = await shop(22, 3)
    const asked = { operator: '03' }
    const [one, two] = await Promise.all([world.ask('sale.search', asked), world.ask('sale.search', asked)])
    expect([one, two]).toMatchObject([{ ok: true }, { ok: false, why: 'busy' }])
  })

  it('that the index leads astray is refused, sells on, and is right after the next start', async () => {
    const world = await shop(23, 60)
    const before = await search(world, { amount: 150 })
    await world.kill()
    const cache = world.cache.open()
    const query = { terms: ['type sale-paid', 'amount 150'], first: 1, last: 9_999, from: null, to: null }
    const [place] = cache.find(query, 1)
    if (!place) throw new Error('nothing to lie about')
    const lie = { ...place, at: place.at + 1, ts: 1_777_900_000_000, terms: query.terms }
    cache.commit({ checkpoint: cache.checkpoint() ?? '', sales: [], answers: [], records: [lie] })
    await world.open()
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await why(world, { amount: 150 })).toBe('index-differs')
    expect(await why(world, { amount: 150 })).toBe('index-differs')
    await sellOne(world, 1)
    const receipt = world.view().paid?.receipt ?? ''
    expect(await world.ask('sale.find', { receipt: before.sales[0]?.receipt })).toMatchObject({ ok: true })
    await world.kill()
    await world.open()
    await world.ask('operators.signIn', AS_CASHIER)
    expect(receipts(await search(world, { amount: 150 }))).toEqual([receipt, ...receipts(before)])
  })

  it('that the cache does not give is a fault, and never no sale', async () => {
    const world = await shop(24, 60)
    world.cache.setUnreadable(true)
    expect(await why(world, { amount: 150 })).toBe('fault')
  })
})
