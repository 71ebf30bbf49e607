import { contract } from '#contract'
import { SILENT } from '#drivers/log/pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { AS_CASHIER, FIRST_RUN, staff, undo, VOID_PASSWORD, voidOf } from '../tests/world/people.ts'
import { recordsOn } from '../tests/world/remains.ts'
import { FOLDER, makeWorld, type World } from '../tests/world/world.ts'

/** The door with the whole station behind it, on a virtual disk. */
let world: World
beforeEach(async () => {
  world = await makeWorld({ seed: 7 })
})

const begin = (): Promise<unknown> => staff(world.ask)
const water = { sku: 'DRK001', quantity: 1 }
const NAMES = Object.entries(contract).flatMap(([room, calls]) => Object.keys(calls).map((name) => `${room}.${name}`))
/** Ends the station: what is on the disk is read by a program of its own. */
const records = async () => (await recordsOn(world.disk.process(), `${FOLDER}/journal`)).records

describe('a name that is no call', () => {
  it.each([
    ...['constructor.x', 'sale.__proto__', 'sale.constructor', '__proto__.toString', 'sale.hasOwnProperty'],
    ...['a.b.c', 'sale.add.x', 'sale.', '.add', 'sale', '', 'Sale.add', 'sale.add ', 'toString.call'],
  ])('"%s" is refused', async (name) => {
    await begin()
    expect(await world.ask(name, water)).toEqual({ ok: false, why: 'bad-call' })
  })
})

describe('an input of the wrong shape', () => {
  it.each<[string, unknown]>([
    ['sale.add', { sku: 'DRK001' }],
    ['sale.add', { sku: 'DRK001', quantity: '1' }],
    ['sale.add', { sku: 'DRK001', quantity: 0 }],
    ['sale.add', { sku: 'DRK001', quantity: -1 }],
    ['sale.add', { sku: 'DRK001', quantity: 1.5 }],
    ['sale.add', { sku: 'DRK001', quantity: 100_000 }],
    ['sale.add', { sku: '', quantity: 1 }],
    ['sale.add', { sku: 'DRK001', quantity: 1, price: 1 }],
    ['sale.add', [water]],
    ['sale.add', null],
    ['sale.add', undefined],
    ['sale.scan', { code: 'x'.repeat(513) }],
    ['sale.payCash', { due: 150, given: 200.5 }],
    ['sale.payCash', { due: 150, given: '200' }],
    ['sale.payCash', { due: 150, given: 1e11 }],
    ['sale.payCash', { due: 150, given: 200, operator: '11' }],
    ['authority.approve', { ...voidOf('S01-1-000001O'), reason: 'because' }],
    ['sale.voidPaid', { receipt: 'S01-1-000001O', reason: 'other', manager: '11', voidPassword: VOID_PASSWORD }],
    ['sale.voidPaid', { receipt: 'S01-1-000001O', reason: 'other' }],
    ['operators.signIn', { number: '03' }],
    ['operators.signIn', { number: '03', password: '' }],
    ['sale.closeFound', { receipt: 'S01-1-000001O' }],
    ['operators.setAppearance', { language: 'fr', theme: 'dark' }],
  ])('%s with %j is refused and does nothing', async (name, input) => {
    await begin()
    await world.ask('sale.add', water)
    const before = world.view()
    expect(await world.ask(name, input)).toEqual({ ok: false, why: 'bad-call' })
    expect(world.view()).toEqual(before)
  })

  it('is also one with a prototype smuggled in', async () => {
    await begin()
    const text = world.envelope('sale.add', water).replace('"quantity":1', '"quantity":1,"__proto__":{"admin":true}')
    expect(text).toContain('__proto__')
    expect(await world.askText(text)).toEqual({ ok: false, why: 'bad-call' })
  })
})

