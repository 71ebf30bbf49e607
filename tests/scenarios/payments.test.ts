import { describe, expect, it } from 'vitest'
import { BUGS, play, type Bug } from '../payment/play.ts'

/** The till's books against the acquirers', over lines that lose, delay and double; the whole run is by command. */
const SEEDS = 60
const LIMIT_MS = 120_000

async function firstBroken(bug: Bug | null): Promise<string | null> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { broken } = await play(seed, bug)
    if (broken !== null) return broken
  }
  return null
}

describe('money that leaves the till', () => {
  it('is charged where the till says so, once, and nowhere else', { timeout: LIMIT_MS }, async () => {
    expect(await firstBroken(null)).toBeNull()
  })

  it.each(BUGS)('is found to differ where %s', { timeout: LIMIT_MS }, async (bug) => {
    expect(await firstBroken(bug)).toMatch(/charged/)
  })

  it('meets everything that can befall an order', { timeout: LIMIT_MS }, async () => {
    const met = new Set<string>()
    for (let seed = 1; seed <= SEEDS; seed++) for (const what of (await play(seed, null)).tally.keys()) met.add(what)
    const fates = ['approve', 'in-part', 'decline', 'not-sent', 'lose-request', 'delay-request', 'lose-answer', 'late']
    expect([...met]).toEqual(expect.arrayContaining([...fates, 'twice', 'given-up', 'decided', 'reversed', 'approved']))
  })
})
