import { FIRST_RUN, VOID_PASSWORD } from '../world/people.ts'
import type { World } from '../world/world.ts'
import { trainingGoods } from '#main/catalogue/training-goods'
import type { Random } from '#drivers/random/port'

/** One call the actor makes: what a cashier, a customer's whim or a thief would do next. */
export interface Call {
  readonly name: string
  readonly input: unknown
}

const WRONG_PASSWORD = '111222'
const withCode = trainingGoods.flatMap(({ code }) => (code === null ? [] : [code]))
/** Few goods, so that lines are counted up as often as begun. */
const SHELF = 12

/** Draws the next call from the seed, by weight; some make no sense at that moment, as a page gone wrong would. */
export function nextCall(random: Random, world: World): Call {
  const { sale, found } = world.view()
  const line = 1 + random.below(6)
  const receipt = world.receipts[random.below(Math.max(1, world.receipts.length))] ?? 'S01-1-000001X'
  const draws: readonly (readonly [number, () => Call])[] = [
    [30, () => call('sale.scan', { code: withCode[random.below(SHELF)] ?? '' })],
    [3, () => call('sale.scan', { code: '6901234567890' })],
    [6, () => call('sale.add', { sku: trainingGoods[random.below(SHELF)]?.sku, quantity: 1 + random.below(999) })],
    [6, () => call('sale.setQuantity', { line, quantity: 1 + random.below(9) })],
    [5, () => call('sale.removeLine', { line })],
    [16, () => call('sale.payCash', { due: sale?.total ?? 0, given: (sale?.total ?? 0) + random.below(10_000) })],
    [2, () => call('sale.payCash', { due: 1, given: 1 })],
    [4, () => call('sale.scan', { code: receipt })],
    [6, () => call('sale.voidPaid', voidOf(found?.receipt ?? receipt, VOID_PASSWORD))],
    [2, () => call('sale.voidPaid', voidOf(receipt, WRONG_PASSWORD))],
    [1, () => call('operators.setAppearance', { language: random.below(2) ? 'en' : 'zh-CN', theme: 'dark' })],
    [1, () => call('operators.begin', FIRST_RUN)],
  ]
  const total = draws.reduce((sum, [weight]) => sum + weight, 0)
  let at = random.below(total)
  for (const [weight, draw] of draws) {
    if (at < weight) return draw()
    at -= weight
  }
  throw new Error('the weights do not add up')
}

const call = (name: string, input: unknown): Call => ({ name, input })
const voidOf = (receipt: string, voidPassword: string) => ({
  ...{ receipt, voidPassword, reason: 'other' },
  manager: FIRST_RUN.manager.number,
})
