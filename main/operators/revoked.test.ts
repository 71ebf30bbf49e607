import { beforeEach, describe, expect, it } from 'vitest'
import {
  AS_CASHIER,
  AS_MANAGER,
  CASHIER,
  MANAGER_PASSWORD,
  NEW_SECRETS,
  SECOND_MANAGER,
  staff,
  VOID_PASSWORD,
} from '../../tests/world/people.ts'
import { AS_SECOND, makeSecretsShop, secretHands } from '../../tests/world/secret-hands.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'

/** Secrets that are revoked, and changes that a power cut meets, through the door of the whole station. */
let world: World
beforeEach(async () => {
  world = await makeSecretsShop()
})

const done = { ok: true, value: {} }
const refused = (why: string) => ({ ok: false, why })
const { records, reset, restart, revoke, set, signIn, standing } = secretHands(() => world)

describe('a secret that is feared leaked', () => {
  it('is dead at once: who signed in by it is not on duty, and only another manager sets it anew', async () => {
    await signIn(AS_CASHIER)
    expect(await revoke('12', 'login')).toEqual(refused('not-allowed'))
    expect(await revoke('03', 'pin')).toEqual(refused('secret-not-set'))
    expect(await revoke('03', 'login')).toEqual(done)
    expect(world.view()).toMatchObject({ stage: 'locked', operator: null })
    expect(await signIn(AS_CASHIER)).toEqual(refused('password-revoked'))
    await restart()
    expect(await signIn(AS_CASHIER)).toEqual(refused('password-revoked'))
    await signIn(AS_MANAGER)
    expect(await revoke('03', 'login')).toEqual(refused('already-revoked'))
    expect(standing('03', 'login')).toMatchObject({ is: 'revoked' })
    expect(await reset('03', 'login', CASHIER.password)).toEqual(refused('used-before'))
    expect(await reset('03', 'login', NEW_SECRETS.reset)).toEqual(done)
    expect(await signIn({ number: '03', password: NEW_SECRETS.reset })).toEqual(refused('must-change'))
  })

  it('by its owner: a void password is not set anew by who knows the login password', async () => {
    expect(await revoke('11', 'void')).toEqual(done)
    expect(await set('void', VOID_PASSWORD, NEW_SECRETS.voidPassword)).toEqual(refused('secret-revoked'))
    expect(await reset('03', 'login', NEW_SECRETS.reset)).toEqual(refused('secret-revoked'))
    expect(await revoke('12', 'login')).toEqual(refused('nobody-to-reset'))
    await signIn(AS_SECOND)
    expect(await reset('11', 'void', NEW_SECRETS.reset, SECOND_MANAGER.voidPassword)).toEqual(done)
  })

  it('of the last manager who could set it anew is changed instead', async () => {
    expect(await revoke('12', 'login')).toEqual(done)
    expect(await revoke('11', 'login')).toEqual(refused('nobody-to-reset'))
    expect(await revoke('11', 'void')).toEqual(refused('nobody-to-reset'))
  })
})

describe('a change that is cut off', () => {
  it('counts where the journal knows it, and only there', async () => {
    const before = world.disk.operations()
    await set('login', MANAGER_PASSWORD, NEW_SECRETS.password)
    const needed = world.disk.operations() - before
    const seen = new Set<boolean>()
    for (let cut = 1; cut <= needed; cut++) {
      world = await makeWorld({ seed: cut })
      await staff(world.ask)
      await signIn(AS_MANAGER)
      world.disk.cutPowerAfter(cut)
      await set('login', MANAGER_PASSWORD, NEW_SECRETS.password)
      expect(await world.open()).toEqual([])
      const old = await signIn(AS_MANAGER)
      const fresh = await signIn({ ...AS_MANAGER, password: NEW_SECRETS.password })
      const known = (await records()).some(({ type }) => type === 'secret-set')
      seen.add(known)
      expect([old, fresh]).toEqual(known ? [refused('wrong-password'), done] : [done, refused('wrong-password')])
    }
    expect(seen.size).toBe(2)
  })
})
