import { describe, expect, it } from 'vitest'
import { AS_MANAGER, FIRST_RUN, staff } from '../../tests/world/people.ts'
import { makePostedShop, type PostedShop } from '../../tests/world/posted.ts'
import { FOLDER } from '../../tests/world/world.ts'

/** The power goes at any moment between what is posted and what is in force: in the end each is in force, once. */
const row = (price: number) => `DRK001\t\t水\t饮料\t${price}\tpiece\t`
const manager = { ...FIRST_RUN.manager, role: 'manager' }

async function postAll({ post, list }: PostedShop): Promise<void> {
  await post('operators', { operators: [manager, { number: '21', name: '小王', role: 'cashier' }] })
  await post('catalogue', { lists: [list('goods', [row(100)]), list('prices', ['DRK001\t90'])] })
  await post('standing', {
    ...{ demand: { on: '2026-05-04', graceHours: 2 }, station: 'cash-only' },
    secrets: [{ operator: '21', secret: 'login', on: '2026-05-04' }],
  })
}

/** A program that is dead by then says no word; one that lives has its time. */
const PATIENCE_MS = { dying: 100, living: 10_000 }
let patienceMs = PATIENCE_MS.living

async function staffed(seed: number): Promise<PostedShop> {
  const shop = await makePostedShop({ seed }, () => patienceMs)
  await staff(shop.world.ask)
  await shop.heard()
  return shop
}

const TYPES = ['posting-taken', 'posting-applied', 'activation-demanded', 'secret-revoked', 'posting-refused'] as const
/** Whose secrets there is a place for. */
async function keptOf({ disk }: PostedShop): Promise<string[]> {
  const file = JSON.parse((await disk().read(`${FOLDER}/settings/operators.json`)).toString()) as {
    readonly data: { readonly operators: readonly { readonly number: string }[] }
  }
  return file.data.operators.map(({ number }) => number).sort()
}

async function outcome(shop: PostedShop) {
  const counts = await Promise.all(TYPES.map(async (type) => [type, (await shop.records(type)).length] as const))
  await shop.world.ask('operators.signIn', AS_MANAGER)
  const { people, postings } = shop.world.view()
  await shop.world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
  const price = shop.world.view().sale?.lines[0]?.price
  const numbers = people.map(({ number }) => number)
  return { counts, numbers, kept: await keptOf(shop), station: postings.station, price }
}

describe('a power cut', () => {
  it('after any operation of the disk leaves nothing half done', { timeout: 120_000 }, async () => {
    const whole = await staffed(81)
    const began = whole.world.disk.operations()
    await postAll(whole)
    const operations = whole.world.disk.operations() - began
    const wanted = await outcome(whole)
    expect(wanted).toMatchObject({ numbers: ['11', '21'], kept: ['11', '21'], station: 'cash-only', price: 90 })
    expect(wanted.counts.map(([, count]) => count)).toEqual([3, 3, 1, 1, 0])
    for (let at = 1; at <= operations; at++) {
      const shop = await staffed(81)
      shop.world.disk.cutPowerAfter(at)
      patienceMs = PATIENCE_MS.dying
      await postAll(shop)
      patienceMs = PATIENCE_MS.living
      await shop.world.cutPower()
      expect([at, await shop.world.open()]).toEqual([at, []])
      await shop.heard()
      expect([at, await outcome(shop)]).toEqual([at, wanted])
    }
    process.stdout.write(`power cut at each of ${operations} operations\n`)
  })
})
