import type { TillEvent } from '#domain/events'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { afterAll, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER } from '../../tests/world/people.ts'
import { recordsOn } from '../../tests/world/remains.ts'
import { makeRemoteShop, voidOf, YES, type RemoteShop } from '../../tests/world/remote-shop.ts'
import { FOLDER, type World } from '../../tests/world/world.ts'

/** Two stations on a line that loses, doubles, alters and repeats, asked and answered in any order, and killed. */
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed + 1)
const STEPS = 40
let voided = 0
afterAll(() => {
  expect(voided).toBeGreaterThan(SEEDS.length / 4)
})

it.each(SEEDS)('seed %i: each void by a yes from elsewhere is the one that was said yes to, once', async (seed) => {
  const { below } = makeVirtualRandom(seed)
  const shop = await makeRemoteShop(1_000 + 2 * seed)
  const { floor, till, office } = shop
  floor.setFate((text) => {
    const fate = below(10)
    if (fate < 3) return []
    if (fate === 3) return [text, text]
    if (fate === 4) return [text.replace(/\d/, '7')]
    return fate === 5 ? [text, floor.heard()[below(floor.heard().length)] ?? ''] : [text]
  })
  const sold: string[] = []
  const approvals: string[] = []
  for (let step = 0; step < STEPS; step++) {
    const receipt = sold[below(Math.max(1, sold.length))] ?? ''
    await oneStep(below(14), shop, { sold, approvals, receipt, below })
    const given = shop.mine()?.approval
    if (given) approvals.push(given)
  }
  const [here, there] = [await eventsOf(till), await eventsOf(office)]
  const voids = here.filter((event) => event.is === 'sale-voided')
  const yeses = there.filter((event) => event.is === 'remote-answered').filter(({ says }) => says.is === 'yes')
  for (const done of voids) {
    const given = here.find((event) => event.is === 'approval-given' && event.approval.id === done.approval)
    if (given?.is !== 'approval-given') throw new Error('nobody said yes')
    const { from, asker } = given.approval
    const yes = yeses.find(({ request }) => request.id === from?.request)
    expect(yes?.request).toMatchObject({ subject: done.receipt, amount: done.back, asker })
  }
  voided += voids.length
  expect(new Set(voids.map(({ approval }) => approval)).size).toBe(voids.length)
})

interface Hands {
  readonly sold: string[]
  readonly approvals: readonly string[]
  readonly receipt: string
  readonly below: (limit: number) => number
}

async function oneStep(kind: number, shop: RemoteShop, { sold, approvals, receipt, below }: Hands): Promise<void> {
  const { till, office } = shop
  const is = shop.mine()?.is
  if (kind < 2) sold.push(await shop.sell(1 + below(3)))
  if (kind < 5 && is !== 'waiting' && is !== 'given') await shop.askFor(voidOf(receipt))
  if (kind >= 5 && kind < 9) await shop.answer(below(5) === 0 ? { is: 'no', why: 'other' } : YES)
  if (kind === 9) await shop.voidIt(receipt, approvals[below(Math.max(1, approvals.length))] ?? 'none-was-given')
  if (kind === 10) await till.clock.advance(5_000)
  if (kind >= 11 && is === 'given') await shop.voidIt(shop.mine()?.subject ?? '')
  if (kind === 13) {
    const rare = below(4)
    if (rare === 0) await till.clock.advance(200_000)
    if (rare === 1) await till.ask('remote.withdraw', { request: shop.mine()?.request ?? 'none-was-asked' })
    if (rare > 1) await restart(rare === 2 ? till : office)
  }
  await shop.both()
  for (const world of [till, office]) {
    if (world.view().operator === null) await world.ask('operators.signIn', world === till ? AS_CASHIER : AS_MANAGER)
  }
}

async function restart(world: World): Promise<void> {
  await world.kill()
  expect(await world.open()).toEqual([])
}

async function eventsOf({ disk }: World): Promise<readonly TillEvent[]> {
  const { records, fault } = await recordsOn(disk.process(), `${FOLDER}/journal`)
  expect(fault).toBeNull()
  return records.map(({ body }) => (body as { event: TillEvent }).event) // the station's own
}
