import { makeHashing } from '#drivers/hashing/argon2'
import { SIMULATION_COST } from '#drivers/hashing/port'
import { durableFile } from '#journal/durable-file'
import { describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, CASHIER, FIRST_RUN, NEW_SECRETS, staff } from '../../tests/world/people.ts'
import { filesOn } from '../../tests/world/remains.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'
import { OperatorsFile } from './operators-file.ts'

const done = { ok: true, value: {} }
const refused = (why: string) => ({ ok: false, why })
const DAY_MS = 86_400_000
const FIRST = { number: CASHIER.number, password: NEW_SECRETS.first }
const change = (kind: string, next: string, current: string | null = null) => ({ kind, current, next, again: next })
const changing = (world: World, who: object, ...changes: object[]) =>
  world.ask('operators.signInChanging', { ...who, changes })

async function withNewCashier(): Promise<World> {
  const world = await makeWorld({ seed: 5 })
  await world.ask('operators.begin', FIRST_RUN)
  const { number, name, role } = CASHIER
  expect(await world.ask('operators.add', { number, name, role, password: NEW_SECRETS.first })).toEqual(done)
  return world
}

describe('what somebody else has set', () => {
  it('is changed before anything else can be done', async () => {
    const world = await withNewCashier()
    await world.ask('operators.lock', {})
    expect(await world.ask('operators.signIn', FIRST)).toEqual(refused('must-change'))
    expect(world.view()).toMatchObject({ stage: 'locked', operator: null })
    expect(await changing(world, FIRST, change('login', NEW_SECRETS.first))).toEqual(refused('same-as-now'))
    expect(await changing(world, FIRST, change('login', '123456'))).toEqual(refused('secret-common'))
    const differing = { ...change('login', NEW_SECRETS.password), again: NEW_SECRETS.reset }
    expect(await changing(world, FIRST, differing)).toEqual(refused('repeat-differs'))
    expect(await changing(world, FIRST, change('pin', NEW_SECRETS.pin, '0'))).toEqual(refused('must-change'))
    expect(world.view().operator).toBeNull()
    expect(await changing(world, FIRST, change('login', NEW_SECRETS.password))).toEqual(done)
    expect(world.view()).toMatchObject({ stage: 'selling', operator: { number: '03' } })
    await world.ask('operators.lock', {})
    expect(await world.ask('operators.signIn', FIRST)).toEqual(refused('wrong-password'))
    expect(await world.ask('operators.signIn', { ...FIRST, password: NEW_SECRETS.password })).toEqual(done)
  })

  it('is guessed no faster that way', async () => {
    const world = await withNewCashier()
    const wrong = { ...FIRST, password: '999888' }
    for (let nth = 0; nth < 5; nth++) {
      expect(await changing(world, wrong, change('login', NEW_SECRETS.password))).toEqual(refused('wrong-password'))
    }
    expect(await changing(world, FIRST, change('login', NEW_SECRETS.password))).toEqual(refused('password-locked'))
    expect(await changing(world, { ...FIRST, number: '99' }, change('login', NEW_SECRETS.password))).toEqual(
      refused('unknown-operator'),
    )
  })
})

describe('an age', () => {
  it('is warned of, and at its end the secret is changed at the next sign-in; each is proved by itself', async () => {
    const world = await makeWorld({ seed: 5, settings: { secrets: { maxAgeDays: 30, warnDays: 7 } } })
    await staff(world.ask)
    const login = () => world.view().people.find(({ number }) => number === '11')?.secrets[0]
    await world.clock.advance(22 * DAY_MS)
    expect(login()).toMatchObject({ ageDays: 22, daysLeft: 8, warns: false, mustChange: false })
    await world.clock.advance(DAY_MS)
    expect(login()).toMatchObject({ daysLeft: 7, warns: true })
    world.clock.set(world.clock.nowMs() - 90 * DAY_MS)
    expect(login()).toMatchObject({ ageDays: 0, daysLeft: 30 })
    world.clock.set(world.clock.nowMs() + 97 * DAY_MS)
    expect(login()).toMatchObject({ daysLeft: 0, mustChange: true })
    expect(await world.ask('operators.signIn', AS_MANAGER)).toEqual(refused('must-change'))
    const both = (voidPassword: string) => [
      change('login', NEW_SECRETS.password),
      change('void', NEW_SECRETS.voidPassword, voidPassword),
    ]
    expect(await changing(world, AS_MANAGER, change('login', NEW_SECRETS.password))).toEqual(refused('must-change'))
    expect(await changing(world, AS_MANAGER, ...both(AS_MANAGER.password))).toEqual(refused('wrong-secret'))
    const equal = [change('login', NEW_SECRETS.password), change('void', NEW_SECRETS.password, FIRST_RUN.voidPassword)]
    expect(await changing(world, AS_MANAGER, ...equal)).toEqual(refused('secret-equals-another'))
    expect(await changing(world, AS_MANAGER, ...both(FIRST_RUN.voidPassword))).toEqual(done)
    expect(login()).toMatchObject({ ageDays: 0, mustChange: false })
  })

  it('never comes where IT wants none', async () => {
    const world = await makeWorld({ seed: 5, settings: { secrets: { maxAgeDays: null, warnDays: 14 } } })
    await staff(world.ask)
    world.clock.set(world.clock.nowMs() + 4000 * DAY_MS)
    expect(await world.ask('operators.signIn', AS_MANAGER)).toEqual(done)
    expect(world.view().people[0]?.secrets[0]).toMatchObject({ ageDays: 4000, daysLeft: null, warns: false })
  })
})

