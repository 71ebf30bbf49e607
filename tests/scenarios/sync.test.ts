import { describe, expect, it } from 'vitest'
import { CLONE_BUGS, playClones } from '../sync/clones.ts'
import { BUGS, play } from '../sync/day.ts'

/** Journals on their way to a hub, each from its seed; `npm run simulate:sync -- --seeds N` plays more of them. */
const SEEDS = 150
const LIMIT_MS = 120_000
const seeds = Array.from({ length: SEEDS }, (_, nth) => nth + 1)

describe('a journal on its way to the hub', () => {
  it('is there in the end, each record once, in order, chained', { timeout: LIMIT_MS }, async () => {
    const met = new Set<string>()
    for (const seed of seeds) {
      const { broken, tally } = await play(seed, null)
      expect([seed, broken]).toEqual([seed, null])
      for (const what of tally.keys()) met.add(what)
    }
    const all = ['set back', 'junk', 'late', 'lose-answer', 'restart', 'lost', 'asked in the end', 'agreed']
    expect([...met]).toEqual(expect.arrayContaining(all))
  })

  it.each(BUGS)('is found not to be, with the bug %s', { timeout: LIMIT_MS }, async (bug) => {
    const found = []
    for (const seed of seeds) if ((await play(seed, bug)).broken !== null) found.push(seed)
    expect(found.length).toBeGreaterThan(0)
  })
})

describe('two programs with one name and one key', () => {
  it('leave one chain in the hub, and whose records are not in it says so', { timeout: LIMIT_MS }, async () => {
    const met = new Set<string>()
    for (const seed of seeds) {
      const { broken, tally } = await playClones(seed, null)
      expect([seed, broken]).toEqual([seed, null])
      for (const what of tally.keys()) met.add(what)
    }
    expect([...met].sort()).toEqual(['fork', 'up-to-date'])
  })

  it.each(CLONE_BUGS)('are found out with the bug %s', { timeout: LIMIT_MS }, async (bug) => {
    const found = []
    for (const seed of seeds) if ((await playClones(seed, bug)).broken !== null) found.push(seed)
    expect(found.length).toBeGreaterThan(0)
  })
})
