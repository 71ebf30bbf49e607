import { saleAt } from '#domain/sales'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  AS_CASHIER,
  AS_MANAGER,
  FIRST_RUN,
  SECOND_MANAGER,
  staff,
  undo,
  VOID_PASSWORD,
  voidOf,
} from '../../tests/world/people.ts'
import { recordsOn } from '../../tests/world/remains.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'

/** A manager's yes to a void, tried in every way it was not meant for. */
let world: World
const refused = (why: string) => ({ ok: false, why })

async function sell(): Promise<string> {
  await world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
  await world.ask('sale.payCash', { due: 150, given: 150 })
  return world.receipts.at(-1) ?? ''
}
async function approve(receipt: string): Promise<string> {
  const answer = await world.ask('authority.approve', voidOf(receipt))
  if (!answer.ok) throw new Error(answer.why)
  return (answer.value as { approval: string }).approval // the contract's
}
const voidWith = (receipt: string, approval: string, reason = 'other') =>
  world.ask('sale.voidPaid', { receipt, reason, approval })
const voidedOf = (receipt: string) => saleAt(world.station().acts.till().sales, receipt)?.voided

beforeEach(async () => {
  world = await makeWorld({ seed: 9 })
  await staff(world.ask)
})

describe('an approval', () => {
  it('voids the sale it was given for, once, and both records name it', async () => {
    const receipt = await sell()
    const approval = await approve(receipt)
    expect(voidedOf(receipt)).toBeNull()
    expect(await voidWith(receipt, approval)).toEqual({ ok: true, value: { back: 150 } })
    expect(voidedOf(receipt)).toMatchObject({ asker: '03', manager: '11', selfApproval: false })
    expect(await voidWith(receipt, approval)).toEqual(refused('already-voided'))
    const { records } = await recordsOn(world.disk.process(), `${FOLDER}/journal`)
    const bodies = records.slice(-3).map(({ body }) => (body as { event: object }).event) // the station's own
    expect(bodies).toMatchObject([
      { is: 'approval-given', approval: { id: approval } },
      { is: 'sale-voided', approval, asker: '03', manager: '11', selfApproval: false },
      { is: 'slip-ended', receipt },
    ])
  })

  it('is needed: one that was never given is none', async () => {
    const receipt = await sell()
    expect(await voidWith(receipt, 'made-up-approval')).toEqual(refused('no-approval'))
    expect(await world.ask('sale.voidPaid', { receipt, reason: 'other' })).toEqual(refused('bad-call'))
    expect(voidedOf(receipt)).toBeNull()
  })

  it('does not void another sale of the same amount, before it was used or after', async () => {
    const [first, second] = [await sell(), await sell()]
    const approval = await approve(first)
    expect(await voidWith(second, approval)).toEqual(refused('approval-for-another'))
    expect(await voidWith(first, approval, 'training')).toEqual(refused('approval-for-another'))
    expect(await voidWith(first, approval)).toMatchObject({ ok: true })
    expect(await voidWith(second, approval)).toEqual(refused('approval-used'))
    expect(voidedOf(second)).toBeNull()
  })

  it('expires by a clock nobody can set', async () => {
    const receipt = await sell()
    const approval = await approve(receipt)
    await world.clock.advance(120_001)
    world.clock.set(world.clock.nowMs() - 3_600_000)
    expect(await voidWith(receipt, approval)).toEqual(refused('approval-expired'))
    const another = await approve(receipt)
    await world.clock.advance(119_000)
    world.clock.set(world.clock.nowMs() + 3_600_000)
    expect(await voidWith(receipt, another)).toMatchObject({ ok: true })
  })

  it('does not outlive its program', async () => {
    const receipt = await sell()
    const approval = await approve(receipt)
    await world.kill()
    expect(await world.open()).toEqual([])
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await voidWith(receipt, approval)).toEqual(refused('no-approval'))
  })

  it('is its asker’s alone, and over when they leave', async () => {
    const receipt = await sell()
    const approval = await approve(receipt)
    await world.ask('operators.signIn', AS_MANAGER)
    expect(await voidWith(receipt, approval)).toEqual(refused('no-approval'))
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await voidWith(receipt, approval)).toEqual(refused('no-approval'))
    const another = await approve(receipt)
    await world.ask('operators.lock', {})
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await voidWith(receipt, another)).toEqual(refused('no-approval'))
  })

  it('asked for again under its txn is the same one', async () => {
    const receipt = await sell()
    const txn = world.newTxn()
    const first = await world.ask('authority.approve', voidOf(receipt), txn)
    expect(await world.ask('authority.approve', voidOf(receipt), txn)).toEqual(first)
  })
})

