import { describe, expect, it } from 'vitest'
import { AS_CASHIER, CASHIER_PASSWORD } from '../../tests/world/people.ts'
import { both, first, floor, second, shop, twoStations } from '../../tests/world/two-stations.ts'
import { sealedText } from './signed.ts'
import { SHOP, type Said } from './news.ts'
import { generateKeyPairSync, sign } from 'node:crypto'

twoStations()

describe('a manager at another station', () => {
  it('sees what is sold, as it is sold', async () => {
    await first().ask('sale.add', { sku: 'DRK001', quantity: 2 })
    await both(300)
    expect(shop(second()).stations).toMatchObject([
      { station: '01', isHere: true, duty: { number: '03' }, sale: { count: 2, total: 300 }, today: { sales: 0 } },
      { station: '02', isHere: true, duty: { number: '11' } },
    ])
    await first().ask('sale.payCash', { due: 300, given: 1000 })
    await both(300)
    expect(shop(second()).stations[0]).toMatchObject({ sale: null, today: { sales: 1, taken: 300, cash: 300 } })
  })

  it('sees after a restart what was taken before, of this day alone', async () => {
    await first().ask('sale.add', { sku: 'DRK001', quantity: 2 })
    await first().ask('sale.payCash', { due: 300, given: 300 })
    await first().station().close()
    expect(await first().open()).toEqual([])
    await both(300)
    expect(shop(second()).stations[0]?.today).toMatchObject({ sales: 1, taken: 300 })
    const day = 24 * 3_600_000
    for (const world of [first(), second()]) await world.clock.advance(day)
    await both(300)
    expect(shop(second()).stations[0]?.today).toMatchObject({ sales: 0, taken: 0, day: '2026-05-05' })
  })

  it('is told that one is out of reach, with what was heard of it last', async () => {
    await first().station().close()
    await both(300)
    expect(shop(second()).stations[0]).toMatchObject({ station: '01', isHere: false, duty: { number: '03' } })
    expect(shop(first()).stations).toEqual([])
  })

  it('sees nothing while a cashier is on duty', () => {
    expect(shop(first())).toEqual({ stations: [], parked: [], passing: [] })
  })
})

describe('one person', () => {
  it('is signed out where they were when they sign in elsewhere, and told where', async () => {
    await first().clock.advance(60_000)
    await second().ask('operators.lock', {})
    await second().ask('operators.signIn', { number: '03', password: CASHIER_PASSWORD })
    await both(300)
    expect([first().view().operator, first().view().lockedAt]).toEqual([null, '02'])
    expect(second().view().operator?.number).toBe('03')
    await first().ask('operators.signIn', AS_CASHIER)
    await both(300)
    await both(3_000)
    // A moment after the other: by the stations' numbers, or the later one.
    expect([first().view().operator, second().view().operator].filter((each) => each !== null)).toHaveLength(1)
    expect(first().view().lockedAt).toBeNull()
  })

  it('is not signed out in the midst of a payment', async () => {
    await first().clock.advance(60_000)
    await first().ask('sale.add', { sku: 'DRK001', quantity: 2 })
    first().payments.card.will('lose-answer')
    await first().ask('sale.tender', { left: 300, amount: 300, method: 'card' })
    expect(first().view().sale?.tendering).toBe(true)
    await second().ask('operators.lock', {})
    await second().ask('operators.signIn', { number: '03', password: CASHIER_PASSWORD })
    await both(300)
    expect(first().view().operator?.number).toBe('03')
  })
})

describe('somebody on the line', () => {
  it('is not believed: forged, of an older program, or altered', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const identity = { sign: (text: Uint8Array) => sign(null, text, privateKey).toString('base64') }
    const before = [...floor().heard()].filter((text) => text.includes('news'))
    await first().station().close()
    expect(await first().open()).toEqual([])
    await first().ask('operators.signIn', AS_CASHIER)
    await both(300)
    const known = () => JSON.stringify({ ...shop(second()).stations[0], atMs: 0 })
    const now = known()
    const none = { day: '2026-05-04', sales: 9, taken: 9, cash: 9, voids: 0, voided: 0, refunds: 0, refunded: 0 }
    const forged: Said = {
      ...{ is: 'news', life: 'forged-life', n: 1, duty: null, onDutyMs: 0, sale: null, unresolved: 0, outbox: 0 },
      ...{ isStopped: false, parked: [], today: none as never },
    }
    for (const text of before) floor().forge(text)
    floor().forge(sealedText(SHOP, '01', identity, forged))
    for (const text of ['', '{}', 'x'.repeat(500_000), before[0]?.replaceAll('sales', 'tales') ?? ''])
      floor().forge(text)
    await both(50)
    expect(known()).toBe(now)
    const asKnown = floor().join({
      station: '05',
      publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    })
    asKnown.send(sealedText(SHOP, '01', identity, forged))
    await both(50)
    expect(known()).toBe(now)
  })
})
