import { beforeEach, describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, CASHIER, FIRST_RUN, SECOND_MANAGER, staff } from '../../tests/world/people.ts'
import { recordsOn } from '../../tests/world/remains.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'

/** Who is on duty and how their passwords are locked, through the door of the whole station. */
let world: World
beforeEach(async () => {
  world = await makeWorld({ seed: 5 })
})

const water = { sku: 'DRK001', quantity: 1 }
const refused = (why: string) => ({ ok: false, why })
const wrong = { number: '03', password: '999888' }
const person = (number: string) => world.view().people.find((each) => each.number === number)
async function guess(times: number, input: object = wrong): Promise<void> {
  for (let i = 0; i < times; i++) {
    await world.ask('operators.signIn', input)
    const { lockedForMs = 0 } = person((input as { number: string }).number)?.login ?? {}
    await world.clock.advance(lockedForMs)
  }
}
const restart = async () => {
  await world.kill()
  expect(await world.open()).toEqual([])
}

describe('on duty', () => {
  it('is the first manager after the first run, who may sell', async () => {
    await world.ask('operators.begin', FIRST_RUN)
    expect(world.view()).toMatchObject({ stage: 'selling', operator: { number: '11', role: 'manager' } })
    await world.ask('sale.add', water)
    expect(await world.ask('sale.payCash', { due: 150, given: 200 })).toMatchObject({ ok: true })
    expect(world.view().paid?.operator).toBe('11')
  })

  it('changes with who signs in, and the open sale stays', async () => {
    await staff(world.ask)
    await world.ask('sale.add', water)
    expect(await world.ask('operators.signIn', AS_MANAGER)).toEqual({ ok: true, value: {} })
    expect(world.view()).toMatchObject({ operator: { number: '11' }, sale: { count: 1 } })
  })

  it('is nobody while it is locked: no scan is heard, and no price is shown but the total', async () => {
    await staff(world.ask)
    await world.ask('sale.add', water)
    await world.ask('sale.payCash', { due: 150, given: 200 })
    await world.ask('sale.find', { receipt: world.receipts[0] })
    await world.ask('sale.add', water)
    await world.ask('sale.park', {})
    await world.ask('sale.add', water)
    await world.ask('operators.lock', {})
    world.scanner.scan('96385074')
    await world.settle()
    const view = world.view()
    expect(view).toMatchObject({ stage: 'locked', operator: null, lockedBy: { number: '03' }, notice: null })
    expect(view).toMatchObject({ sale: { total: 150, lines: [] }, paid: null, found: null, parked: [] })
    expect(JSON.stringify(view)).not.toContain('农夫山泉')
    await world.ask('operators.signIn', AS_CASHIER)
    expect(world.view()).toMatchObject({ stage: 'selling', lockedBy: null, found: null })
    expect(world.view().sale?.lines).toHaveLength(1)
  })

  it('is nobody after a restart, whoever was before, and the open sale is kept', async () => {
    await staff(world.ask)
    await world.ask('sale.add', water)
    await restart()
    expect(world.view()).toMatchObject({ stage: 'sign-in', operator: null, lockedBy: null, sale: { count: 1 } })
    expect(await world.ask('sale.add', water)).toEqual(refused('not-allowed'))
    await world.ask('operators.signIn', AS_CASHIER)
    expect(world.view()).toMatchObject({ stage: 'selling', sale: { count: 1, lines: [{ sku: 'DRK001' }] } })
  })

  it('is IT without selling', async () => {
    await staff(world.ask)
    await world.ask('operators.signIn', AS_MANAGER)
    const tech = { number: '90', password: '715042' }
    const added = { ...tech, name: 'IT', role: 'it', mustChange: false }
    expect(await world.ask('operators.add', added)).toMatchObject({ ok: true })
    await world.ask('operators.signIn', tech)
    expect(world.view().stage).toBe('service')
    world.scanner.scan('96385074')
    await world.settle()
    expect(world.view().sale).toBeNull()
    expect(await world.ask('sale.add', water)).toEqual(refused('not-allowed'))
    expect(await world.ask('operators.lock', {})).toMatchObject({ ok: true })
  })

  it('does nothing in another’s name: an act whose asker is gone when its turn comes is refused', async () => {
    await staff(world.ask)
    await world.ask('sale.add', water)
    const text = (name: string, input: object) => world.station().answer('cashier', world.envelope(name, input))
    const [locked, late] = await Promise.all([
      text('operators.lock', {}),
      text('sale.payCash', { due: 150, given: 150 }),
    ])
    expect([JSON.parse(locked), JSON.parse(late)]).toEqual([{ ok: true, value: {} }, refused('not-allowed')])
    await world.ask('operators.signIn', AS_CASHIER)
    const [switched, later] = await Promise.all([
      text('operators.signIn', AS_MANAGER),
      text('sale.payCash', { due: 150, given: 150 }),
    ])
    expect([JSON.parse(switched), JSON.parse(later)]).toEqual([{ ok: true, value: {} }, refused('not-allowed')])
    expect(world.view().sale?.count).toBe(1)
  })
})

