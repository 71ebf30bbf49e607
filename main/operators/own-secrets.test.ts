import { beforeEach, describe, expect, it } from 'vitest'
import {
  AS_CASHIER,
  AS_MANAGER,
  CASHIER,
  MANAGER_PASSWORD,
  NEW_SECRETS,
  SECOND_MANAGER,
  undo,
  VOID_PASSWORD,
  voidOf,
} from '../../tests/world/people.ts'
import { AS_SECOND, makeSecretsShop, secretHands } from '../../tests/world/secret-hands.ts'
import type { World } from '../../tests/world/world.ts'

/** Secrets set by their owners, reset and revoked, through the door of the whole station. */
let world: World
beforeEach(async () => {
  world = await makeSecretsShop()
})

const done = { ok: true, value: {} }
const refused = (why: string) => ({ ok: false, why })
const { person, records, reset, restart, set, signIn, standing } = secretHands(() => world)

describe('setting one’s own', () => {
  it.each<[string, string, string, string, string?]>([
    ['login', MANAGER_PASSWORD, '482916', 'repeat-differs', '482917'],
    ['login', MANAGER_PASSWORD, '12345', 'secret-short'],
    ['login', MANAGER_PASSWORD, '777777', 'secret-common'],
    ['login', MANAGER_PASSWORD, 'Lakala', 'secret-common'],
    ['login', MANAGER_PASSWORD, 'bcdefg', 'secret-plain'],
    ['login', MANAGER_PASSWORD, '111111', 'secret-common'],
    ['login', MANAGER_PASSWORD, 'xx店长99', 'secret-own-name'],
    ['login', MANAGER_PASSWORD, MANAGER_PASSWORD, 'same-as-now'],
    ['login', MANAGER_PASSWORD, VOID_PASSWORD, 'secret-equals-another'],
    ['void', VOID_PASSWORD, MANAGER_PASSWORD, 'secret-equals-another'],
    ['pin', MANAGER_PASSWORD, '73190', 'pin-not-six-digits'],
    ['pin', MANAGER_PASSWORD, VOID_PASSWORD, 'secret-equals-another'],
    ['login', '999888', NEW_SECRETS.password, 'wrong-secret'],
    ['void', MANAGER_PASSWORD, NEW_SECRETS.voidPassword, 'wrong-secret'],
    ['pin', VOID_PASSWORD, NEW_SECRETS.pin, 'wrong-secret'],
  ])('%s: %s to %s is refused: %s', async (kind, current, next, why, again = next) => {
    expect(await set(kind, current, next, again)).toEqual(refused(why))
    expect(await signIn(AS_MANAGER)).toEqual(done)
    expect((await records()).filter(({ type }) => type === 'secret-set')).toEqual([])
  })

  it('is refused where the role has no such secret', async () => {
    await signIn(AS_CASHIER)
    expect(await set('void', CASHIER.password, NEW_SECRETS.voidPassword)).toEqual(refused('no-such-secret'))
  })

  it('changes what signs in and what voids, at once and for good; the old ones are dead', async () => {
    expect(await set('login', MANAGER_PASSWORD, NEW_SECRETS.password)).toEqual(done)
    expect(await set('void', VOID_PASSWORD, NEW_SECRETS.voidPassword)).toEqual(done)
    await restart()
    expect(await signIn(AS_MANAGER)).toEqual(refused('wrong-password'))
    expect(await signIn({ ...AS_MANAGER, password: NEW_SECRETS.password })).toEqual(done)
    await signIn(AS_CASHIER)
    await world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
    await world.ask('sale.payCash', { due: 150, given: 150 })
    expect(await undo(world.ask, voidOf(world.receipts[0]))).toEqual(refused('wrong-void-password'))
    expect(await undo(world.ask, voidOf(world.receipts[0], NEW_SECRETS.voidPassword))).toMatchObject({ ok: true })
    const said = (await records()).filter(({ type }) => type === 'secret-set').map(({ body }) => JSON.stringify(body))
    expect(said).toHaveLength(2)
    expect(said.join()).toContain('"secret":"void","operator":"11","by":"11"')
  })

  it('a PIN is begun with the login password, and changed with the PIN', async () => {
    await signIn(AS_CASHIER)
    expect(standing('03', 'pin')).toMatchObject({ is: 'unset', mustChange: false })
    expect(await set('pin', CASHIER.password, NEW_SECRETS.pin)).toEqual(done)
    expect(standing('03', 'pin')).toMatchObject({ is: 'set', ageDays: 0, daysLeft: 90, warns: false })
    expect(await set('pin', CASHIER.password, NEW_SECRETS.secondPin)).toEqual(refused('wrong-secret'))
    expect(await set('pin', NEW_SECRETS.pin, NEW_SECRETS.secondPin)).toEqual(done)
    expect(await set('login', CASHIER.password, NEW_SECRETS.secondPin)).toEqual(refused('secret-equals-another'))
  })

  it('takes none of the last five again', async () => {
    const next = (nth: number) => `Korb-Apfel-${nth}`
    let current: string = MANAGER_PASSWORD
    for (let nth = 1; nth <= 5; nth++) {
      expect(await set('login', current, next(nth))).toEqual(done)
      current = next(nth)
      expect(await set('login', current, MANAGER_PASSWORD)).toEqual(refused('used-before'))
    }
    expect(await set('login', current, next(6))).toEqual(done)
    expect(await set('login', next(6), MANAGER_PASSWORD)).toEqual(done)
  })
})