describe('an envelope', () => {
  it.each<[string, Record<string, unknown>]>([
    ['with a role of its own choice', { role: 'manager' }],
    ['with a txn too short to be nobody else’s', { txn: 'short' }],
    ['with a txn too long', { txn: 'x'.repeat(65) }],
    ['without a page', { page: '' }],
    ['that counts from zero', { n: 0 }],
    ['that counts in halves', { n: 1.5 }],
    ['whose name is no text', { name: 7 }],
  ])('%s is refused', async (_what, own) => {
    await begin()
    expect(await world.askText(world.envelope('sale.add', water, own))).toEqual({ ok: false, why: 'bad-call' })
    expect(world.view().sale).toBeNull()
  })

  it.each(['', '{', 'null', '[]', '"sale.add"', '\u0000', '7', '{}'])('must be one: %j is none', async (text) => {
    expect(await world.askText(text)).toEqual({ ok: false, why: 'bad-call' })
  })

  it('may be 16,384 characters long and not one more', async () => {
    const long = (characters: number) => world.envelope('sale.add', water).padEnd(characters, ' ')
    await begin()
    expect(await world.askText(long(16_385))).toEqual({ ok: false, why: 'too-large' })
    expect(await world.askText(long(16_384))).toMatchObject({ ok: true })
  })
})

describe('the order of a page’s calls', () => {
  it('refuses a call that is played again, and every earlier one', async () => {
    await begin()
    const text = world.envelope('sale.add', water)
    expect(await world.askText(text)).toMatchObject({ ok: true })
    expect(await world.askText(text)).toEqual({ ok: false, why: 'out-of-order' })
    expect(await world.askText(world.envelope('sale.add', water, { n: 1 }))).toMatchObject({ why: 'out-of-order' })
    expect(world.view().sale?.count).toBe(1)
  })

  it('refuses what the page before a reload still sends, however it counts', async () => {
    await begin()
    const before = world.envelope('sale.add', water, { n: 900 })
    world.reload()
    expect(await world.ask('sale.add', water)).toMatchObject({ ok: true })
    expect(await world.askText(before)).toEqual({ ok: false, why: 'out-of-order' })
    expect(await world.ask('sale.add', water)).toMatchObject({ ok: true })
    expect(world.view().sale?.count).toBe(2)
  })
})

describe('who may ask', () => {
  it.each(NAMES)('the customer’s window may not ask %s', async (name) => {
    await begin()
    expect(await world.askText(world.envelope(name, {}), 'customer')).toEqual({ ok: false, why: 'not-allowed' })
  })

  it.each(NAMES.filter((name) => /^(sale|catalogue)\./.test(name)))(
    'nobody may ask %s before the first run',
    async (name) => {
      expect(await world.ask(name, {})).toEqual({ ok: false, why: 'not-allowed' })
    },
  )

  it('the first run is answered once', async () => {
    expect(await world.ask('operators.begin', FIRST_RUN)).toEqual({ ok: true, value: {} })
    expect(await world.ask('operators.begin', FIRST_RUN)).toEqual({ ok: false, why: 'already-begun' })
  })

  const BY_ANYONE = [
    'operators.begin',
    'operators.signIn',
    'operators.signInChanging',
    'operators.resetByCode',
    'operators.stillHere',
    'operators.setAppearance',
    'training.scan',
    'training.codes',
    'training.setPrinter',
    'training.setPayments',
    'training.setMessenger',
    // IT and managers alone: main/messages/messages.test.ts.
    'messages.test',
    'training.shutDrawer',
  ]
  it.each(NAMES.filter((name) => !BY_ANYONE.includes(name)))('nobody may ask %s while it is locked', async (name) => {
    await begin()
    await world.ask('operators.lock', {})
    expect(await world.ask(name, {})).toEqual({ ok: false, why: 'not-allowed' })
  })

  it.each(['operators.add', 'operators.unlock'])('a cashier may not ask %s', async (name) => {
    await begin()
    expect(await world.ask(name, { number: '11' })).toEqual({ ok: false, why: 'not-allowed' })
  })
})

