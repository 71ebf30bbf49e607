import { beforeEach, describe, expect, it } from 'vitest'
import { makeActivationShop, TERMINAL, type ActivationShop } from '../../tests/world/head-office.ts'
import { AS_MANAGER, NEW_SECRETS, staff, undo, voidOf } from '../../tests/world/people.ts'

/** The only manager has forgotten a password, and head office signs a code for them. */
let shop: ActivationShop
const refused = (why: string) => ({ ok: false, why })
const reset = (code: string, next: string = NEW_SECRETS.reset, kind = 'login', number = '11') =>
  shop.world.ask('operators.resetByCode', { code, number, kind, next, again: next })
const forManager = (own: object = {}) => shop.issue({ kind: 'reset', operator: '11', ...own })

beforeEach(async () => {
  shop = await makeActivationShop({ seed: 51 }, false)
  await staff(shop.world.ask)
})

describe('a reset by head office', () => {
  it('sets a password of one’s own and unlocks it, with nobody on duty', async () => {
    const { world } = shop
    for (let times = 0; times < 10; times++) {
      await world.ask('operators.signIn', { ...AS_MANAGER, password: '900001' })
      await world.clock.advance(900_000)
    }
    await world.ask('operators.lock', {})
    expect(await reset(await forManager())).toEqual({ ok: true, value: {} })
    expect(await world.ask('operators.signIn', AS_MANAGER)).toEqual(refused('wrong-password'))
    expect(await world.ask('operators.signIn', { number: '11', password: NEW_SECRETS.reset })).toMatchObject({
      ok: true,
    })
  })

  it('of a void password approves at once: its owner has set it', async () => {
    const { world } = shop
    await world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
    await world.ask('sale.payCash', { due: 150, given: 150 })
    expect(await reset(await forManager(), NEW_SECRETS.voidPassword, 'void')).toMatchObject({ ok: true })
    expect(await undo(world.ask, voidOf(world.receipts[0]))).toEqual(refused('wrong-void-password'))
    expect(await undo(world.ask, voidOf(world.receipts[0], NEW_SECRETS.voidPassword))).toMatchObject({ ok: true })
  })

  it('is for one person at one station, once, while it lasts', async () => {
    const { world } = shop
    const code = await forManager()
    expect(await reset(code, NEW_SECRETS.reset, 'login', '03')).toMatchObject({ ok: false })
    expect(await reset(await shop.issue({ operator: '11' }))).toMatchObject({ ok: false })
    expect(await reset(await forManager({ terminal: '99999999' }))).toMatchObject({ ok: false })
    expect(await reset(await forManager({ by: 'stranger' }))).toMatchObject({ ok: false })
    expect(await reset(code)).toMatchObject({ ok: true })
    expect(await reset(code, NEW_SECRETS.password)).toEqual(refused('code-used'))
    const late = await forManager({ days: 1 })
    await world.clock.advance(2 * 86_400_000)
    expect(await reset(late, NEW_SECRETS.password)).toEqual(refused('code-expired'))
  })

  it('keeps the rules of passwords, and the code when one is broken', async () => {
    const code = await forManager()
    expect(await reset(code, '123456')).toEqual(refused('secret-common'))
    expect(await reset(code, AS_MANAGER.password)).toEqual(refused('same-as-now'))
    expect(await reset(code)).toMatchObject({ ok: true })
  })

  it('outlives a start, and so does that its code was used', async () => {
    const { world } = shop
    const code = await forManager()
    expect(await reset(code)).toMatchObject({ ok: true })
    await world.kill()
    expect(await world.open()).toEqual([])
    expect(await world.ask('operators.signIn', { number: '11', password: NEW_SECRETS.reset })).toMatchObject({
      ok: true,
    })
    expect(await reset(code, NEW_SECRETS.password)).toEqual(refused('code-used'))
  })

  it('entered for an activation is told where it belongs, and is not used up; so is the other kind here', async () => {
    const { world } = shop
    const code = await forManager()
    await world.ask('operators.signIn', AS_MANAGER)
    expect(await shop.enter(code)).toEqual(refused('code-for-reset'))
    expect(await shop.enter(await forManager({ by: 'stranger' }))).toEqual(refused('activation-off'))
    expect(await reset(await shop.issue())).toEqual(refused('code-for-activation'))
    expect(await reset(code)).toMatchObject({ ok: true })
  })

  it('is asked for with nobody on duty: what head office must know is seen then, and by no cashier', async () => {
    const { world } = shop
    const here = () => world.view().activation.here
    expect(here()).toBeNull()
    await world.ask('operators.lock', {})
    expect(here()).toMatchObject({ ...TERMINAL, trusts: true, lockedForMs: 0 })
    expect(here()?.device?.replaceAll('-', '')).toBe(await shop.device())
  })

  it('is not guessed at: ten wrong ones an hour are heard', async () => {
    const wrong = await forManager({ by: 'stranger' })
    for (let times = 0; times < 10; times++) await reset(wrong)
    expect(await reset(await forManager())).toEqual(refused('codes-locked'))
    await shop.world.clock.advance(3_600_000)
    expect(await reset(await forManager())).toMatchObject({ ok: true })
  })
})
