import type { FoundInList } from '#contract/search'
import type { Random } from '#drivers/random/port'
import { AS_CASHIER } from '../world/people.ts'
import { searchedByLooking, type Searched } from '../world/searched.ts'
import type { World } from '../world/world.ts'
import type { Call } from './actor.ts'
import { call, pick } from './drawing.ts'

const SEARCHES = 4
const HOUR_MS = 3_600_000

/** What a cashier may know of a sale: some of it is of no sale at all. */
function searchCall(random: Random, world: World): Call {
  const from = world.clock.nowMs() - random.below(3) * HOUR_MS
  return call('sale.search', {
    ...(random.below(2) === 0 && { operator: pick(random, ['03', '11']) }),
    ...(random.below(3) === 0 && { amount: pick(random, [150, 300, 450, 636]) }),
    ...(random.below(3) === 0 && { receipt: String(1 + random.below(20)) }),
    ...(random.below(3) === 0 && { from, to: from + HOUR_MS }),
    ...(random.below(2) === 0 && { kind: pick(random, ['paid', 'voided', 'refunded']) }),
  })
}

/** At rest, a search finds what looking at every sale finds. It comes after the day's moves, and changes none. */
export async function searchAmiss(world: World, random: Random): Promise<string | null> {
  if (world.view().operator === null) await world.ask('operators.signIn', AS_CASHIER)
  // The night ends in the midst of a lock-out: nobody may ask.
  if (world.view().stage !== 'selling') return null
  for (let nth = 0; nth < SEARCHES; nth++) {
    const { name, input } = searchCall(random, world)
    const answer = await world.ask(name, input)
    if (!answer.ok && answer.why === 'nothing-asked') continue
    if (!answer.ok) return `a search was refused: ${answer.why}`
    const { sales, more } = answer.value as { sales: FoundInList[]; more: boolean } // the contract's
    const looked = searchedByLooking(world.station().acts.till(), input as Searched, 1)
    const found = [...sales].sort((a, b) => (a.receipt < b.receipt ? -1 : 1))
    if (!more && JSON.stringify(found) !== JSON.stringify(looked)) {
      return `${JSON.stringify(input)} finds ${JSON.stringify(found)}, and ${JSON.stringify(looked)} is there`
    }
  }
  return null
}
