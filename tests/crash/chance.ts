import type { Random } from '#drivers/random/port'
import { trainingGoods } from '#main/catalogue/training-goods'

export function pick<T>(random: Random, list: readonly T[]): T {
  const [found] = list.slice(random.below(list.length))
  if (found === undefined) throw new Error('there is nothing to pick from')
  return found
}

/** Few kinds, so that sales have lines of the same goods too. */
const KINDS = 20

export const pickGoods = (random: Random) => pick(random, trainingGoods.slice(0, KINDS))