describe('a txn asked again', () => {
  it('answers what the first one did, also after a restart, and is done once', async () => {
    await begin()
    await world.ask('sale.add', water)
    const pay = { due: 150, given: 200 }
    const txn = world.newTxn()
    const first = await world.ask('sale.payCash', pay, txn)
    expect(first).toMatchObject({ ok: true, value: { change: 50 } })
    expect(await world.ask('sale.payCash', pay, txn)).toEqual(first)
    await world.kill()
    expect(await world.open()).toEqual([])
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await world.ask('sale.payCash', pay, txn)).toEqual(first)
    expect((await records()).filter((record) => record.txn === txn)).toHaveLength(1)
  })

  it('answers a wrong void password as wrong again and counts it once', async () => {
    await begin()
    await world.ask('sale.add', water)
    await world.ask('sale.payCash', { due: 150, given: 150 })
    const txn = world.newTxn()
    const wrong = voidOf(world.receipts[0], '999999')
    expect(await world.ask('authority.approve', wrong, txn)).toEqual({ ok: false, why: 'wrong-void-password' })
    // Not even the right one is heard under the txn of a wrong one.
    const right = voidOf(world.receipts[0])
    expect(await world.ask('authority.approve', right, txn)).toEqual({ ok: false, why: 'wrong-void-password' })
    expect(world.view().people[0]?.void?.triesLeft).toBe(4)
  })

  it('is done once when both are under way at the same time', async () => {
    await begin()
    const txn = world.newTxn()
    const [one, other] = await Promise.all([world.ask('sale.add', water, txn), world.ask('sale.add', water, txn)])
    expect(one).toMatchObject({ ok: true })
    expect(other).toEqual(one)
    expect(world.view().sale?.count).toBe(1)
  })
})

describe('too many calls at once', () => {
  const together = (count: number, role: 'cashier' | 'customer') =>
    Array.from({ length: count }, () => world.station().answer(role, world.envelope('sale.add', water)))

  it('are refused as busy above 64; those before are carried out', async () => {
    await begin()
    const answers = (await Promise.all(together(70, 'cashier'))).map((text) => JSON.parse(text) as { why?: string })
    expect(answers.filter(({ why }) => why === 'busy')).toHaveLength(6)
    expect(world.view().sale?.count).toBe(64)
    expect(await world.ask('sale.add', water)).toMatchObject({ ok: true })
  })

  it('are counted at the door, whatever they ask for', async () => {
    await begin()
    const asked = Array.from({ length: 70 }, () =>
      world.station().answer('cashier', world.envelope('catalogue.quickKeys', {})),
    )
    expect((await Promise.all(asked)).filter((text) => text.includes('"busy"'))).toHaveLength(6)
  })

  it('of the customer’s window do not keep the cashier out', async () => {
    await begin()
    const crowd = together(70, 'customer')
    expect(await world.ask('sale.add', water)).toMatchObject({ ok: true })
    await Promise.all(crowd)
  })
})

describe('a handler that throws', () => {
  it('is a fault with an incident number, which the log has too, and the station goes on', async () => {
    const faults: unknown[] = []
    const log = { ...SILENT, fault: (...told: unknown[]) => void faults.push(told) }
    const verify = () => Promise.reject(new Error('no memory'))
    const broken = { hash: () => Promise.resolve('$argon2id$'), verify, isStale: () => false }
    world = await makeWorld({ seed: 7, log, hashing: broken })
    await world.ask('operators.begin', FIRST_RUN)
    await world.ask('sale.add', water)
    await world.ask('sale.payCash', { due: 150, given: 150 })
    const answer = await undo(world.ask, voidOf(world.receipts[0]))
    expect(answer).toEqual({ ok: false, why: 'fault', incident: expect.stringMatching(/^[0-9a-f]{8}$/) as string })
    expect(faults).toEqual([['a call failed', new Error('no memory'), { incident: !answer.ok && answer.incident }]])
    expect(world.view().paid?.voided).toBeNull()
    expect(await world.ask('sale.add', water)).toMatchObject({ ok: true })
  })
})
