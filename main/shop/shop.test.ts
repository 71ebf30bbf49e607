import { makeVirtualFloor, type VirtualFloor } from '#drivers/floor/virtual'
import { beforeEach, describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, CASHIER_PASSWORD, staff } from '../../tests/world/people.ts'
import { makeWorld, type Answered, type World } from '../../tests/world/world.ts'
import { RECALL_MS } from './passing.ts'
import { sealedText } from './signed.ts'
import { SHOP, type Said } from './news.ts'
import { generateKeyPairSync, sign } from 'node:crypto'

let floor: VirtualFloor
let [one, two]: World[] = []
const there = (world: World | undefined): World => {
  if (!world) throw new Error('not opened')
  return world
}
const first = () => there(one)
const second = () => there(two)
const both = async (ms = 0) => {
  for (let left = ms; left >= 0; left -= 100) {
    for (const world of [first(), second()]) {
      await world.clock.advance(Math.min(100, Math.max(0, left)))
      await world.settle()
    }
  }
}
async function opened(seed: number, station: string): Promise<World> {
  const world = await makeWorld({ seed, floor, settings: { station } })
  await staff(world.ask)
  return world
}
async function parkAt(world: World, quantity = 2): Promise<number> {
  await world.ask('sale.add', { sku: 'DRK001', quantity })
  const parked = await world.ask('sale.park', {})
  await both(300)
  return parked.ok ? (parked.value as { slot: number }).slot : 0
}
/** Time passes at both while the answer is waited for. */
async function during(asked: Promise<Answered>, ms = RECALL_MS + 200): Promise<Answered> {
  await both(ms)
  return asked
}
const shop = (world: World) => world.view().shopFloor
const recall = (world: World, txn?: string, at = 0) =>
  world.ask('shop.recall', { station: '01', slot: 1, parkedAtMs: shop(world).parked[at]?.parkedAtMs ?? 0 }, txn)
const of = (world: World) => {
  const { parked, passing, sale } = world.station().acts.till()
  return { parked: parked.length, passing: passing.length, lines: sale.lines.length }
}
const NOTHING = { parked: 0, passing: 0, lines: 0 }
const HERE = { parked: 0, passing: 0, lines: 1 }

beforeEach(async () => {
  floor = makeVirtualFloor()
  one = await opened(91, '01')
  two = await opened(92, '02')
  await first().ask('operators.signIn', AS_CASHIER)
  await second().ask('operators.signIn', AS_MANAGER)
  await both(300)
})

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

