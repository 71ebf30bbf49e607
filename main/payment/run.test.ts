import { beforeEach, describe, expect, it } from 'vitest'
import { saleAt } from '#domain/sales'
import { TillShape, writeTill } from '../storeroom/snapshot.ts'
import { settlingOf } from './ports.ts'
import { AS_CASHIER, AS_MANAGER, staff } from '../../tests/world/people.ts'
import { makeWorld, type World } from '../../tests/world/world.ts'

/** What is carried out of an order, and when: at the whole station, by its door. */
let world: World

const tender = (method: 'card' | 'scan', amount: number) =>
  world.ask('sale.tender', { method, amount, left: world.view().sale?.left })
const states = () => world.view().sale?.tenders.map(({ state }) => state)
const openOrders = () => [...world.station().acts.till().payments.values()].map(({ payment }) => payment.at)

beforeEach(async () => {
  world = await makeWorld({ seed: 21 })
  await staff(world.ask)
  await world.ask('sale.add', { sku: 'DRK001', quantity: 4 })
})

describe('an order', () => {
  it('is on the disk before it is sent', async () => {
    world.payments.card.will('approve')
    world.disk.failNextSync()
    expect(await tender('card', 600)).toMatchObject({ ok: false, why: 'journal-stopped' })
    await world.clock.advance(10_000)
    expect(world.payments.card.total()).toBe(0)
  })

  it('that is given up is not waited for any more', async () => {
    world.payments.card.will('lose-answer')
    const answer = await tender('card', 600)
    const { attempt } = (answer.ok ? answer.value : {}) as { attempt: string } // the contract's
    await world.clock.advance(1_000)
    expect(world.payments.card.charged(attempt)).toBe(600)
    expect(await world.ask('payments.giveUp', { attempt })).toMatchObject({ ok: true })
    await world.clock.advance(400)
    expect([states(), world.payments.card.charged(attempt)]).toEqual([['failed'], 0])
    expect(await world.ask('payments.giveUp', { attempt })).toMatchObject({ ok: false, why: 'payment-settled' })
    expect(await world.ask('payments.giveUp', { attempt: 'none' })).toMatchObject({ why: 'no-such-payment' })
  })

  it('that is approved for less says what was asked, after a restart too, and the rest is paid otherwise', async () => {
    world.payments.card.will('in-part')
    await tender('card', 600)
    await world.clock.advance(1_000)
    const shown = () => world.view().sale?.tenders.map(({ amount, asked, state }) => ({ amount, asked, state }))
    const partly = { amount: 300, asked: 600, state: 'done' }
    expect([shown(), world.view().sale?.left]).toEqual([[partly], 300])
    const kept = TillShape.parse(JSON.parse(JSON.stringify(writeTill(world.station().acts.till()))))
    expect(kept.sale.tenders).toMatchObject([{ amount: 300, asked: 600 }])
    for (const isLost of [false, true]) {
      await world.kill()
      if (isLost) world.cache.lose()
      await world.open()
      await world.ask('operators.signIn', AS_CASHIER)
      expect(shown()).toEqual([partly])
    }
    expect(await tender('card', 300)).toMatchObject({ ok: true })
    await world.clock.advance(1_000)
    const { receipt = '' } = world.view().paid ?? {}
    const sale = saleAt(world.station().acts.till().sales, receipt)
    expect(sale?.tenders.map((each) => [each.amount, 'asked' in each])).toEqual([
      [300, false],
      [300, false],
    ])
  })

  it('keeps no station from closing, and is found out about by the next start', async () => {
    world.payments.card.will('lose-answer')
    await tender('card', 600)
    await world.clock.advance(1_000)
    await world.station().close()
    expect(openOrders()).toEqual(['asked'])
    expect(await world.open()).toEqual([])
    await world.clock.advance(1_000)
    expect([openOrders(), world.payments.card.total()]).toEqual([['reversed'], 0])
  })

  it('asked for twice under one txn is sent once', async () => {
    const txn = world.newTxn()
    const input = { method: 'card', amount: 600, left: 600 }
    const [first, second] = await Promise.all([
      world.ask('sale.tender', input, txn),
      world.ask('sale.tender', input, txn),
    ])
    expect(second).toEqual(first)
    await world.clock.advance(1_000)
    expect([world.payments.card.total(), openOrders()]).toEqual([600, ['approved']])
  })

  it('is undone before the next one is sent, where that failed before', async () => {
    world.payments.card.will('lose-answer')
    await tender('card', 600)
    world.payments.card.setDown(true)
    await world.clock.advance(245_000)
    expect([openOrders(), states()]).toEqual([['stuck'], ['failed']])
    world.payments.card.setDown(false)
    await tender('card', 600)
    await world.clock.advance(2_000)
    expect(openOrders()).toEqual(['reversed', 'approved'])
    expect(world.payments.card.total()).toBe(600)
  })

  it('that is being undone takes no person’s word; a charge that could not be is never said to be paid', async () => {
    world.payments.card.will('lose-answer')
    const answer = await tender('card', 600)
    const { attempt } = (answer.ok ? answer.value : {}) as { attempt: string } // the contract's
    world.payments.card.setDown(true)
    await world.clock.advance(245_000)
    await world.ask('operators.signIn', AS_MANAGER)
    const decide = (as: string) => world.ask('payments.decide', { attempt, as })
    expect(await decide('paid')).toMatchObject({ ok: false, why: 'payment-settled' })
    await tender('card', 600)
    await world.clock.advance(1_000)
    expect(openOrders()[0]).toBe('reversing')
    expect(await decide('not-paid')).toMatchObject({ ok: false, why: 'payment-settled' })
  })

  it('that is given up before it left is over at once, though another one is being undone', async () => {
    world.payments.card.will('lose-answer')
    await tender('card', 600)
    world.payments.card.setDown(true)
    await world.clock.advance(245_000)
    const answer = await tender('card', 600)
    await world.clock.advance(5_000)
    expect(openOrders()).toEqual(['reversing', 'asked'])
    const { attempt } = (answer.ok ? answer.value : {}) as { attempt: string } // the contract's
    await world.ask('payments.giveUp', { attempt })
    await world.clock.advance(0)
    expect(states()).toEqual(['failed', 'failed'])
    expect(await world.ask('sale.payCash', { due: 600, given: 600 })).toMatchObject({ ok: true })
  })

  it('is asked after by one clock, however often somebody presses', async () => {
    world.payments.scan.will('lose-answer')
    const answer = await tender('scan', 600)
    const { attempt } = (answer.ok ? answer.value : {}) as { attempt: string } // the contract's
    world.payments.scan.setDown(true)
    await world.clock.advance(125_000)
    for (let press = 0; press < 8; press++) await world.ask('payments.tryAgain', { attempt })
    let events = 0
    world.station().acts.onEvent(() => events++)
    await world.clock.advance(600_000)
    expect(events).toBeLessThan(12)
  })

  it('that could not be undone is over when a manager says that nothing is charged', async () => {
    world.payments.card.will('lose-request')
    await tender('card', 600)
    world.payments.card.setDown(true)
    await world.clock.advance(245_000)
    await world.ask('operators.signIn', AS_MANAGER)
    const attempt = world.view().unresolved[0]?.attempt
    expect(await world.ask('payments.decide', { attempt, as: 'not-paid' })).toMatchObject({ ok: true })
    expect(world.view().unresolved).toEqual([])
  })
})

it('a port that is not there any more leaves its orders to a person', () => {
  expect(settlingOf({})('acquirer', 'pay')).toBe('neither')
})
