import { formatCode } from '#domain/refund-codes'
import { saleAt } from '#domain/sales'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  AS_CASHIER,
  AS_MANAGER,
  carryingOut,
  giveBack,
  refundByCode,
  SECOND_MANAGER,
  staff,
  VOID_PASSWORD,
} from '../../tests/world/people.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'

/** One-time refund codes, tried in every way they are not meant for. */
let world: World
const refused = (why: string) => ({ ok: false, why })
const MADE_UP = formatCode('0000000000000')

async function sell(quantity = 2): Promise<string> {
  const due = 150 * quantity
  await world.ask('sale.add', { sku: 'DRK001', quantity })
  await world.ask('sale.payCash', { due, given: due })
  return world.receipts.at(-1) ?? ''
}
const refundOf = (receipt: string, amount = 150) => ({ act: 'refund', receipt, wish: { by: 'amount', amount } })
const ask = (receipt: string, amount = 150, manager = '11', channel = 'email') =>
  world.ask('authority.askCode', { what: refundOf(receipt, amount), manager, channel })
const enter = (receipt: string, code: string, amount = 150) =>
  giveBack(world.ask, { what: refundOf(receipt, amount), reason: 'faulty', word: { code } })
async function codeFor(receipt: string, amount = 150): Promise<string> {
  expect(await ask(receipt, amount)).toEqual({ ok: true, value: {} })
  return world.postbox.codeFor(receipt) ?? ''
}
const returnsOf = (receipt: string) => saleAt(world.station().acts.till().sales, receipt)?.returns ?? []

beforeEach(async () => {
  world = await makeWorld({ seed: 31 })
  await staff(world.ask)
})

describe('a refund code', () => {
  it('refunds what it was sent for, in the name of who got it', async () => {
    const receipt = await sell()
    const code = await codeFor(receipt)
    expect(code).toMatch(/^\d{4}-\d{4}-\d{4}-\d{2}$/)
    expect(await enter(receipt, code)).toEqual({ ok: true, value: { back: 150 } })
    expect(returnsOf(receipt)).toMatchObject([{ asker: '03', manager: '11', reason: 'faulty', selfApproval: false }])
  })

  it('is needed: neither a void password nor nothing does', async () => {
    const receipt = await sell()
    const what = refundOf(receipt)
    const by = (word: object) => world.ask('authority.approve', { what, reason: 'faulty', word })
    expect(await by({})).toEqual(refused('code-needed'))
    expect(await by({ manager: '11', voidPassword: VOID_PASSWORD })).toEqual(refused('code-needed'))
    expect(await by({ code: MADE_UP })).toEqual(refused('no-code'))
  })

  it('is good once, also where it was said yes to twice', async () => {
    const receipt = await sell()
    const code = await codeFor(receipt)
    const approve = () => world.ask('authority.approve', { what: refundOf(receipt), reason: 'faulty', word: { code } })
    const [one, two] = [await approve(), await approve()]
    if (!one.ok || !two.ok) throw new Error('a code is good until it is used')
    const use = ({ value }: { value: unknown }) => {
      const { approval } = value as { approval: string } // the contract's
      const { name, input } = carryingOut({ what: refundOf(receipt), reason: 'faulty' }, approval)
      return world.ask(name, input)
    }
    expect(await use(one)).toMatchObject({ ok: true })
    expect(await use(two)).toEqual(refused('code-used'))
    expect(await enter(receipt, code)).toEqual(refused('code-used'))
    expect(returnsOf(receipt)).toHaveLength(1)
  })

  it('is for no other sale and no other amount', async () => {
    const [one, two] = [await sell(), await sell()]
    const code = await codeFor(one)
    await codeFor(two)
    expect(await enter(two, code)).toEqual(refused('wrong-code'))
    expect(await enter(one, code, 151)).toEqual(refused('code-for-another'))
    expect(await enter(one, code)).toMatchObject({ ok: true })
  })

  it('expires, whichever way the clock is set', async () => {
    const receipt = await sell()
    const code = await codeFor(receipt)
    await world.clock.advance(600_000)
    world.clock.set(world.clock.nowMs() - 300_000)
    expect(await enter(receipt, code)).toEqual(refused('code-expired'))
    const another = await codeFor(receipt)
    await world.clock.advance(599_000)
    expect(await enter(receipt, another)).toMatchObject({ ok: true })
  })

  it('outlives its program, but not by a clock that was turned back', async () => {
    const receipt = await sell()
    const code = await codeFor(receipt)
    const again = async () => {
      await world.kill()
      expect(await world.open()).toEqual([])
      await world.ask('operators.signIn', AS_CASHIER)
    }
    world.clock.set(world.clock.nowMs() - 3_600_000)
    await again()
    expect(await enter(receipt, code)).toEqual(refused('code-expired'))
    world.clock.set(world.clock.nowMs() + 3_600_000)
    expect(await enter(receipt, code)).toMatchObject({ ok: true })
  })

  it('is the newest one of its sale', async () => {
    const receipt = await sell()
    const first = await codeFor(receipt)
    const second = await codeFor(receipt)
    expect(await enter(receipt, first)).toEqual(refused('wrong-code'))
    expect(await enter(receipt, second)).toMatchObject({ ok: true })
  })

  it('asked for again under its txn is sent once', async () => {
    const receipt = await sell()
    const txn = world.newTxn()
    const input = { what: refundOf(receipt), manager: '11', channel: 'email' }
    for (let times = 0; times < 2; times++) await world.ask('authority.askCode', input, txn)
    expect(world.postbox.received).toHaveLength(1)
  })

  it('is sent to nobody who can not be reached, nor to a manager for themselves beside another', async () => {
    const receipt = await sell()
    expect(await ask(receipt, 150, '11', 'sms')).toEqual(refused('not-reachable'))
    expect(await ask(receipt, 150, '03')).toEqual(refused('unknown-manager'))
    await world.ask('operators.signIn', AS_MANAGER)
    await world.ask('operators.add', SECOND_MANAGER)
    expect(await ask(receipt, 150, '11')).toEqual(refused('self-approval'))
    expect(await ask(receipt, 150, '12')).toMatchObject({ ok: true })
  })

  it('comes five times an hour for a sale, not more', async () => {
    const receipt = await sell()
    for (let times = 0; times < 5; times++) expect(await ask(receipt)).toMatchObject({ ok: true })
    expect(await ask(receipt)).toEqual(refused('too-many-codes'))
    expect(await ask(await sell())).toMatchObject({ ok: true })
    await world.clock.advance(3_600_001)
    expect(await ask(receipt)).toMatchObject({ ok: true })
  })

  it('is nowhere on the disk nor in a view', async () => {
    const receipt = await sell()
    await world.ask('sale.find', { receipt })
    const code = (await codeFor(receipt)).replaceAll('-', '')
    const view = JSON.stringify(world.view())
    expect(view).toContain('"code":{"is":"live"')
    for (const form of [code, code.slice(0, 13), formatCode(code.slice(0, 13))]) {
      expect(view).not.toContain(form)
      for (const [path, bytes] of world.disk.files()) expect(bytes.includes(form), path).toBe(false)
    }
    expect([...world.disk.files().keys()].some((path) => path.startsWith(`${FOLDER}/journal`))).toBe(true)
  })
})

