import { expect, it } from 'vitest'
import { BUGS, play } from '../scanpay/day.ts'

const SEEDS = 60
/** The rarest of the planted bugs shows first at seed 134. */
const BUG_SEEDS = 200
const PATIENT_MS = 120_000

it('whatever befalls scan payments on the way, both books agree', { timeout: PATIENT_MS }, async () => {
  const seen = new Map<string, number>()
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { broken, tally } = await play(seed, null)
    expect(broken, `seed ${seed}`).toBeNull()
    for (const [what, times] of tally) seen.set(what, (seen.get(what) ?? 0) + times)
  }
  const ends = ['pay approved', 'pay declined', 'pay reversed', 'void approved', 'refund approved', 'given-up']
  expect(ends.filter((end) => !seen.has(end))).toEqual([])
})

it.each(BUGS)('a till with the planted bug %s is found out', { timeout: PATIENT_MS }, async (bug) => {
  for (let seed = 1; seed <= BUG_SEEDS; seed++) if ((await play(seed, bug)).broken !== null) return
  expect.unreachable(`${bug}: not found out in ${BUG_SEEDS} seeds`)
})
