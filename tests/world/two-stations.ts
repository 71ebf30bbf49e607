import { makeVirtualFloor, type VirtualFloor } from '#drivers/floor/virtual'
import { RECALL_MS } from '#main/shop/passing'
import { beforeEach } from 'vitest'
import { AS_CASHIER, AS_MANAGER, staff } from './people.ts'
import { makeWorld, type Answered, type World } from './world.ts'

/** Two stations of a shop, made anew for each test: a cashier sells at 01, a manager is on duty at 02. */
let joined: VirtualFloor | null = null
let [one, two]: World[] = []
const there = <Made>(made: Made | null | undefined): Made => {
  if (!made) throw new Error('not opened')
  return made
}
export const floor = (): VirtualFloor => there(joined)
export const first = (): World => there(one)
export const second = (): World => there(two)

/** Time passes at both, by turns. */
export async function both(ms = 0): Promise<void> {
  for (let left = ms; left >= 0; left -= 100) {
    for (const world of [first(), second()]) {
      await world.clock.advance(Math.min(100, Math.max(0, left)))
      await world.settle()
    }
  }
}

async function opened(seed: number, station: string): Promise<World> {
  const world = await makeWorld({ seed, floor: floor(), settings: { station } })
  await staff(world.ask)
  return world
}

export async function parkAt(world: World, quantity = 2): Promise<void> {
  await world.ask('sale.add', { sku: 'DRK001', quantity })
  await world.ask('sale.park', {})
  await both(300)
}

/** Time passes at both while the answer is waited for. */
export async function during(asked: Promise<Answered>, ms = RECALL_MS + 200): Promise<Answered> {
  await both(ms)
  return asked
}

export const shop = (world: World) => world.view().shopFloor

/** Asks for the first one that is parked elsewhere. */
export const recall = (world: World) =>
  world.ask('shop.recall', { station: '01', slot: 1, parkedAtMs: shop(world).parked[0]?.parkedAtMs ?? 0 })

/** What a station has of parked sales, of those on their way, and of lines on its counter. */
export const of = (world: World) => {
  const { parked, passing, sale } = world.station().acts.till()
  return { parked: parked.length, passing: passing.length, lines: sale.lines.length }
}
export const NOTHING = { parked: 0, passing: 0, lines: 0 }

export const twoStations = (): void =>
  beforeEach(async () => {
    joined = makeVirtualFloor()
    one = await opened(91, '01')
    two = await opened(92, '02')
    await first().ask('operators.signIn', AS_CASHIER)
    await second().ask('operators.signIn', AS_MANAGER)
    await both(300)
  })