describe('who refunds with nobody beside them', () => {
  it('types the void password too, since the code came to themselves', async () => {
    await world.ask('operators.signIn', AS_MANAGER)
    const receipt = await sell()
    const code = await codeFor(receipt)
    const by = (word: object) => giveBack(world.ask, { what: refundOf(receipt), reason: 'faulty', word })
    expect(await by({ code })).toEqual(refused('word-needed'))
    expect(await by({ code, voidPassword: '900001' })).toEqual(refused('wrong-void-password'))
    expect(await by({ code, voidPassword: VOID_PASSWORD })).toMatchObject({ ok: true })
    expect(returnsOf(receipt)).toMatchObject([{ asker: '11', manager: '11', selfApproval: true }])
  })
})

describe('wrong codes', () => {
  const die = async (receipt: string) => {
    await codeFor(receipt)
    for (let times = 0; times < 3; times++) expect(await enter(receipt, MADE_UP)).toEqual(refused('wrong-code'))
    expect(await enter(receipt, world.postbox.codeFor(receipt) ?? '')).toEqual(refused('code-dead'))
  }

  it('kill the code at the third, which a slip of the finger does not', async () => {
    const receipt = await sell()
    const code = await codeFor(receipt)
    for (let times = 0; times < 9; times++) {
      expect(
        await enter(
          receipt,
          code.replace(/\d$/, (last) => String((Number(last) + 1) % 10)),
        ),
      ).toEqual(refused('code-misread'))
    }
    expect(await enter(receipt, code)).toMatchObject({ ok: true })
    await die(await sell())
  })

  it('lock the refunds of the sale with the second dead code within the hour, until a manager unlocks', async () => {
    const [receipt, other] = [await sell(), await sell()]
    await die(receipt)
    await codeFor(receipt)
    for (let times = 0; times < 3; times++) await enter(receipt, MADE_UP)
    expect(await ask(receipt)).toEqual(refused('refunds-locked'))
    expect(await enter(receipt, MADE_UP)).toEqual(refused('refunds-locked'))
    await world.kill()
    await world.open()
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await ask(receipt)).toEqual(refused('refunds-locked'))
    expect(
      await refundByCode(world.ask, world.postbox, { receipt: other, wish: { by: 'amount', amount: 1 } }),
    ).toMatchObject({ ok: true })
    const unlock = (voidPassword: string) => world.ask('authority.unlockRefunds', { receipt, voidPassword })
    expect(await unlock(VOID_PASSWORD)).toEqual(refused('not-allowed'))
    await world.ask('operators.signIn', AS_MANAGER)
    expect(await unlock('900001')).toEqual(refused('wrong-void-password'))
    expect(await unlock(VOID_PASSWORD)).toMatchObject({ ok: true })
    await world.ask('operators.signIn', AS_CASHIER)
    await world.clock.advance(3_600_000)
    expect(await enter(receipt, await codeFor(receipt))).toMatchObject({ ok: true })
  })

  it('further apart than an hour lock nothing', async () => {
    const receipt = await sell()
    await die(receipt)
    await world.clock.advance(3_600_001)
    await die(receipt)
    expect(await enter(receipt, await codeFor(receipt))).toMatchObject({ ok: true })
  })
})
