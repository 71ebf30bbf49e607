import { expect, it } from 'vitest'
import { KINDS, play } from '../sync/forks.ts'
import { Stations } from '../sync/lives.ts'

/** Whole stations whose disk is put back, copied or restored; `npm run simulate:forks -- --seeds N` plays more. */
const TRIALS = 80
const LIMIT_MS = 120_000
/** Calls of the disk since the start of a program, between which it takes what the hub has. */
const [TAKEN_FROM, TAKEN_TO] = [22, 50]

it(
  `whatever befalls a disk, no number is given twice by who knows, ${TRIALS} times`,
  { timeout: LIMIT_MS },
  async () => {
    const met = new Set<string>()
    for (let seed = 1; seed <= TRIALS; seed++) {
      const { broken, tally } = await play(seed)
      expect([seed, broken]).toEqual([seed, null])
      for (const what of tally.keys()) met.add(what)
    }
    const all = [...KINDS, 'taken', 'cut off while it was taken', 'fork', 'superseded', 'up-to-date']
    expect([...met]).toEqual(expect.arrayContaining(all))
  },
)

it(
  'a start that is cut off while it takes what the hub has leaves what the next one goes on from',
  { timeout: LIMIT_MS },
  async () => {
    const shop = new Stations(7)
    const machine = await shop.machine()
    await machine.sell(2)
    await shop.pass(3)
    const image = machine.image()
    await machine.sell(3)
    await shop.pass(3)
    const { bytes } = machine.life()
    const taken = new Set<number>()
    // Each call while it is taken, and some before and after.
    for (let call = 1; ; call += call >= TAKEN_FROM && call < TAKEN_TO ? 1 : 7) {
      machine.world.disk.cutPowerAfter(call)
      const isWhole = await machine.putBack(image).then(
        () => true,
        () => false,
      )
      if (isWhole) break
      await machine.world.cutPower()
      const cut = machine.life()
      taken.add(cut.records.length)
      await machine.open()
      const after = machine.life()
      expect([call, after.bytes.subarray(0, bytes.length).equals(bytes)]).toEqual([call, true])
      expect(machine.isParted).toBe(false)
    }
    // Before it was taken, in the midst of it, and afterwards.
    expect(taken.size).toBeGreaterThan(2)
  },
)
