import { beforeEach, describe, expect, it } from 'vitest'
import { Stations } from '../../tests/sync/lives.ts'
import { AS_CASHIER, AS_MANAGER, SECOND_MANAGER } from '../../tests/world/people.ts'
import { AS_SECOND, secretHands } from '../../tests/world/secret-hands.ts'
import { imageOf, putBack, type Image, type World } from '../../tests/world/world.ts'
import { ALIVE_MS } from '../sync/fast-forward.ts'

const LATER = { number: '05', name: '新收银', role: 'cashier', password: '774411', mustChange: false }
let shop: Stations
let world: World
let image: Image
const hands = secretHands(() => world)
const why = async (asked: Promise<{ ok: boolean; why?: string }>) => (await asked).why ?? 'ok'

/** The image is put back on the same machine; the hub has what was done since. */
async function back(): Promise<void> {
  await shop.pass(3)
  putBack(world, image)
  await shop.clock.advance(ALIVE_MS)
  expect(await world.open()).toEqual([])
  await shop.pass(3)
  expect(world.view().parting).toBeNull()
}

describe('secrets after an image of the disk was put back', () => {
  beforeEach(async () => {
    shop = new Stations(3)
    ;({ world } = await shop.machine())
    await world.ask('operators.signIn', AS_MANAGER)
    await world.ask('operators.add', SECOND_MANAGER)
    await shop.pass(3)
    image = imageOf(world)
  })

  it('that were set since open nothing by what they were before, until they are set anew', async () => {
    expect(await why(hands.reset('03', 'login', '882233'))).toBe('ok')
    await back()
    expect(await why(hands.signIn(AS_CASHIER))).toBe('password-revoked')
    expect(await why(hands.signIn({ ...AS_CASHIER, password: '882233' }))).toBe('password-revoked')
    expect(await why(hands.signIn(AS_MANAGER))).toBe('ok')
    expect(await why(hands.reset('03', 'login', '993344'))).toBe('ok')
    expect(await why(hands.signIn({ ...AS_CASHIER, password: '993344' }))).toBe('must-change')
  })

  it('that were revoked since stay revoked', async () => {
    expect(await why(hands.revoke('12', 'login'))).toBe('ok')
    await back()
    expect(await why(hands.signIn(AS_SECOND))).toBe('password-revoked')
  })

  it('of who came since are not there, and a manager gives them some', async () => {
    expect(await why(world.ask('operators.add', LATER))).toBe('ok')
    await back()
    expect(world.view().people.map(({ number }) => number)).toContain('05')
    expect(await why(hands.signIn({ number: '05', password: '774411' }))).toBe('wrong-password')
    expect(await why(hands.signIn(AS_MANAGER))).toBe('ok')
    expect(await why(hands.reset('05', 'login', '993344'))).toBe('ok')
    expect(await why(hands.signIn({ number: '05', password: '993344' }))).toBe('must-change')
    // On the disk, and not only in memory.
    expect(await why(hands.signIn(AS_MANAGER))).toBe('ok')
    await hands.restart().catch(() => undefined)
    expect(await why(hands.signIn({ number: '05', password: '993344' }))).toBe('must-change')
  })

  it('that nobody touched are what they were', async () => {
    await world.ask('operators.signIn', AS_CASHIER)
    await back()
    expect(await why(hands.signIn(AS_CASHIER))).toBe('ok')
    expect(await why(hands.signIn(AS_SECOND))).toBe('ok')
  })
})
