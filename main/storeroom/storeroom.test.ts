import { everySale, saleAt } from '#domain/sales'
import type { Disk } from '#drivers/disk/port'
import { describe, expect, it } from 'vitest'
import { canonical } from '../../tests/world/canonical.ts'
import { refundByCode, staff } from '../../tests/world/people.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'

const JOURNAL = `${FOLDER}/journal`

/** Counts the bytes that are read of the journal. */
function counting() {
  const counted = { bytes: 0 }
  const through = (disk: Disk): Disk => ({
    ...disk,
    read: async (path) => {
      const bytes = await disk.read(path)
      if (path.endsWith('.jsonl')) counted.bytes += bytes.length
      return bytes
    },
  })
  return { through, counted }
}

async function sold(world: World, sales: number): Promise<string[]> {
  const receipts: string[] = []
  for (let nth = 0; nth < sales; nth++) {
    for (let line = 0; line < 3; line++) await world.ask('sale.add', { sku: 'DRK001', quantity: 1 + (nth % 4) })
    const due = world.view().sale?.cashDue
    const answer = await world.ask('sale.payCash', { due, given: due })
    if (!answer.ok) throw new Error(answer.why)
    receipts.push((answer.value as { receipt: string }).receipt) // the contract's
  }
  return receipts
}

const tillOf = (world: World) => world.station().acts.till()
const tail = (world: World): number =>
  [...tillOf(world).sales.shelves.values()].reduce((sum, { size }) => sum + size, 0)
const plain = (world: World): string => {
  const { sales, payments, returning, wrong, ...rest } = tillOf(world)
  const every = [...everySale(sales)].sort((a, b) => (a.receipt < b.receipt ? -1 : 1))
  return canonical([rest, every, sales.size, [...payments], [...returning], [...wrong]])
}

async function shop(seed: number, sales: number, through?: (disk: Disk) => Disk) {
  const world = await makeWorld({ seed, ...(through && { through }) })
  await staff(world.ask)
  const receipts = await sold(world, sales)
  return { world, receipts }
}

describe('what is put away', () => {
  it('leaves memory and is found as it was', async () => {
    const { world, receipts } = await shop(1, 120)
    expect(tillOf(world).sales.size).toBe(120)
    expect(tail(world)).toBeLessThan(30)
    const [first = ''] = receipts
    expect(saleAt(tillOf(world).sales, first)).toMatchObject({ receipt: first, total: 450, print: 'printed' })
    expect(saleAt(tillOf(world).sales, 'S01-1-000999X')).toBeUndefined()
  })

  it('is changed like any other sale, and goes back there', async () => {
    const { world, receipts } = await shop(2, 120)
    const [first = ''] = receipts
    const back = await refundByCode(world.ask, world.postbox, { receipt: first, wish: { by: 'amount', amount: 100 } })
    expect(back).toMatchObject({ ok: true, value: { back: 100 } })
    await sold(world, 60)
    await world.kill()
    await world.open()
    const sale = saleAt(tillOf(world).sales, first)
    expect(sale?.returns).toHaveLength(1)
    expect(tillOf(world).sales.size).toBe(180)
    await world.ask('operators.signIn', { number: '03', password: '518302' })
    const again = await refundByCode(world.ask, world.postbox, { receipt: first, wish: { by: 'amount', amount: 351 } })
    expect(again).toMatchObject({ ok: false })
  })

  it('answers an act that is asked again, long after', async () => {
    const { world } = await shop(3, 2)
    const txn = world.newTxn()
    const first = await world.ask('sale.add', { sku: 'DRK001', quantity: 2 }, txn)
    await sold(world, 60)
    expect(await world.ask('sale.add', { sku: 'DRK001', quantity: 2 }, txn)).toEqual(first)
    await world.kill()
    await world.open()
    await world.ask('operators.signIn', { number: '03', password: '518302' })
    expect(await world.ask('sale.add', { sku: 'DRK001', quantity: 2 }, txn)).toEqual(first)
    expect(world.view().sale).toBeNull()
  })
})

describe('a start', () => {
  it('goes on from the checkpoint, to the same till as without one', async () => {
    const { through, counted } = counting()
    const { world } = await shop(4, 150, through)
    for (const end of ['kill', 'cutPower'] as const) {
      await world[end]()
      await world.open()
      const quick = plain(world)
      await world.kill()
      world.cache.lose()
      counted.bytes = 0
      await world.open()
      expect(counted.bytes).toBeGreaterThan(100_000)
      // Both starts wrote that they happened, and nobody was on duty after either.
      expect(plain(world)).toBe(quick)
    }
  })

  it('does not go on from a checkpoint that was changed', async () => {
    const { world } = await shop(5, 60)
    const before = canonical([...everySale(tillOf(world).sales)])
    await world.kill()
    const cache = world.cache.open()
    const text = cache.checkpoint() ?? ''
    expect(text).toContain('"lastCounter":')
    const forged = text.replace(/"lastCounter":\d+/, '"lastCounter":3')
    cache.commit({ checkpoint: forged, sales: [], answers: [], records: [] })
    await world.open()
    expect(tillOf(world).lastCounter).toBe(60)
    expect(canonical([...everySale(tillOf(world).sales)])).toBe(before)
  })

  it('sells on where the cache takes nothing any more, and mends it at the next start', async () => {
    const { world } = await shop(6, 40)
    world.cache.setBroken(true)
    await sold(world, 60)
    expect(tillOf(world).sales.size).toBe(100)
    await world.kill()
    await world.open()
    expect(tillOf(world).sales.size).toBe(100)
    world.cache.setBroken(false)
    await world.kill()
    await world.open()
    expect(tail(world)).toBe(0)
    expect([...everySale(tillOf(world).sales)]).toHaveLength(100)
  })
})

describe('the checkpoint as a witness', () => {
  it('tells of records cut off after the newest start, of which the other witness knows nothing', async () => {
    const { world } = await shop(7, 60)
    await world.kill()
    const disk = world.disk.process()
    const [name = ''] = (await disk.list(JOURNAL)).filter((each) => each.endsWith('.jsonl'))
    const path = `${JOURNAL}/${name}`
    const bytes = await disk.read(path)
    const cut = bytes.indexOf('\n', bytes.length / 2) + 1
    const file = await disk.open(path, 'change')
    await file.truncate(cut)
    await file.sync()
    await file.close()
    const records = bytes.subarray(0, cut).toString().split('\n').length
    expect(await world.open()).toEqual([expect.stringContaining(`missing records from ${records} on`)])
  })
})

it('a cache of another till is not gone on from', async () => {
  const { world } = await shop(8, 40)
  const { world: other } = await shop(9, 50)
  const checkpoint = other.cache.open().checkpoint() ?? ''
  await world.kill()
  world.cache.open().commit({ checkpoint, sales: [], answers: [], records: [] })
  expect(await world.open()).toEqual([expect.stringContaining('journal')])
})

it('what the cache does not give is a fault, not an unknown sale, and is there after the next start', async () => {
  const { world, receipts } = await shop(10, 120)
  const [first = ''] = receipts
  world.cache.setUnreadable(true)
  expect(await world.ask('sale.find', { receipt: first })).toMatchObject({ ok: false, why: 'fault' })
  world.cache.setUnreadable(false)
  expect(await world.ask('sale.find', { receipt: first })).toMatchObject({ ok: false, why: 'fault' })
  await world.kill()
  await world.open()
  await world.ask('operators.signIn', { number: '03', password: '518302' })
  expect(await world.ask('sale.find', { receipt: first })).toMatchObject({ ok: true })
})
