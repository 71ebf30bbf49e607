import { describe, expect, it } from 'vitest'
import { AS_CASHIER } from '../../tests/world/people.ts'
import { receipts, search, sellOne, shop, why } from '../../tests/world/search-shop.ts'

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
    const world = await shop(22, 45)
    const asked = { operator: '03' }
    const [one, two] = await Promise.all([world.ask('sale.search', asked), world.ask('sale.search', asked)])
    expect([one, two]).toMatchObject([{ ok: true }, { ok: false, why: 'busy' }])
    const [late] = await Promise.all([world.ask('sale.search', asked), world.ask('operators.lock', {})])
    expect(late).toMatchObject({ ok: false, why: 'not-allowed' })
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
    const later: string[] = []
    for (let nth = 0; nth < 40; nth++) {
      await sellOne(world, 1)
      later.unshift(world.view().paid?.receipt ?? '')
    }
    expect(await world.ask('sale.find', { receipt: before.sales[0]?.receipt })).toMatchObject({ ok: true })
    await world.kill()
    await world.open()
    await world.ask('operators.signIn', AS_CASHIER)
    expect(receipts(await search(world, { amount: 150 }))).toEqual([...later, ...receipts(before)].slice(0, 50))
  })

  it('that the cache does not give is a fault, and never no sale', async () => {
    const world = await shop(24, 60)
    world.cache.setUnreadable(true)
    expect(await why(world, { amount: 150 })).toBe('fault')
  })
})