describe('a new operator', () => {
  beforeEach(() => world.ask('operators.begin', FIRST_RUN))

  it.each<[string, object, string]>([
    ['with a number that is taken', { ...CASHIER, number: '11' }, 'number-taken'],
    ['with a weak password', { ...CASHIER, password: '030303' }, 'password-weak'],
    ['with the manager’s number for a password', { ...CASHIER, password: '111111' }, 'password-weak'],
    ['who is a manager with a weak void password', { ...SECOND_MANAGER, voidPassword: '1' }, 'void-password-weak'],
    ['who is a manager with one password for both', { ...SECOND_MANAGER, voidPassword: '604183' }, 'passwords-equal'],
    ['who is a manager without a void password', { ...SECOND_MANAGER, voidPassword: undefined }, 'bad-call'],
    ['who is a cashier with a void password', { ...CASHIER, voidPassword: '730518' }, 'bad-call'],
  ])('%s is refused', async (_what, input, why) => {
    expect(await world.ask('operators.add', input)).toEqual(refused(why))
    expect(world.view().people).toHaveLength(1)
  })

  it('lost between their file and the journal is written down at the next start, and can sign in', async () => {
    const before = world.disk.operations()
    await world.ask('operators.add', CASHIER)
    const needed = world.disk.operations() - before
    for (let cut = 1; cut < needed; cut++) {
      world = await makeWorld({ seed: 5 })
      await world.ask('operators.begin', FIRST_RUN)
      world.disk.cutPowerAfter(cut)
      expect((await world.ask('operators.add', CASHIER)).ok).toBe(false)
      expect(await world.open()).toEqual([])
      const known = person('03') !== undefined
      expect(await world.ask('operators.signIn', AS_CASHIER)).toEqual(
        known ? { ok: true, value: {} } : refused('unknown-operator'),
      )
      await world.ask('operators.signIn', AS_MANAGER)
      expect(await world.ask('operators.add', CASHIER)).toEqual(
        known ? refused('number-taken') : { ok: true, value: {} },
      )
    }
  })
})

describe('a login password', () => {
  beforeEach(() => staff(world.ask))

  it('entered wrongly is on record before it is refused, and five are free', async () => {
    expect(await world.ask('operators.signIn', wrong)).toEqual(refused('wrong-password'))
    expect(person('03')?.login).toEqual({ is: 'open', triesLeft: 4, lockedForMs: 0 })
    await guess(4)
    expect(await world.ask('operators.signIn', AS_CASHIER)).toMatchObject({ ok: true })
    expect(person('03')?.login.triesLeft).toBe(5)
    const { records } = await recordsOn(world.disk.process(), `${FOLDER}/journal`)
    expect(records.filter(({ type }) => type === 'sign-in-refused')).toHaveLength(5)
  })

  it('is not heard while it waits; neither a restart nor the machine’s clock ends the wait', async () => {
    for (let i = 0; i < 5; i++) await world.ask('operators.signIn', wrong)
    expect(await world.ask('operators.signIn', AS_CASHIER)).toEqual(refused('password-locked'))
    await world.clock.advance(20_000)
    expect(person('03')?.login).toEqual({ is: 'waits', triesLeft: 1, lockedForMs: 10_000 })
    for (const years of [1, -1]) {
      world.clock.set(world.clock.nowMs() + years * 365 * 86_400_000)
      expect(person('03')?.login.lockedForMs).toBe(10_000)
      expect(await world.ask('operators.signIn', AS_CASHIER)).toEqual(refused('password-locked'))
    }
    await restart()
    expect(person('03')?.login).toEqual({ is: 'waits', triesLeft: 1, lockedForMs: 30_000 })
    await world.clock.advance(30_000)
    expect(await world.ask('operators.signIn', AS_CASHIER)).toMatchObject({ ok: true })
  })

  it('is shut at ten, until a manager unlocks; no manager their own', async () => {
    await guess(10)
    await world.clock.advance(86_400_000)
    expect(person('03')?.login).toEqual({ is: 'shut', triesLeft: 1, lockedForMs: 0 })
    expect(await world.ask('operators.signIn', AS_CASHIER)).toEqual(refused('password-shut'))
    await world.ask('operators.signIn', AS_MANAGER)
    expect(await world.ask('operators.unlock', { number: '11' })).toEqual(refused('own-lock'))
    expect(await world.ask('operators.unlock', { number: '03' })).toEqual({ ok: true, value: {} })
    expect(await world.ask('operators.unlock', { number: '03' })).toEqual(refused('not-locked'))
    expect(await world.ask('operators.signIn', AS_CASHIER)).toMatchObject({ ok: true })
  })

  it('of the one manager waits on, and says that nobody is left to unlock it', async () => {
    await guess(12, { ...AS_MANAGER, password: '999888' })
    await world.ask('operators.signIn', { ...AS_MANAGER, password: '999888' })
    expect(person('11')?.login).toEqual({ is: 'alone', triesLeft: 1, lockedForMs: 900_000 })
    expect(await world.ask('operators.signIn', AS_MANAGER)).toEqual(refused('password-alone'))
    await world.clock.advance(900_000)
    expect(await world.ask('operators.signIn', AS_MANAGER)).toMatchObject({ ok: true })
  })
})
