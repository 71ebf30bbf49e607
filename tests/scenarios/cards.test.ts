import { describe, expect, it } from 'vitest'
import { BUGS, play } from '../acquirer/day.ts'

/** Mornings of card payments, each from its seed; `npm run simulate:cards -- --seeds N` plays more of them. */
const SEEDS = 120
const BUG_SEEDS = 60
const LIMIT_MS = 240_000

describe('cards at an acquirer', () => {
  it('are charged there where they are approved here, once, and the day ties', { timeout: LIMIT_MS }, async () => {
    const met = new Set<string>()
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { broken, tally } = await play(seed, null)
      expect([seed, broken]).toEqual([seed, null])
      for (const what of tally.keys()) met.add(what)
    }
    const ends = ['approved', 'declined', 'reversed', 'decided', 'given-up', 'settled', 'settle not-answered']
    const kinds = ['pay', 'void', 'refund', 'hold', 'release', 'complete', 'completion void'].map(
      (kind) => `${kind} approved`,
    )
    expect([...met]).toEqual(
      expect.arrayContaining([...ends, ...kinds, 'settle broken off', 'held', 'ended in a later batch']),
    )
  })

  it.each(BUGS)('are found out about with the bug %s', { timeout: LIMIT_MS }, async (bug) => {
    const seeds = Array.from({ length: BUG_SEEDS }, (_, nth) => nth + 1)
    const found: number[] = []
    for (const seed of seeds) if ((await play(seed, bug)).broken !== null) found.push(seed)
    expect(found.length).toBeGreaterThan(0)
  })
})