describe('wrong entries', () => {
  const guess = async (kind: 'login' | 'void' | 'pin') => {
    const answer = await set(kind, '999888', NEW_SECRETS.first)
    const { lockedForMs = 0 } = person('11')?.[kind] ?? {}
    await world.clock.advance(lockedForMs)
    return answer
  }

  it.each(['login', 'void', 'pin'] as const)(
    'of %s are counted by themselves, wait, and are shut at ten',
    async (kind) => {
      await set('pin', MANAGER_PASSWORD, NEW_SECRETS.pin)
      for (let nth = 0; nth < 5; nth++)
        expect(await set(kind, '999888', NEW_SECRETS.first)).toEqual(refused('wrong-secret'))
      const right = { login: MANAGER_PASSWORD, void: VOID_PASSWORD, pin: NEW_SECRETS.pin }[kind]
      for (const years of [1, -2, 1]) {
        world.clock.set(world.clock.nowMs() + years * 365 * 86_400_000)
        expect(await set(kind, right, NEW_SECRETS.first)).toEqual(refused('secret-locked'))
      }
      for (const other of (['login', 'void', 'pin'] as const).filter((each) => each !== kind)) {
        expect(person('11')?.[other]).toMatchObject({ is: 'open', triesLeft: 5 })
      }
      await restart()
      expect(person('11')?.[kind]).toEqual({ is: 'waits', triesLeft: 1, lockedForMs: 30_000 })
      await world.clock.advance(30_000)
      await signIn(AS_SECOND)
      // Signing in is right, and so forgives the login password alone.
      await signIn(AS_MANAGER)
      for (let nth = kind === 'login' ? 0 : 5; nth < 10; nth++)
        expect(await guess(kind)).toEqual(refused('wrong-secret'))
      expect(await set(kind, right, NEW_SECRETS.first)).toEqual(refused('secret-shut'))
      await signIn(AS_SECOND)
      expect(await world.ask('operators.unlock', { number: '11' })).toEqual(done)
      await signIn(AS_MANAGER)
      expect(await set(kind, right, NEW_SECRETS.first)).toEqual(done)
      expect(person('11')?.[kind]).toMatchObject({ is: 'open', triesLeft: 5 })
    },
  )

  it('cost nothing for a new secret that can not be', async () => {
    for (let nth = 0; nth < 12; nth++) expect(await set('login', '999888', '1')).toEqual(refused('secret-short'))
    expect(person('11')?.login).toMatchObject({ triesLeft: 5 })
  })
})

describe('a reset', () => {
  it('is by another manager with the own void password, and must be changed at the next sign-in', async () => {
    expect(await reset('11', 'login', NEW_SECRETS.reset)).toEqual(refused('own-secret'))
    expect(await reset('99', 'login', NEW_SECRETS.reset)).toEqual(refused('unknown-operator'))
    expect(await reset('03', 'void', NEW_SECRETS.reset)).toEqual(refused('no-such-secret'))
    expect(await reset('03', 'login', '123456')).toEqual(refused('secret-common'))
    expect(await reset('03', 'login', NEW_SECRETS.reset, MANAGER_PASSWORD)).toEqual(refused('wrong-secret'))
    expect(await reset('03', 'login', NEW_SECRETS.reset)).toEqual(done)
    expect(await signIn(AS_CASHIER)).toEqual(refused('wrong-password'))
    expect(await signIn({ number: '03', password: NEW_SECRETS.reset })).toEqual(refused('must-change'))
    expect(standing('03', 'login')).toMatchObject({ mustChange: true, daysLeft: 0 })
    expect(JSON.stringify(await records())).toContain('"is":"secret-set","secret":"login","operator":"03","by":"11"')
  })

  it('of a void password approves nothing until its owner has changed it', async () => {
    await world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
    await world.ask('sale.payCash', { due: 150, given: 150 })
    expect(await reset('12', 'void', NEW_SECRETS.reset)).toEqual(done)
    const word = voidOf(world.receipts[0], NEW_SECRETS.reset, '12')
    expect(await undo(world.ask, word)).toEqual(refused('void-password-must-change'))
    expect(await signIn(AS_SECOND)).toEqual(refused('must-change'))
    const change = { kind: 'void', current: NEW_SECRETS.reset, next: NEW_SECRETS.voidPassword }
    const changes = [{ ...change, again: change.next }]
    expect(await world.ask('operators.signInChanging', { ...AS_SECOND, changes })).toEqual(done)
    await signIn(AS_MANAGER)
    expect(await undo(world.ask, voidOf(world.receipts[0], NEW_SECRETS.voidPassword, '12'))).toMatchObject({ ok: true })
  })

  it('that meets a secret of the owner’s counts as a guess at it', async () => {
    expect(await reset('12', 'login', SECOND_MANAGER.voidPassword)).toEqual(refused('used-before'))
    expect(await reset('12', 'void', SECOND_MANAGER.voidPassword)).toEqual(refused('used-before'))
    expect(person('12')).toMatchObject({ login: { triesLeft: 4 }, void: { triesLeft: 4 } })
  })

  it('makes a shut secret open again', async () => {
    for (let nth = 0; nth < 10; nth++) {
      await signIn({ number: '03', password: '999888' })
      await world.clock.advance(15 * 60_000)
    }
    expect(person('03')?.login.is).toBe('shut')
    expect(await reset('03', 'login', NEW_SECRETS.reset)).toEqual(done)
    expect(person('03')?.login.is).toBe('open')
  })
})
