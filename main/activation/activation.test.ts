import {
  OK,
  byCard,
  byCash,
  goods,
  not,
  paysByCard,
  reopen,
  staffed,
  state,
  types,
} from '../../tests/world/activated.ts'
import { DAY_MS, HOUR_MS, makeActivationShop } from '../../tests/world/head-office.ts'
import { AS_MANAGER, staff } from '../../tests/world/people.ts'
import { FOLDER } from '../../tests/world/world.ts'
import { describe, expect, it } from 'vitest'

describe('a code is asked for', () => {
  it('nowhere but in live, unless it is practised', async () => {
    const shop = await staffed(1, false)
    const { world, issue, enter, passes } = shop
    await passes(100 * HOUR_MS)
    expect(state(world)).toMatchObject({ is: 'off', why: null, leftMs: null })
    expect(await paysByCard(world)).toMatchObject(OK)
    expect(await enter(await issue())).toEqual(not('activation-off'))
    expect(await types(shop)).not.toContain('activation-demanded')
  })

  it('of a new device; all works in its grace, and a code ends it', async () => {
    const { world, issue, enter, passes } = await staffed(2)
    expect(state(world)).toMatchObject({ is: 'grace', why: 'new-device' })
    expect(state(world).leftMs).toBeGreaterThan(71 * HOUR_MS)
    expect(await paysByCard(world)).toMatchObject(OK)
    expect(await enter(await issue())).toEqual({ ok: true, value: { kind: 'activation' } })
    expect(state(world)).toMatchObject({ is: 'active', why: null })
    await passes(100 * HOUR_MS)
    expect(state(world).is).toBe('active')
  })

  it('of a changed device, whose old code does nothing any more', async () => {
    const shop = await staffed(3)
    const { world, issue, enter, disk } = shop
    const old = await issue()
    expect(await enter(await issue())).toMatchObject(OK)
    await world.station().close()
    await disk().remove(`${FOLDER}/sealed/identity.json`)
    expect(await world.open()).toEqual([])
    await world.ask('operators.signIn', AS_MANAGER)
    expect(state(world)).toMatchObject({ is: 'grace', why: 'changed-device' })
    expect(await enter(old)).toEqual(not('code-elsewhere'))
    expect(await enter(await issue())).toMatchObject(OK)
  })

  it('after so many days, and by an upgrade where the settings say so', async () => {
    let version = '1.9.0'
    const shop = await makeActivationShop({ seed: 4, own: () => ({ version }) })
    const { world, issue, enter, setRules, passes } = shop
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
    await enter(await issue())
    await passes(179 * DAY_MS)
    expect(state(world).is).toBe('active')
    await passes(DAY_MS)
    expect(state(world)).toMatchObject({ is: 'grace', why: 'periodic' })
    await enter(await issue())
    expect(state(world).is).toBe('active')
    version = '2.0.0'
    await reopen(shop)
    expect(state(world).is).toBe('active')
    await setRules({ onUpgrade: true, everyDays: null })
    await reopen(shop)
    expect(state(world)).toMatchObject({ is: 'grace', why: 'upgrade' })
    await enter(await issue())
    expect(state(world)).toMatchObject({ is: 'active', leftMs: null })
    await passes(2000 * DAY_MS)
    expect(state(world).is).toBe('active')
  })

  it('by head office itself, with a code that does it once', async () => {
    const { world, issue, enter } = await staffed(5)
    await enter(await issue())
    const demand = await issue({ kind: 'demand' })
    expect(await enter(demand)).toEqual({ ok: true, value: { kind: 'demand' } })
    expect(state(world)).toMatchObject({ is: 'grace', why: 'head-office' })
    expect(await enter(demand)).toEqual(not('code-used'))
    expect(await enter(await issue())).toMatchObject(OK)
    expect(state(world).is).toBe('active')
  })
})