describe('a sale that was parked at another station', () => {
  it('is recalled here, and is there no more', async () => {
    await parkAt(first())
    expect(shop(second()).parked).toMatchObject([{ station: '01', slot: 1, count: 2, total: 300, operator: '03' }])
    expect(await during(recall(second()), 400)).toEqual({ ok: true, value: { line: 1 } })
    await both(4_000)
    expect([of(first()), of(second())]).toEqual([NOTHING, HERE])
    expect(shop(second()).parked).toEqual([])
    expect(await second().ask('sale.payCash', { due: 300, given: 300 })).toMatchObject({ ok: true })
  })

  it('is at one of both, whatever of their texts is lost, doubled or late, and whoever is killed', async () => {
    await parkAt(first())
    const fates = [() => [], (text: string) => [text, text], (text: string) => [text]]
    let came = 0
    for (let nth = 0; nth < 60; nth++) {
      floor.setFate((text) => fates[(nth * 7 + text.length) % fates.length]?.(text) ?? [text])
      const txn = `recalled-${String(nth).padStart(4, '0')}`
      const [from, to] = of(first()).parked > 0 ? [first(), second()] : [second(), first()]
      const wanted = shop(to).parked[0]
      if (!wanted) throw new Error('nothing is parked elsewhere')
      let answer: Answered | null = null
      const asked = { station: wanted.station, slot: wanted.slot, parkedAtMs: wanted.parkedAtMs }
      void to.ask('shop.recall', asked, txn).then((answered) => (answer = answered))
      await both(nth % 3 === 0 ? 300 : RECALL_MS + 200)
      if (nth % 5 === 4) await from.kill().then(() => from.open())
      if (nth % 5 === 3) await to.kill().then(() => to.open())
      for (const [world, who] of [
        [first(), AS_CASHIER],
        [second(), AS_MANAGER],
      ] as const)
        if (world.view().operator === null) await world.ask('operators.signIn', who)
      floor.setFate((text) => [text])
      await both(15_000)
      const [here, before] = [of(to), of(from)]
      expect(here.parked + here.lines + before.parked + before.lines + here.passing + before.passing).toBe(1)
      if (nth % 5 < 3) expect((answer as Answered | null)?.ok ? here.lines : before.parked).toBe(1)
      came += here.lines
      if (here.lines === 1) await to.ask('sale.park', {})
      await both(300)
    }
    expect(came).toBeGreaterThan(10)
    expect(came).toBeLessThan(60)
  })

  it('stays where it is when somebody there recalls it first, or it is another by now', async () => {
    await parkAt(first())
    const before = shop(second()).parked[0]
    await first().ask('sale.recall', { slot: 1 })
    await first().ask('sale.payCash', { due: 300, given: 300 })
    await first().clock.advance(1_000)
    await parkAt(first(), 3)
    const asked = { station: '01', slot: 1, parkedAtMs: before?.parkedAtMs }
    expect(await during(second().ask('shop.recall', asked))).toEqual({ ok: false, why: 'no-such-parked' })
    expect(of(first())).toEqual({ ...NOTHING, parked: 1 })
  })

  it('is not asked for over an open sale, of a station that is away, or twice at once', async () => {
    await parkAt(first())
    await second().ask('sale.add', { sku: 'DRK001', quantity: 1 })
    expect(await recall(second())).toEqual({ ok: false, why: 'sale-open' })
    await second().ask('sale.cancel', {})
    floor.setFate(() => [])
    const waiting = recall(second())
    expect(await recall(second())).toEqual({ ok: false, why: 'recall-running' })
    expect(await during(waiting)).toEqual({ ok: false, why: 'station-away' })
    floor.setFate((text) => [text])
    const asked = { station: '07', slot: 1, parkedAtMs: 1 }
    expect(await second().ask('shop.recall', asked)).toEqual({ ok: false, why: 'station-away' })
  })

  it('is taken back by a manager from a station that is gone, and not while it is there', async () => {
    await parkAt(first())
    floor.setFate((text) => (text.includes('"is\\":\\"here') ? [] : [text]))
    expect(await during(recall(second()))).toEqual({ ok: false, why: 'station-away' })
    expect(of(first())).toEqual({ ...NOTHING, passing: 1 })
    const id = shop(first()).passing[0]?.id
    expect(await first().ask('shop.takeBack', { id })).toEqual({ ok: false, why: 'not-allowed' })
    await second().ask('operators.lock', {})
    await first().ask('operators.signIn', AS_MANAGER)
    expect(await first().ask('shop.takeBack', { id })).toEqual({ ok: false, why: 'station-there' })
    await second().station().close()
    expect(await first().ask('shop.takeBack', { id })).toEqual({ ok: true, value: {} })
    expect(of(first())).toEqual({ ...NOTHING, parked: 1 })
  })
})

describe('a sale on its way to a station that is there and never answers', () => {
  it('is taken back after a while', async () => {
    await parkAt(first())
    floor.setFate((text) => (text.includes('"is\\":\\"here') ? [] : [text]))
    await during(recall(second()))
    const id = shop(first()).passing[0]?.id
    await second().ask('operators.lock', {})
    await first().ask('operators.signIn', AS_MANAGER)
    expect(await first().ask('shop.takeBack', { id })).toEqual({ ok: false, why: 'station-there' })
    await both(60_000)
    expect(await first().ask('shop.takeBack', { id })).toEqual({ ok: true, value: {} })
    // What was asked for under that name is given under it no more.
    floor.setFate((text) => [text])
    for (const text of floor.heard().filter((each) => each.includes('wanted'))) floor.forge(text)
    await both(5_000)
    expect([of(first()), of(second())]).toEqual([{ ...NOTHING, parked: 1 }, NOTHING])
  })

  it('is taken back as soon as that one has said that its journal has stopped', async () => {
    await parkAt(first())
    floor.setFate((text) => (text.includes('"is\\":\\"here') ? [] : [text]))
    await during(recall(second()))
    await second().ask('operators.lock', {})
    await first().ask('operators.signIn', AS_MANAGER)
    second().disk.failNextSync()
    await second().ask('operators.signIn', AS_CASHIER)
    await both(11_000)
    const id = shop(first()).passing[0]?.id
    expect(await first().ask('shop.takeBack', { id })).toEqual({ ok: true, value: {} })
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
    const before = [...floor.heard()].filter((text) => text.includes('news'))
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
    for (const text of before) floor.forge(text)
    floor.forge(sealedText(SHOP, '01', identity, forged))
    for (const text of ['', '{}', 'x'.repeat(500_000), before[0]?.replaceAll('sales', 'tales') ?? '']) floor.forge(text)
    await both(50)
    expect(known()).toBe(now)
    const asKnown = floor.join({
      station: '05',
      publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    })
    asKnown.send(sealedText(SHOP, '01', identity, forged))
    await both(50)
    expect(known()).toBe(now)
  })
})
