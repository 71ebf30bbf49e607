import type { Random } from '#drivers/random/port'
import { BackOff } from '../back-off.ts'

const AGAIN_MS = 50
const AGAIN_MAX_MS = 60_000

/** Between two tries of a till at the hub: not all tills at once. */
export const tillsBackOff = (random: Pick<Random, 'below'>): BackOff =>
  new BackOff({ firstMs: AGAIN_MS, mostMs: AGAIN_MAX_MS, random })
