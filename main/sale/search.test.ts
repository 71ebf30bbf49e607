import { makeVirtualRandom } from '#drivers/random/virtual'
import { archiveOld } from '#journal/archiving'
import { describe, expect, it } from 'vitest'
import { AS_CASHIER, refundByCode, staff, undo, voidOf } from '../../tests/world/people.ts'
import { HOUR_MS, receipts, search, sellOne, shop } from '../../tests/world/search-shop.ts'
import { searchedByLooking, type Searched } from '../../tests/world/searched.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'

/** Between two programs: all files but the last are put away. */
async function archiveAll(world: World): Promise<void> {
  await world.kill()
  const options = { policy: { archiveAfterDays: 0 }, now: world.clock.nowMs() + HOUR_MS }
  const { archived } = await archiveOld(world.disk.process(), `${FOLDER}/journal`, options)
  expect(archived.length).toBeGreaterThan(1)
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
    await refundByCode(world.ask, world.postbox, { receipt, wish: { by: 'amount', amount: 100 } })
    await world.clock.advance(10_000)
    const numbers = [...world.station().acts.till().payments.values()].flatMap(({ payment }) =>
      payment.at === 'approved' ? [payment.attempt, payment.approval] : [],
    )
    const ours = numbers.slice(-4)
    expect(ours).toHaveLength(4)
    for (const order of ours) expect(receipts(await search(world, { order })), order).toEqual([receipt])
    expect(receipts(await search(world, { order: ours[0], kind: 'voided' }))).toEqual([])
    const card = [...world.station().acts.till().payments.values()]
      .flatMap(({ payment }) => (payment.at === 'approved' && payment.card ? [payment.card] : []))
      .at(-1)
    const voucher = String(card?.stan).padStart(6, '0')
    for (const order of [card?.rrn, voucher, String(card?.stan)])
      expect(receipts(await search(world, { order })), order).toEqual([receipt])
    expect(receipts(await search(world, { order: '999999' }))).toEqual([])
    expect(receipts(await search(world, { order: 'S01-1-999999' }))).toEqual([])
  })

  it('are listed by when their money went back, and not at all where it did not', async () => {
    const world = await shop(14, 0)
    const sold: string[] = []
    for (const by of ['cash', 'cash', 'card'] as const) {
      await sellOne(world, 3, by)
      sold.push(world.view().paid?.receipt ?? '')
    }
    const [one = '', two = '', byCard = ''] = sold
    for (const receipt of [one, two, one]) {
      await refundByCode(world.ask, world.postbox, { receipt, wish: { by: 'amount', amount: 100 } })
    }
    world.payments.card.will('decline')
    await undo(world.ask, voidOf(byCard))
    await world.clock.advance(60_000)
    expect(receipts(await search(world, { kind: 'refunded' }))).toEqual([one, two])
    expect(receipts(await search(world, { kind: 'voided' }))).toEqual([])
    await undo(world.ask, voidOf(byCard))
    await world.clock.advance(60_000)
    expect(receipts(await search(world, { kind: 'voided', operator: '11' }))).toEqual([byCard])
  })

  it('are found without reading the journal through', async () => {
    let bytes = 0
    const world = await makeWorld({
      seed: 15,
      through: (disk) => ({
        ...disk,
        readAt: async (...asked) => {
          const read = await disk.readAt(...asked)
          bytes += read.length
          return read
        },
      }),
    })
    await staff(world.ask)
    for (let nth = 0; nth < 150; nth++) await sellOne(world, 1)
    expect(await search(world, { operator: '11' })).toEqual({ sales: [], more: false })
    // A hundred records may not be put away yet.
    expect(bytes).toBeLessThan(100_000)
    expect(await world.disk.process().sizeOf(`${FOLDER}/journal/0000000000000001.jsonl`)).toBeGreaterThan(150_000)
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
