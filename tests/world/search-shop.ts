import type { FoundInList } from '#contract/search'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { AS_CASHIER, AS_MANAGER, refundByCode, staff, undo, voidOf } from './people.ts'
import { makeWorld, type World } from './world.ts'

export const HOUR_MS = 3_600_000
interface Given {
  readonly sales: readonly FoundInList[]
  readonly more: boolean
}

export async function search(world: World, asked: object): Promise<Given> {
  const answer = await world.ask('sale.search', asked)
  if (!answer.ok) throw new Error(answer.why)
  return answer.value as Given // the contract's
}
export const receipts = ({ sales }: Given): string[] => sales.map(({ receipt }) => receipt)
export const why = async (world: World, asked: object): Promise<string | null> => {
  const answer = await world.ask('sale.search', asked)
  return answer.ok ? null : answer.why
}

export async function sellOne(world: World, quantity: number, by: 'cash' | 'card' = 'cash'): Promise<void> {
  await world.ask('sale.add', { sku: 'DRK001', quantity })
  const { cashDue, left } = world.view().sale ?? { cashDue: 0, left: 0 }
  const answer =
    by === 'cash'
      ? await world.ask('sale.payCash', { due: cashDue, given: cashDue + 100 })
      : await world.ask('sale.tender', { method: 'card', amount: left, left })
  if (!answer.ok) throw new Error(answer.why)
  await world.clock.advance(1_000)
}

/** A shop of two days, with sales by two people, in cash and by card, some of which were undone in part or whole. */
export async function shop(seed: number, sales: number, segmentBytes = 9_000): Promise<World> {
  const { below } = makeVirtualRandom(seed)
  const world = await makeWorld({ seed, segmentBytes })
  await staff(world.ask)
  for (let nth = 0; nth < sales; nth++) {
    if (below(9) === 0) await world.ask('operators.signIn', below(2) === 0 ? AS_MANAGER : AS_CASHIER)
    await sellOne(world, 1 + below(4), below(3) === 0 ? 'card' : 'cash')
    await world.clock.advance(below(2 * HOUR_MS))
    const receipt = world.view().paid?.receipt ?? ''
    const kind = ['void', 'refund'][below(8)] as 'void' | 'refund' | undefined
    if (kind === 'void') await undo(world.ask, voidOf(receipt))
    if (kind === 'refund')
      await refundByCode(world.ask, world.postbox, { receipt, wish: { by: 'amount', amount: 100 } })
    await world.clock.advance(1_000)
  }
  return world
}
