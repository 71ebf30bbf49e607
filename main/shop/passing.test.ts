import { describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER } from '../../tests/world/people.ts'
import {
  both,
  during,
  first,
  floor,
  NOTHING,
  of,
  parkAt,
  recall,
  second,
  shop,
  twoStations,
} from '../../tests/world/two-stations.ts'
import type { Answered } from '../../tests/world/world.ts'
import { RECALL_MS } from './passing.ts'

const HERE = { parked: 0, passing: 0, lines: 1 }
twoStations()

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
      floor().setFate((text) => fates[(nth * 7 + text.length) % fates.length]?.(text) ?? [text])
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
      floor().setFate((text) => [text])
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
    floor().setFate(() => [])
    const waiting = recall(second())
    expect(await recall(second())).toEqual({ ok: false, why: 'recall-running' })
    expect(await during(waiting)).toEqual({ ok: false, why: 'station-away' })
    floor().setFate((text) => [text])
    const asked = { station: '07', slot: 1, parkedAtMs: 1 }
    expect(await second().ask('shop.recall', asked)).toEqual({ ok: false, why: 'station-away' })
  })

  it('is taken back by a manager from a station that is gone, and not while it is there', async () => {
    await parkAt(first())
    floor().setFate((text) => (text.includes('"is\\":\\"here') ? [] : [text]))
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
    floor().setFate((text) => (text.includes('"is\\":\\"here') ? [] : [text]))
    await during(recall(second()))
    const id = shop(first()).passing[0]?.id
    await second().ask('operators.lock', {})
    await first().ask('operators.signIn', AS_MANAGER)
    expect(await first().ask('shop.takeBack', { id })).toEqual({ ok: false, why: 'station-there' })
    await both(60_000)
    expect(await first().ask('shop.takeBack', { id })).toEqual({ ok: true, value: {} })
    // What was asked for under that name is given under it no more.
    floor().setFate((text) => [text])
    for (const text of floor()
      .heard()
      .filter((each) => each.includes('wanted')))
      floor().forge(text)
    await both(5_000)
    expect([of(first()), of(second())]).toEqual([{ ...NOTHING, parked: 1 }, NOTHING])
  })

  it('is taken back as soon as that one has said that its journal has stopped', async () => {
    await parkAt(first())
    floor().setFate((text) => (text.includes('"is\\":\\"here') ? [] : [text]))
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
