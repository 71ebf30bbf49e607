import { describe, expect, it } from 'vitest'
import { FATES } from '#drivers/payment/virtual'
import { amissIn, playArrow } from '../payment/arrows.ts'
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

  it.each(['reversal', 'look-up', 'neither'] as const)(
    'agrees when the power goes at any touch of the disk, settled by %s',
    { timeout: LIMIT_MS },
    async (settlesBy) => {
      const amiss: string[] = []
      let cuts = 0
      for (const fate of FATES) {
        const kind = settlesBy === 'neither' ? 'refund' : 'pay'
        for (let cutAt = 1; ; cutAt++) {
          const ended = await playArrow({ port: 'acquirer', order: { kind, settlesBy }, fate }, cutAt)
          const wrong = amissIn(ended)
          if (wrong !== null) amiss.push(`${fate}, cut at ${cutAt}: ${wrong}`)
          if (!ended.cut) break
          cuts++
        }
      }
      expect(amiss).toEqual([])
      expect(cuts).toBeGreaterThan(FATES.length * 3)
    },
  )

  it('meets everything that can befall an order', { timeout: LIMIT_MS }, async () => {
    const met = new Set<string>()
    for (let seed = 1; seed <= SEEDS; seed++) for (const what of (await play(seed, null)).tally.keys()) met.add(what)
    const ends = ['given-up', 'decided', 'reversed', 'approved']
    expect([...met]).toEqual(expect.arrayContaining([...FATES, ...ends]))
  })
})
