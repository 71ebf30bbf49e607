import type { Random } from '#drivers/random/port'
import type { Call } from './actor.ts'

export const call = (name: string, input: unknown): Call => ({ name, input })

export const pick = <Value>(random: Random, values: readonly Value[]): Value | undefined =>
  values[random.below(values.length)]

/** One of the draws, by weight. */
export function drawn<Value>(random: Random, draws: readonly (readonly [number, () => Value])[]): Value {
  let at = random.below(draws.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, draw] of draws) {
    if (at < weight) return draw()
    at -= weight
  }
  throw new Error('the weights do not add up')
}
