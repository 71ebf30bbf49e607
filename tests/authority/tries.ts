import type { VirtualClock } from '#drivers/clock/virtual'
import type { Random } from '#drivers/random/port'
import { drawn, pick } from '../simulation/drawing.ts'
import type { Answered } from '../world/world.ts'
import type { What } from './strict-till.ts'
import { MADE_UP, type TriedTill } from './tried-till.ts'

/** What somebody tries who wants more out of a code than it is for; each is several things in a row. */
type Try = (till: TriedTill, random: Random) => Promise<Answered | null>

const MINUTE_MS = 60_000
const WAITS_MS = [1_000, 30_000, 5 * MINUTE_MS, 10 * MINUTE_MS, 61 * MINUTE_MS]
const newestOf = (till: TriedTill, random: Random): What => till.newest ?? till.refund(random)
const codeOf = (till: TriedTill): string => till.codes.at(-1) ?? MADE_UP[0] ?? ''

/** As it is meant, or nearly: a code is asked for and entered, once or twice, for what it was or for another thing. */
export const asksAndEnters: Try = async (till, random) => {
  const what = till.refund(random)
  const asked = await till.askCode(what)
  if (!asked.ok) return asked
  const code = codeOf(till)
  const entered = await till.enter(random.below(4) === 0 ? till.refund(random) : what, code)
  return entered.ok && random.below(2) === 0 ? till.enter(what, code) : entered
}

/** A code of this till or the other, of before, made up or cut off. */
export const enters =
  (everywhere: readonly string[]): Try =>
  (till, random) => {
    const what = random.below(3) === 0 ? till.refund(random) : newestOf(till, random)
    const code = drawn(random, [
      [6, () => codeOf(till)],
      [2, () => pick(random, everywhere) ?? codeOf(till)],
      [2, () => pick(random, MADE_UP) ?? ''],
      [1, () => `${codeOf(till).slice(0, -1)}${(Number(codeOf(till).at(-1)) + 1) % 10}`],
    ])
    return till.enter(what, code)
  }

/** Somebody has codes sent and tries until they are dead, then goes on. */
export const guesses: Try = async (till, random) => {
  const what = till.refund(random)
  for (let dead = 1 + random.below(3); dead > 0; dead--) {
    await till.askCode(what)
    for (const code of MADE_UP) await till.enter(what, code)
  }
  return drawn<() => Promise<Answered>>(random, [
    [2, () => () => till.enter(what, codeOf(till))],
    [1, () => () => till.askCode(what)],
    [1, () => () => till.goOffline(what, 0)],
  ])()
}

/** Time passes, or the clock is set, or the one is to hide the other; then what is left of before is tried. */
export const waits: Try = async (till, random) => {
  const { clock } = till.world
  const ms = pick(random, WAITS_MS) ?? 0
  await drawn<() => Promise<void> | void>(random, [
    [1, () => () => clock.advance(ms)],
    [1, () => () => clock.set(clock.nowMs() + ms)],
    [1, () => () => clock.set(clock.nowMs() - ms)],
    [2, () => () => hides(clock, ms)],
  ])()
  return random.below(2) === 0 ? till.use(random) : till.enter(newestOf(till, random), codeOf(till))
}

async function hides(clock: VirtualClock, ms: number): Promise<void> {
  const before = clock.nowMs()
  await clock.advance(ms)
  clock.set(before)
}

/** One authenticator for as much as possible: two of its codes, the same one again after a change of hands. */
export const presses: Try = async (till, random) => {
  const what = till.refund(random)
  await till.world.clock.advance(MINUTE_MS)
  for (const stepsAgo of [1, 0]) await till.goOffline(what, stepsAgo)
  await till.useAll(random)
  await till.relieve(null)
  await till.goOffline(what, 0)
  return till.useAll(random)
}

/** The till is another one, or a restored one; the code is of before. */
export const moves: Try = async (till, random) => {
  await asksAndEnters(till, random)
  await till.move(random)
  await till.enter(newestOf(till, random), codeOf(till))
  return till.use(random)
}

/** Another stands there, or the same one again: what was said yes to before is not theirs. */
export const changesHands: Try = async (till, random) => {
  const unlocked = random.below(2) === 0 ? (pick(random, till.world.receipts) ?? '') : null
  const said = await till.relieve(unlocked)
  return said.ok ? till.use(random) : said
}