describe('when grace is over', () => {
  it('cash goes on and cards wait, until a code comes', async () => {
    const { world, issue, enter, passes } = await staffed(6)
    await passes(72 * HOUR_MS)
    expect(state(world)).toMatchObject({ is: 'lapsed', why: 'new-device' })
    expect(await paysByCard(world)).toEqual(not('not-activated'))
    expect(await enter(await issue())).toMatchObject(OK)
    expect(await paysByCard(world)).toMatchObject(OK)
  })

  it('no sale is struck in the midst of it: the next one is', async () => {
    const { world, passes } = await staffed(7)
    await goods(world)
    await passes(80 * HOUR_MS)
    expect(state(world)).toMatchObject({ is: 'grace', leftMs: 0 })
    expect(await byCard(world)).toMatchObject(OK)
    await world.clock.advance(1000)
    expect(world.view().sale).toBe(null)
    expect(state(world).is).toBe('lapsed')
    expect(await paysByCard(world)).toEqual(not('not-activated'))
  })

  it('a restart changes nothing of it, nor of a sale that was open', async () => {
    const shop = await staffed(8)
    const { world, passes } = shop
    await goods(world)
    await passes(80 * HOUR_MS)
    await reopen(shop)
    expect(state(world).is).toBe('grace')
    await byCash(world)
    expect(state(world).is).toBe('lapsed')
    await reopen(shop)
    expect(state(world).is).toBe('lapsed')
    expect(await paysByCard(world)).toEqual(not('not-activated'))
  })
})

describe('the clock', () => {
  it('turned back gives nothing: what has passed has passed', async () => {
    const shop = await staffed(9)
    const { world, passes } = shop
    for (let day = 0; day < 3; day++) {
      await passes(23 * HOUR_MS)
      await paysByCard(world)
      world.clock.set(world.clock.nowMs() - 23 * HOUR_MS)
      await world.clock.advance(HOUR_MS)
    }
    expect(state(world).leftMs).toBeLessThan(4 * HOUR_MS)
    await passes(4 * HOUR_MS)
    await paysByCard(world)
    await world.clock.advance(1000)
    expect(state(world).is).toBe('lapsed')
    world.clock.set(world.clock.nowMs() - 1000 * DAY_MS)
    await reopen(shop)
    expect(state(world).is).toBe('lapsed')
  })

  it('turned forward and back again ends the grace, and gives no second one that never ends', async () => {
    const shop = await staffed(10)
    const { world, issue, enter, passes } = shop
    await enter(await issue())
    const trueMs = world.clock.nowMs()
    world.clock.set(trueMs + 1000 * DAY_MS)
    await reopen(shop)
    expect(state(world).why).toBe('periodic')
    world.clock.set(trueMs + HOUR_MS)
    await reopen(shop)
    for (let hour = 0; hour < 72; hour++) {
      await passes(HOUR_MS)
      await world.ask('operators.lock', {})
      await world.ask('operators.signIn', AS_MANAGER)
    }
    expect(state(world).is).toBe('lapsed')
    // The journal has seen a later moment than these codes end at; one that goes beyond it puts the clock right.
    expect(await enter(await issue({ days: 30 }))).toEqual(not('code-expired'))
    expect(await enter(await issue({ days: 1500 }))).toMatchObject(OK)
    expect(await enter(await issue({ days: 30 }))).toMatchObject(OK)
    expect(state(world).is).toBe('active')
  })

  it('of a machine whose battery is dead costs no more than a day', async () => {
    const shop = await staffed(11)
    const { world } = shop
    const trueMs = world.clock.nowMs()
    world.clock.set(Date.UTC(2000, 0, 1))
    await reopen(shop)
    world.clock.set(trueMs + HOUR_MS)
    await reopen(shop)
    expect(state(world)).toMatchObject({ is: 'grace' })
    expect(state(world).leftMs).toBeGreaterThan(46 * HOUR_MS)
  })
})
