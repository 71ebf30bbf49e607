import { describe, expect, it } from 'vitest'
import { saleAt } from '#domain/sales'
import { AS_CASHIER, refundByCode, undo, voidOf } from '../../tests/world/people.ts'
import { scanShop } from '../../tests/world/scan-shop.ts'
import { receipts, search } from '../../tests/world/search-shop.ts'

describe('sales paid by scan', () => {
  it('keep what the platform said, are found by each of its numbers, and outlast a start', async () => {
    const { world, sell, air } = await scanShop(21)
    await sell(1)
    const gifted = await sell(2, 'gifted')
    const other = await sell(3, 'wechat')
    const wish = { by: 'amount', amount: 100 } as const
    await refundByCode(world.ask, world.postbox, { receipt: gifted, wish })
    await undo(world.ask, voidOf(other))
    await world.clock.advance(10_000)
    const there = [...air.state().orders.values()].at(1)
    const returned = [...air.state().returns.values()].at(0)
    const numbers = [there?.tradeNo, there?.tradeNo.slice(-14), there?.accTradeNo, returned?.tradeNo.slice(-14)]
    for (const started of [false, true]) {
      if (started) {
        await world.kill()
        await world.open()
        await world.ask('operators.signIn', AS_CASHIER)
      }
      for (const order of numbers) expect(receipts(await search(world, { order })), order).toEqual([gifted])
      const kept = saleAt(world.station().acts.till().sales, gifted)
      expect(kept?.tenders).toMatchObject([
        { scan: { accountType: 'ALIPAY', logNo: numbers[1], walletTradeNo: there?.accTradeNo, payerAmount: 250 } },
      ])
      expect(kept?.returns[0]?.parts).toMatchObject([{ state: 'done', scan: { logNo: numbers[3] } }])
    }
    await world.ask('sale.find', { receipt: gifted })
    expect(world.view().found?.tenders).toMatchObject([
      { scan: { wallet: 'ALIPAY', number: there?.accTradeNo, log: numbers[1] } },
    ])
    expect(
      world
        .view()
        .found?.slips.flatMap(({ paper }) => paper)
        .join('\n'),
    ).toContain(numbers[3])
  })
})