describe('one’s own approval', () => {
  it('is allowed while the shop has one manager, with the void password, and marked', async () => {
    await world.ask('operators.signIn', AS_MANAGER)
    const receipt = await sell()
    expect(await undo(world.ask, voidOf(receipt, FIRST_RUN.password))).toEqual(refused('wrong-void-password'))
    expect(await undo(world.ask, voidOf(receipt))).toMatchObject({ ok: true })
    expect(voidedOf(receipt)).toMatchObject({ asker: '11', manager: '11', selfApproval: true })
    expect(world.printer.sheets.at(-1)?.join('\n')).toContain('本人申请，本人授权')
    expect(world.view().paid?.voided).toMatchObject({ selfApproval: true })
  })

  it('is none any more once there is a second manager', async () => {
    await world.ask('operators.signIn', AS_MANAGER)
    const receipt = await sell()
    const approval = await approve(receipt)
    expect(await world.ask('operators.add', SECOND_MANAGER)).toMatchObject({ ok: true })
    expect(await voidWith(receipt, approval)).toEqual(refused('self-approval'))
  })

  it('is refused unheard as soon as there is another manager, who can approve', async () => {
    await world.ask('operators.signIn', AS_MANAGER)
    expect(await world.ask('operators.add', SECOND_MANAGER)).toMatchObject({ ok: true })
    const receipt = await sell()
    expect(await undo(world.ask, voidOf(receipt))).toEqual(refused('self-approval'))
    expect(await undo(world.ask, voidOf(receipt, SECOND_MANAGER.voidPassword, '12'))).toMatchObject({ ok: true })
    expect(voidedOf(receipt)).toMatchObject({ asker: '11', manager: '12', selfApproval: false })
  })
})

describe('void passwords', () => {
  it('are counted apart from login passwords, and a right one clears the count', async () => {
    const receipt = await sell()
    for (let i = 0; i < 4; i++) {
      expect(await undo(world.ask, voidOf(receipt, '900001'))).toEqual(refused('wrong-void-password'))
      await world.ask('operators.signIn', { ...AS_MANAGER, password: VOID_PASSWORD })
    }
    const locks = () => world.view().people.find(({ number }) => number === '11')
    expect(locks()).toMatchObject({ login: { triesLeft: 1 }, void: { triesLeft: 1 } })
    await approve(receipt)
    expect(locks()).toMatchObject({ login: { triesLeft: 1 }, void: { triesLeft: 5 } })
  })

  it('are shut at ten until another manager unlocks', async () => {
    await world.ask('operators.signIn', AS_MANAGER)
    await world.ask('operators.add', SECOND_MANAGER)
    await world.ask('operators.signIn', AS_CASHIER)
    const receipt = await sell()
    for (let i = 0; i < 10; i++) {
      await undo(world.ask, voidOf(receipt, '900001'))
      await world.clock.advance(900_000)
    }
    expect(await undo(world.ask, voidOf(receipt))).toEqual(refused('void-password-shut'))
    await world.ask('operators.signIn', SECOND_MANAGER_LOGIN)
    expect(await world.ask('operators.unlock', { number: '11' })).toMatchObject({ ok: true })
    expect(await undo(world.ask, voidOf(receipt))).toMatchObject({ ok: true })
  })
})
const SECOND_MANAGER_LOGIN = { number: SECOND_MANAGER.number, password: SECOND_MANAGER.password }
