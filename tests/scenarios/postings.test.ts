import { describe, expect, it } from 'vitest'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { packList } from '#main/postings/lists'
import { AS_CASHIER, AS_MANAGER, CASHIER, FIRST_RUN } from '../world/people.ts'
import { postedAndStaffed, type PostedShop } from '../world/posted.ts'
import { recordsOn } from '../world/remains.ts'
import { FOLDER } from '../world/world.ts'

/**
 * A day at the counter while head office posts: prices, operators, notices, that the station is closed. Whatever
 * happens, nothing of it is applied in a sale, each sale has the prices that were in force when it began, and what was
 * applied is newer each time.
 */
const SEEDS = 20
const ACTS = 120
const LIMIT_MS = 120_000
const HOUR_MS = 3_600_000
const manager = { ...FIRST_RUN.manager, role: 'manager' }
const cashier = { number: CASHIER.number, name: CASHIER.name, role: 'cashier' }
const goods = (price: number) => [`DRK001\t\t水\t饮料\t${price}\tpiece\t`, `TEA\t\t茶\t饮料\t${price + 1}\tpiece\t`]

async function play(seed: number) {
  const { below } = makeVirtualRandom(seed)
  const shop = await postedAndStaffed(seed)
  const { world, post } = shop
  const priceOf = new Map<string, number>()
  const whole = () => {
    const price = 1 + below(500)
    priceOf.set(packList(goods(price)).digest, price)
    return shop.list('goods', goods(price))
  }
  const later = () => {
    const price = 1 + below(500)
    priceOf.set(packList(goods(price)).digest, price)
    const at = new Date(world.clock.nowMs() + below(5) * HOUR_MS + 8 * HOUR_MS)
    return shop.list('goods', goods(price), at.toISOString().slice(0, 19).replace('T', ' '))
  }
  const pay = () => {
    const due = world.view().sale?.cashDue ?? 0
    return world.ask('sale.payCash', { due, given: due })
  }
  const moves: readonly (() => Promise<unknown>)[] = [
    () => world.ask('sale.add', { sku: 'DRK001', quantity: 1 }),
    () => world.ask('sale.add', { sku: 'TEA', quantity: 1 }),
    () => world.ask('sale.add', { sku: 'DRK001', quantity: 1 }),
    pay,
    pay,
    () => world.ask('sale.park', {}),
    () => world.ask('sale.recall', { slot: world.view().parked[0]?.slot ?? 1 }),
    () => world.ask('sale.cancel', {}),
    () => world.ask('operators.signIn', below(2) === 0 ? AS_MANAGER : AS_CASHIER),
    () => world.ask('notices.read', { notice: 'n1' }),
    () => world.clock.advance(below(3) * HOUR_MS),
    () => post('catalogue', { lists: [whole(), later(), later()] }, below(3) === 0 ? { station: '01' } : {}),
    () => post('operators', { operators: below(2) === 0 ? [manager] : [manager, cashier] }),
    () => post('notices', { notices: [notice(below(3))] }),
    () => post('standing', { station: below(3) === 0 ? 'closed' : 'open' }),
    async () => {
      await world.kill()
      await world.open()
      await shop.heard()
      await world.ask('operators.signIn', AS_MANAGER)
    },
  ]
  for (let nth = 0; nth < ACTS; nth++) await moves[below(moves.length)]?.()
  await world.station().close()
  return { shop, priceOf }
}

const notice = (nth: number) => ({
  ...{ id: 'n1', title: { zh: '公告' }, text: { zh: `第 ${nth} 条` }, mustRead: true },
})

interface Event {
  readonly is: string
  readonly [more: string]: unknown
}
const OPENS = ['goods-added', 'sale-recalled']
const ENDS = ['sale-paid', 'sale-cancelled', 'sale-parked']

/** What is wrong with a day's records; null where nothing is. */
async function amiss(shop: PostedShop, priceOf: ReadonlyMap<string, number>, tally: Map<string, number>) {
  const { records } = await recordsOn(shop.disk(), `${FOLDER}/journal`)
  const lists = new Map<string, readonly { readonly digest: string }[]>()
  const newest = new Map<string, number>()
  const held = new Map<string, { readonly issuedMs: number; readonly price: number }>()
  let isOpen = false
  for (const { body } of records) {
    const { event } = body as { event: Event }
    tally.set(event.is, (tally.get(event.is) ?? 0) + 1)
    if (event.is === 'posting-taken') {
      const of = event['body'] as { readonly lists?: readonly { readonly digest: string }[] }
      if (of.lists) lists.set(event['digest'] as string, of.lists)
    }
    if (event.is === 'posting-applied') {
      if (isOpen) return `${event['kind'] as string} was applied in a sale`
      const key = `${event['scope'] as string} ${event['kind'] as string}`
      const issuedMs = event['issuedMs'] as number
      if (issuedMs < (newest.get(key) ?? 0)) return `an older ${key} came back`
      newest.set(key, issuedMs)
      const of = lists.get(event['digest'] as string)?.[(event['lists'] as number) - 1]
      if (of) held.set(key, { issuedMs, price: priceOf.get(of.digest) ?? 0 })
    }
    if (event.is === 'goods-added') {
      const price = [...held.values()].sort((a, b) => b.issuedMs - a.issuedMs)[0]?.price ?? null
      const wanted = price === null ? 150 : event['sku'] === 'TEA' ? price + 1 : price
      if (event['price'] !== wanted) return `sold at ${event['price'] as number} and not at ${wanted}`
    }
    if (OPENS.includes(event.is)) isOpen = true
    if (ENDS.includes(event.is)) isOpen = false
  }
  return null
}

describe('what head office posts', () => {
  it('is applied between two sales and never in one', { timeout: LIMIT_MS }, async () => {
    const tally = new Map<string, number>()
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { shop, priceOf } = await play(seed)
      expect([seed, await amiss(shop, priceOf, tally)]).toEqual([seed, null])
    }
    for (const type of ['posting-taken', 'posting-applied', 'notice-read', 'sale-paid', 'sale-recalled']) {
      expect(tally.get(type)).toBeGreaterThan(SEEDS / 4)
    }
    process.stdout.write(`${SEEDS} days: ${[...tally].map(([type, count]) => `${type} ${count}`).join(', ')}\n`)
  })
})
