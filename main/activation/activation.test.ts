import type { World } from '../../tests/world/world.ts'
import { DAY_MS, HOUR_MS, makeActivationShop, revoked, type ActivationShop } from '../../tests/world/head-office.ts'
import { AS_CASHIER, AS_MANAGER, staff } from '../../tests/world/people.ts'
import { recordsOn } from '../../tests/world/remains.ts'
import { FOLDER } from '../../tests/world/world.ts'
import { describe, expect, it } from 'vitest'

const OK = { ok: true }
const not = (why: string) => ({ ok: false, why })

async function staffed(seed: number, practise = true): Promise<ActivationShop> {
  const shop = await makeActivationShop({ seed }, practise)
  await staff(shop.world.ask)
  await shop.world.ask('operators.signIn', AS_MANAGER)
  return shop
}
const state = ({ view }: World) => view().activation
const goods = (world: World) => world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
const byCard = (world: World) => world.ask('sale.tender', { method: 'card', amount: 150, left: 150 })
const byCash = (world: World) => world.ask('sale.payCash', { due: 150, given: 150 })
async function paysByCard(world: World) {
  await goods(world)
  const answer = await byCard(world)
  if (answer.ok) await world.clock.advance(1000)
  else expect(await byCash(world)).toMatchObject(OK)
  expect(world.view().sale).toBe(null)
  return answer
}
async function reopen(shop: ActivationShop) {
  await shop.world.station().close()
  expect(await shop.world.open()).toEqual([])
  await shop.world.ask('operators.signIn', AS_MANAGER)
}
const types = async ({ disk }: ActivationShop) =>
  (await recordsOn(disk(), `${FOLDER}/journal`)).records.map(({ type }) => type)

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

describe('a code does nothing', () => {
  it('that is wrong, leaked, used, expired, revoked or misread', async () => {
    const shop = await staffed(12)
    const { world, issue, enter, setTrust, passes } = shop
    const good = await issue()
    const late = await issue({ days: 1 })
    const taken = await issue({ id: 'feedfacefeedface' })
    expect(await enter(await issue({ by: 'stranger' }))).toEqual(not('code-forged'))
    expect(await enter(await issue({ device: 'Z'.repeat(16) }))).toEqual(not('code-elsewhere'))
    expect(await enter(await issue({ merchant: 'M2' }))).toEqual(not('code-elsewhere'))
    expect(await enter(await issue({ terminal: 'T2' }))).toEqual(not('code-elsewhere'))
    expect(await enter(good.replace(/.$/, (sign) => (sign === '0' ? '8' : '0')))).toEqual(not('code-misread'))
    expect(await enter(await issue({ kind: 'reset', operator: '03' }))).toEqual(not('code-for-other'))
    expect(state(world).is).toBe('grace')
    expect(await enter(good)).toMatchObject(OK)
    expect(await enter(good)).toEqual(not('code-used'))
    await setTrust({ revoked: revoked(['feedfacefeedface'], world.clock.nowMs()) })
    await passes(2 * DAY_MS)
    await reopen(shop)
    expect(await enter(late)).toEqual(not('code-expired'))
    expect(await enter(taken)).toEqual(not('code-revoked'))
    expect(await enter(good)).toEqual(not('code-used'))
    const refusals = (await types(shop)).filter((type) => type === 'code-refused')
    expect(refusals).toHaveLength(8)
  })

  it('where nobody is trusted, or a list of codes taken back is nobody’s', async () => {
    const shop = await staffed(13)
    const { world, issue, enter, setTrust } = shop
    const code = await issue()
    await setTrust({ revoked: { ...revoked(['feedfacefeedface'], 5), ids: [] } })
    await reopen(shop)
    expect(world.view().activation.here?.trusts).toBe(false)
    expect(await enter(code)).toEqual(not('no-head-office'))
  })

  it('of somebody who may not enter one', async () => {
    const { world, issue, enter } = await staffed(14)
    const code = await issue()
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await enter(code)).toEqual(not('not-allowed'))
    expect(state(world)).toMatchObject({ is: 'grace', here: null })
    await world.ask('operators.lock', {})
    expect(await enter(code)).toEqual(not('not-allowed'))
  })

  it('after ten wrong ones, for the rest of the hour; a restart does not help', async () => {
    const shop = await staffed(15)
    const { world, issue, enter, passes } = shop
    const good = await issue()
    for (let n = 0; n < 10; n++) expect(await enter(await issue({ by: 'stranger' }))).toEqual(not('code-forged'))
    expect(await enter(good)).toEqual(not('codes-locked'))
    await reopen(shop)
    expect(await enter(good)).toEqual(not('codes-locked'))
    expect(state(world).here?.lockedForMs).toBeGreaterThan(0)
    await passes(HOUR_MS)
    expect(await enter(good)).toMatchObject(OK)
  })
})

describe('a scanned code of head office', () => {
  it('activates where a manager is on duty, and is told to nobody', async () => {
    const { world, issueScannable } = await staffed(16)
    const code = await issueScannable()
    world.scanner.scan(code)
    await world.settle()
    expect(state(world).is).toBe('active')
    world.scanner.scan(code)
    await world.settle()
    expect(world.view().notice).toMatchObject({ why: 'code-used', text: '' })
  })

  it('is no goods where a cashier scans it', async () => {
    const { world, issueScannable } = await staffed(17)
    await world.ask('operators.signIn', AS_CASHIER)
    world.scanner.scan(await issueScannable())
    await world.settle()
    expect(world.view().notice).toMatchObject({ why: 'head-office-code', text: '' })
    expect(state(world).is).toBe('grace')
  })
})

describe('a terminal that the acquirer does not know', () => {
  it('is named until the acquirer takes a card again; nothing is locked', async () => {
    const { world } = await staffed(18, false)
    world.payments.card.will('unregistered')
    await goods(world)
    await byCard(world)
    await world.clock.advance(1000)
    expect(state(world).unregistered).toBe('97')
    await byCard(world)
    await world.clock.advance(1000)
    expect(state(world).unregistered).toBe(null)
  })
})
