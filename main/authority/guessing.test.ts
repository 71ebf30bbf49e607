import { describe, expect, it } from 'vitest'
import {
  AS_CASHIER,
  AS_MANAGER,
  CASHIER,
  SECOND_MANAGER,
  staff,
  VOID_PASSWORD,
  voidOf,
} from '../../tests/world/people.ts'
import { makeWorld, type Answered, type World } from '../../tests/world/world.ts'

/**
 * A thief has the till for a day, asks as fast as one call a second, pulls the plug every hour and sets the clock as
 * they like: how many guesses are heard?
 */
const DAY_S = 86_400
const HOUR_S = 3_600
const EVERY_S = 10
/** Five free tries, five with growing waits; then it is shut. */
const HEARD_WHERE_SHUT = 10
/** Where nobody could unlock, one each quarter of an hour goes on being heard: 10 + 86 400 / 900. */
const HEARD_WHERE_ALONE = 106

interface Guessed {
  readonly guess: (world: World) => Promise<Answered>
  readonly wrong: string
}
const GUESSES: Readonly<Record<string, Guessed>> = {
  'login password': {
    guess: ({ ask }) => ask('operators.signIn', { ...AS_MANAGER, password: '900001' }),
    wrong: 'wrong-password',
  },
  'void password': {
    guess: ({ ask, receipts }) => ask('authority.approve', voidOf(receipts[0], '900001')),
    wrong: 'wrong-void-password',
  },
}

async function opened(beside: boolean): Promise<World> {
  const world = await makeWorld({ seed: 41 })
  await staff(world.ask)
  if (beside) {
    await world.ask('operators.signIn', AS_MANAGER)
    await world.ask('operators.add', { ...SECOND_MANAGER, mustChange: false })
    await world.ask('operators.signIn', AS_CASHIER)
  }
  await world.ask('sale.add', { sku: 'DRK001', quantity: 1 })
  await world.ask('sale.payCash', { due: 150, given: 150 })
  return world
}

/** The guesses that were heard within the day. */
async function heardInADay(world: World, { guess, wrong }: Guessed): Promise<number> {
  let heard = 0
  for (let second = 0; second < DAY_S; second += EVERY_S) {
    if (second % HOUR_S === 0) {
      await world.kill()
      await world.open()
      await world.ask('operators.signIn', AS_CASHIER)
      const back = second % (2 * HOUR_S) === 0
      world.clock.set(world.clock.nowMs() + (back ? -5 : 7) * HOUR_S * 1000)
    }
    const answer = await guess(world)
    if (!answer.ok && answer.why === wrong) heard++
    await world.clock.advance(EVERY_S * 1000)
  }
  return heard
}

describe.each(Object.entries(GUESSES))('a day of guessing at a %s', (_kind, guessed) => {
  it('gets ten tries where another manager can unlock, and the right one is not heard any more', async () => {
    const world = await opened(true)
    expect(await heardInADay(world, guessed)).toBe(HEARD_WHERE_SHUT)
    const right =
      guessed.wrong === 'wrong-password'
        ? await world.ask('operators.signIn', AS_MANAGER)
        : await world.ask('authority.approve', voidOf(world.receipts[0], VOID_PASSWORD))
    expect(right).toMatchObject({ ok: false })
    expect(world.view().operator?.number).toBe(CASHIER.number)
  })

  it('is slowed to one in fifteen minutes where nobody could', async () => {
    const world = await opened(false)
    expect(await heardInADay(world, guessed)).toBeLessThanOrEqual(HEARD_WHERE_ALONE)
  })
})