/** What the file says; the station is started anew afterwards, since reading takes the disk from it. */
async function operatorsText(world: World): Promise<string> {
  const files = await filesOn(world.disk.process(), FOLDER)
  expect(await world.open()).toEqual([])
  return files.get(`${FOLDER}/settings/operators.json`)?.toString() ?? ''
}

describe('a hash', () => {
  it('of before there was a pepper still opens, is made anew by that, and its age begins', async () => {
    const world = await makeWorld({ seed: 5 })
    await staff(world.ask)
    await world.station().close()
    const hashing = makeHashing(SIMULATION_COST)
    const file = await durableFile<OperatorsFile>({
      ...{ disk: world.disk.process(), path: `${FOLDER}/settings/operators.json`, schema: OperatorsFile },
      first: { operators: [] },
    })
    const old = { number: '11', name: '店长', role: 'manager' as const, password: await hashing.hash('604182') }
    file.data = { operators: [{ ...old, voidPassword: await hashing.hash(FIRST_RUN.voidPassword) }] }
    await file.write()
    expect(await world.open()).toEqual([])
    expect(world.view().people[0]?.secrets).toMatchObject([
      { kind: 'login', is: 'set', ageDays: null, daysLeft: null },
      { kind: 'void', is: 'set', ageDays: null },
      { kind: 'pin', is: 'unset' },
    ])
    expect(await world.ask('operators.signIn', { ...AS_MANAGER, password: '999888' })).toEqual(
      refused('wrong-password'),
    )
    expect(await world.ask('operators.signIn', AS_MANAGER)).toEqual(done)
    expect(world.view().people[0]?.secrets[0]).toMatchObject({ ageDays: 0, daysLeft: 90 })
    expect((await operatorsText(world)).match(/"hash": "peppered-/g)).toHaveLength(1)
    expect(await world.ask('operators.signIn', AS_MANAGER)).toEqual(done)
  })

  it('of another cost is made anew at the next right entry, and at no wrong one', async () => {
    const costlier = { ...SIMULATION_COST, passes: 2 }
    let cost = SIMULATION_COST
    const world = await makeWorld({
      seed: 5,
      hashing: {
        hash: (secret) => makeHashing(cost).hash(secret),
        verify: (stored, secret) => makeHashing(cost).verify(stored, secret),
        isStale: (stored) => makeHashing(cost).isStale(stored),
      },
    })
    await staff(world.ask)
    cost = costlier
    await world.ask('operators.signIn', { ...AS_MANAGER, password: '999888' })
    expect(await operatorsText(world)).not.toContain('t=2')
    expect(await world.ask('operators.signIn', AS_MANAGER)).toEqual(done)
    expect((await operatorsText(world)).match(/m=8,t=2,p=1/g)).toHaveLength(1)
    expect(await world.ask('operators.signIn', AS_CASHIER)).toEqual(done)
    expect((await operatorsText(world)).match(/m=8,t=2,p=1/g)).toHaveLength(2)
  })

  it('made under a pepper of another machine opens nothing, and says so instead of counting', async () => {
    let machine = 'one'
    const world = await makeWorld({ seed: 5, machine: () => machine })
    await staff(world.ask)
    await world.station().close()
    machine = 'two'
    expect(await world.open()).toEqual([])
    expect(await world.ask('operators.signIn', AS_MANAGER)).toEqual(refused('secrets-elsewhere'))
    expect(world.view().people[0]?.login).toMatchObject({ triesLeft: 5 })
    await world.station().close()
    machine = 'one'
    expect(await world.open()).toEqual([])
    expect(await world.ask('operators.signIn', AS_MANAGER)).toEqual(done)
  })

  it('needs the pepper: argon2id of the secret alone is another', async () => {
    const world = await makeWorld({ seed: 5 })
    await staff(world.ask)
    const hashes = [...(await operatorsText(world)).matchAll(/peppered-[\w-]{8}:(\$argon2id[^"]+)"/g)]
    expect(hashes).toHaveLength(3)
    const secrets = [AS_MANAGER.password, FIRST_RUN.voidPassword, CASHIER.password]
    for (const [, hash = ''] of hashes) {
      for (const secret of secrets) expect(await makeHashing(SIMULATION_COST).verify(hash, secret)).toBe(false)
    }
  })
})
