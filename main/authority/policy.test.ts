import { money } from '#domain/money'
import { DEFAULT_POLICY, type Policy, type PolicyRow } from '#domain/policy'
import { beforeEach, describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, staff, undo, VOID_PASSWORD, voidOf } from '../../tests/world/people.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'

/** What a manager's policy asks for is asked for at the door, whatever the screen does. */
let world: World
const refused = (why: string) => ({ ok: false, why })
const DONE = { ok: true }

const policyWith = (...rows: readonly PolicyRow[]): Policy => ({
  ...DEFAULT_POLICY,
  ...world.view().policy,
  rows: [...DEFAULT_POLICY.rows.filter(({ act }) => !rows.some((row) => row.act === act)), ...rows],
})
const all = (act: PolicyRow['act'], ...asks: PolicyRow['asks']): PolicyRow => ({
  ...{ act, from: money(0), afterMinutes: 0, asks },
})
async function set(policy: Policy, voidPassword = VOID_PASSWORD) {
  await world.ask('operators.signIn', AS_MANAGER)
  const answer = await world.ask('authority.setPolicy', { policy, voidPassword })
  await world.ask('operators.signIn', AS_CASHIER)
  return answer
}
async function approvalFor(what: object): Promise<string> {
  const word = { manager: '11', voidPassword: VOID_PASSWORD }
  const answer = await world.ask('authority.approve', { what, reason: 'other', word })
  if (!answer.ok) throw new Error(answer.why)
  return (answer.value as { approval: string }).approval // the contract's
}

beforeEach(async () => {
  world = await makeWorld({ seed: 32 })
  await staff(world.ask)
  await world.ask('sale.add', { sku: 'DRK001', quantity: 3 })
})

describe('what a policy asks for', () => {
  it.each<[string, PolicyRow['act'], string, object, object]>([
    ['removing a line', 'remove-line', 'sale.removeLine', { line: 1 }, { act: 'remove-line', line: 1, quantity: 0 }],
    [
      'lowering a quantity',
      'remove-line',
      'sale.setQuantity',
      { line: 1, quantity: 2 },
      { act: 'remove-line', line: 1, quantity: 2 },
    ],
    ['giving the sale up', 'cancel-sale', 'sale.cancel', {}, { act: 'cancel-sale' }],
  ])('is asked for %s, and one approval does it once', async (_what, act, name, input, what) => {
    expect(await set(policyWith(all(act, 'void-password')))).toMatchObject(DONE)
    expect(await world.ask(name, input)).toEqual(refused('needs-approval'))
    expect(await world.ask(name, { ...input, approval: 'made-up-approval' })).toEqual(refused('no-approval'))
    const approval = await approvalFor(what)
    expect(await world.ask(name, { ...input, approval })).toMatchObject(DONE)
    await world.ask('sale.cancel', {})
    await world.ask('sale.add', { sku: 'DRK001', quantity: 3 })
    expect(await world.ask(name, { ...input, approval })).toMatchObject({ ok: false })
  })

  it('is asked for a copy, of that slip alone', async () => {
    await world.ask('sale.payCash', { due: 450, given: 450 })
    const receipt = world.receipts.at(-1) ?? ''
    await world.settle()
    expect(await set(policyWith(all('reprint', 'void-password')))).toMatchObject(DONE)
    expect(await world.ask('sale.reprint', { receipt, slip: 'sale' })).toEqual(refused('needs-approval'))
    const approval = await approvalFor({ act: 'reprint', receipt, slip: 'sale' })
    expect(await world.ask('sale.reprint', { receipt, slip: 'sale', approval })).toMatchObject(DONE)
    expect(await world.ask('sale.reprint', { receipt, slip: 'sale', approval })).toEqual(refused('approval-used'))
  })

  it('lets a cashier go beyond the limit with an approval for just that price', async () => {
    const price = (fen: number) => ({ act: 'reduce', line: 1, to: { is: 'price', price: fen } })
    expect(await world.ask('sale.setPrice', { line: 1, price: 50 })).toEqual(refused('needs-manager'))
    const approval = await approvalFor(price(60))
    expect(await world.ask('sale.setPrice', { line: 1, price: 50, approval })).toEqual(refused('approval-for-another'))
    expect(await world.ask('sale.setPrice', { line: 1, price: 60, approval })).toMatchObject(DONE)
    expect(world.view().sale?.total).toBe(180)
    expect(await world.ask('sale.payCash', { due: 180, given: 180 })).toMatchObject(DONE)
  })

  it('needs nothing more for more goods, or for what is within the limit', async () => {
    expect(await set(policyWith(all('remove-line', 'void-password')))).toMatchObject(DONE)
    expect(await world.ask('sale.setQuantity', { line: 1, quantity: 4 })).toMatchObject(DONE)
    expect(await world.ask('sale.setDiscount', { line: 1, discount: { is: 'permille', permille: 50 } })).toMatchObject(
      DONE,
    )
  })

  it('is asked for by amount and age: what was enough at first is not later', async () => {
    await world.ask('sale.payCash', { due: 450, given: 450 })
    const receipt = world.receipts.at(-1) ?? ''
    const later: PolicyRow = { ...all('void-paid', 'void-password', 'second-person'), afterMinutes: 30 }
    expect(await set(policyWith(all('void-paid', 'void-password'), later))).toMatchObject(DONE)
    await world.ask('operators.signIn', AS_MANAGER)
    const approval = await approvalFor({ act: 'void-paid', receipt })
    world.clock.set(world.clock.nowMs() + 30 * 60_000)
    expect(await world.ask('sale.voidPaid', { receipt, reason: 'other', approval })).toEqual(
      refused('approval-for-another'),
    )
    expect(await undo(world.ask, voidOf(receipt))).toEqual(refused('self-approval'))
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await undo(world.ask, voidOf(receipt))).toMatchObject(DONE)
  })
})

describe('changing the policy', () => {
  it('takes a manager and their own void password, counted as ever', async () => {
    const policy = policyWith(all('reprint', 'void-password'))
    expect(await world.ask('authority.setPolicy', { policy, voidPassword: VOID_PASSWORD })).toEqual(
      refused('not-allowed'),
    )
    expect(await set(policy, '900001')).toEqual(refused('wrong-void-password'))
    expect(world.view().people.find(({ number }) => number === '11')?.void).toMatchObject({ triesLeft: 4 })
    expect(await set(policy)).toMatchObject(DONE)
    expect(world.view().policy.version).toBe(2)
    await world.kill()
    await world.open()
    expect(world.view().policy.version).toBe(2)
  })

  it('goes nowhere below the floor, and not from an old version', async () => {
    expect(await set(policyWith(all('void-paid')))).toEqual(refused('policy-below-floor'))
    expect(await set(policyWith(all('reprint', 'refund-code')))).toEqual(refused('policy-wrong'))
    const old = policyWith(all('reprint', 'void-password'))
    expect(await set(old)).toMatchObject(DONE)
    expect(await set(old)).toEqual(refused('policy-changed'))
  })
})
