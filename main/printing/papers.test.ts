import { beforeEach, describe, expect, it } from 'vitest'
import { AS_MANAGER, staff } from '../../tests/world/people.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'

/** Paper of no sale, where the station is a card terminal. */
let world: World
const MARK = '*** 重打印 ***'
const sheets = () => world.printer.sheets.splice(0)

beforeEach(async () => {
  world = await makeWorld({ seed: 31, bank: true })
  await staff(world.ask)
})

async function madeHold(): Promise<string> {
  const made = await world.ask('holds.make', { amount: 10_000, note: '302' })
  await world.clock.advance(10_000)
  return ((made.ok ? made.value : {}) as { attempt: string }).attempt // the contract's
}

describe('the slip of a hold', () => {
  it('comes out in two copies at once, and again when somebody asks for it, also after a start', async () => {
    const attempt = await madeHold()
    const [first, second, ...rest] = sheets()
    expect([first?.some((line) => line.includes('MERCHANT COPY')), rest]).toEqual([true, []])
    expect(second?.some((line) => line.includes('CUSTOMER COPY'))).toBe(true)
    expect(first?.join('\n')).toMatch(/交易类型 +预授权\n[^]*ARQC +[0-9A-F]{16}\n[^]*备注 +302\n/)
    await world.kill()
    await world.open()
    await world.ask('operators.signIn', AS_MANAGER)
    expect(await world.ask('holds.print', { attempt })).toEqual({ ok: true, value: {} })
    const again = sheets()
    expect([again.length, again[0]?.some((line) => line.includes(MARK))]).toEqual([2, true])
    expect(world.view().holds.map(({ hasSlip }) => hasSlip)).toEqual([true])
  })

  it('that the printer does not take is refused, and of what nobody knows there is none', async () => {
    const attempt = await madeHold()
    world.printer.setMood('paper-out')
    expect(await world.ask('holds.print', { attempt })).toMatchObject({ ok: false, why: 'paper-refused' })
    expect(await world.ask('holds.print', { attempt: 'none' })).toMatchObject({ ok: false, why: 'nothing-to-print' })
  })
})

it('the totals of a batch come out when it is settled, and again by hand', async () => {
  await world.ask('operators.signIn', AS_MANAGER)
  expect(await world.ask('cards.printTotals', {})).toMatchObject({ ok: false, why: 'nothing-to-print' })
  await world.ask('sale.add', { sku: 'DRK001', quantity: 2 })
  await world.ask('sale.tender', { method: 'card', amount: 300, left: 300 })
  await world.clock.advance(10_000)
  sheets()
  const settling = world.ask('cards.settle', {})
  await world.clock.advance(60_000)
  expect(await settling).toEqual({ ok: true, value: {} })
  const [totals] = sheets()
  expect(totals?.join('\n')).toMatch(/批结算总计单\n[^]*境内卡 收款 1 笔 +3\.00\n[^]*对账平/)
  await world.ask('cards.printTotals', {})
  expect(sheets()).toEqual([totals])
})
