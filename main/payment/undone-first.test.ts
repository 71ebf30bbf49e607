import { expect, it } from 'vitest'
import { money } from '#domain/money'
import { makeVirtualCache } from '#drivers/cache/virtual'
import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeVirtualDisk } from '#drivers/disk/virtual'
import type { PaymentPort } from '#drivers/payment/port'
import { makeVirtualPaymentPort, type Fate } from '#drivers/payment/virtual'
import { SETTLES } from '#drivers/payment/virtual-pair'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { openCounter } from '../../tests/payment/counter.ts'

/** Two orders one after the other, of which the first is not answered: what the acquirer hears, in its order. */
async function heard(...fates: readonly Fate[]): Promise<string[]> {
  const clock = makeVirtualClock(Date.UTC(2026, 4, 4))
  const random = makeVirtualRandom(7)
  const twin = makeVirtualPaymentPort({ settlesBy: SETTLES.card, wait: clock.wait, answerMs: 60_000 })
  const said: string[] = []
  const port: PaymentPort = {
    ...twin,
    send: (order, noMore) => {
      said.push(`send ${order.attempt}`)
      return twin.send(order, noMore)
    },
    reverse: (order, noMore) => {
      said.push(`reverse ${order.attempt}`)
      return twin.reverse(order, noMore)
    },
  }
  const disk = makeVirtualDisk(random.below)
  const counter = await openCounter({
    clock,
    disk,
    cache: makeVirtualCache(random.below),
    random,
    ports: { acquirer: port },
  })
  twin.will(...fates)
  if (fates.length === 0) twin.setDown(true)
  for (const attempt of ['01-1-1', '01-1-2'])
    await counter?.ask('acquirer', { kind: 'pay', settlesBy: 'reversal', amount: money(150), attempt, of: null })
  await clock.advance(30 * 60_000)
  counter?.close()
  return said
}

it('an order waits until the one before it is undone', async () => {
  expect(await heard('lose-answer', 'approve')).toEqual(['send 01-1-1', 'reverse 01-1-1', 'send 01-1-2'])
})

it('where that can not be done it is tried three times, and then the order goes', async () => {
  const first = (await heard()).slice(0, 5)
  expect(first).toEqual(['send 01-1-1', ...Array<string>(3).fill('reverse 01-1-1'), 'send 01-1-2'])
})
