import { makeVirtualRandom } from '#drivers/random/virtual'
import type { Random } from '#drivers/random/port'
import { drawn, pick } from '../simulation/drawing.ts'
import type { Answered } from '../world/world.ts'
import { TriedTill } from './tried-till.ts'
import { asksAndEnters, changesHands, enters, guesses, moves, presses, waits } from './tries.ts'

/** Two tills of a shop, one-time refund codes on their way, and whoever tries to get more out of one than it is for. */
export interface Played {
  readonly broken: string | null
  readonly tally: ReadonlyMap<string, number>
}

const MOVES = 40

export async function playCodes(seed: number): Promise<Played> {
  const random = makeVirtualRandom(seed)
  const tills = [await TriedTill.open(seed * 2), await TriedTill.open(seed * 2 + 1)]
  const tally = new Map<string, number>()
  for (let move = 0; move < MOVES; move++) {
    const till = pick(random, tills)
    if (!till) break
    const said = await moved(till, random, [...tills.flatMap(({ codes }) => codes)])
    if (said === 'holds-card-number') return { broken: 'what is no card number was taken for one', tally }
    if (said !== null) tally.set(said, (tally.get(said) ?? 0) + 1)
    if (till.broken !== null) return { broken: till.broken, tally }
  }
  for (const till of tills) {
    const broken = await till.amiss()
    if (broken !== null) return { broken, tally }
  }
  return { broken: null, tally }
}

/** One thing that somebody does, and what came of it. */
async function moved(till: TriedTill, random: Random, everywhere: readonly string[]): Promise<string | null> {
  if (random.below(12) === 0) till.pullSoon(random)
  const said = await drawn<() => Promise<Answered | null>>(random, [
    [4, () => () => till.askCode(till.refund(random))],
    [5, () => () => enters(everywhere)(till, random)],
    [6, () => () => asksAndEnters(till, random)],
    [2, () => () => guesses(till, random)],
    [2, () => () => till.goOffline(till.refund(random), random.below(3))],
    [2, () => () => till.reprint(random)],
    [11, () => () => till.use(random)],
    [4, () => () => waits(till, random)],
    [2, () => () => presses(till, random)],
    [2, () => () => changesHands(till, random)],
    [1, () => () => till.sell()],
    [1, () => () => till.mend('kill')],
    [2, () => () => moves(till, random)],
  ])()
  if (said === null) return null
  await till.heard(said)
  return said.ok ? 'done' : said.why
}
