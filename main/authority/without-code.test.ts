import type { TillEvent } from '#domain/events'
import { saleAt } from '#domain/sales'
import { step, type Till } from '#domain/till'
import { Secret, TOTP } from 'otpauth'
import { beforeEach, describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, giveBack, refundByCode, staff, VOID_PASSWORD } from '../../tests/world/people.ts'
import { recordsOn } from '../../tests/world/remains.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'
import { TillRecord } from '../record.ts'

/** A refund that no code was sent for: the weaker way is said in the record, on paper and on the screen. */
let world: World
let totp: TOTP
const SAID = '无码退款（动态码＋撤销密码）'

async function sell(): Promise<string> {
  await world.ask('sale.add', { sku: 'DRK001', quantity: 2 })
  await world.ask('sale.payCash', { due: 300, given: 300 })
  return world.receipts.at(-1) ?? ''
}
const wish = { by: 'amount', amount: 150 }
const withoutCode = (receipt: string) => {
  const digits = totp.generate({ timestamp: world.clock.nowMs() })
  const word = { manager: '11', voidPassword: VOID_PASSWORD, totp: digits }
  return giveBack(world.ask, { what: { act: 'refund', receipt, wish }, reason: 'faulty', word })
}
async function shown(receipt: string) {
  await world.ask('sale.find', { receipt })
  const found = world.view().found
  return {
    offline: found?.returns.map(({ offline }) => offline),
    papers: found?.slips.map(({ paper }) => paper.join()),
  }
}
async function lastEvents(count: number): Promise<TillEvent[]> {
  const { records } = await recordsOn(world.disk.process(), `${FOLDER}/journal`)
  return records.slice(-count).map(({ body }) => TillRecord.parse(body).event)
}

beforeEach(async () => {
  world = await makeWorld({ seed: 33 })
  await staff(world.ask)
  await world.ask('operators.signIn', AS_MANAGER)
  const begun = await world.ask('operators.enrolTotp', { voidPassword: VOID_PASSWORD })
  const { uri } = (begun.ok ? begun.value : {}) as { uri: string } // the contract's
  totp = new TOTP({ secret: Secret.fromBase32(new URL(uri).searchParams.get('secret') ?? '') })
  await world.ask('operators.confirmTotp', { code: totp.generate({ timestamp: world.clock.nowMs() }) })
  await world.clock.advance(30_000)
  await world.ask('operators.signIn', AS_CASHIER)
})

describe('a refund without a code', () => {
  it('says so on its slip and on the screen, also after a start; one by a code does not', async () => {
    const [receipt, other] = [await sell(), await sell()]
    expect(await withoutCode(receipt)).toMatchObject({ ok: true })
    expect(await refundByCode(world.ask, world.postbox, { receipt: other, wish })).toMatchObject({ ok: true })
    await world.kill()
    expect(await world.open()).toEqual([])
    await world.ask('operators.signIn', AS_CASHIER)
    const weaker = await shown(receipt)
    expect(weaker.offline).toEqual([true])
    expect(weaker.papers?.map((paper) => paper.includes(SAID))).toEqual([false, true])
    const usual = await shown(other)
    expect(usual.offline).toEqual([false])
    expect(usual.papers?.some((paper) => paper.includes('无码'))).toBe(false)
  })

  it('recorded before records said so is read as it was, and none says so that had a code', async () => {
    const receipt = await sell()
    const before = world.station().acts.till()
    await withoutCode(receipt)
    const [given, refund] = await lastEvents(3)
    expect([given?.is, refund]).toMatchObject(['approval-given', { is: 'sale-refunded', offline: true }])
    if (given?.is !== 'approval-given' || refund?.is !== 'sale-refunded') throw new Error('see above')
    const older = Object.fromEntries(Object.entries(refund).filter(([name]) => name !== 'offline'))
    const { event } = TillRecord.parse({ event: older, reply: null })
    const fold = (...events: readonly TillEvent[]): Till => events.reduce((till, each) => step(till, each, 0), before)
    expect(saleAt(fold(given, event).sales, receipt)?.returns).toMatchObject([{ kind: 'refund' }])
    const byCode = { ...given, approval: { ...given.approval, offline: false } }
    expect(() => fold(byCode, refund)).toThrow('approved without one')
  })
})
