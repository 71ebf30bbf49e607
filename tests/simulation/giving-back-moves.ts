import { formatCode } from '#domain/refund-codes'
import { saleAt } from '#domain/sales'
import { carryingOut, FIRST_RUN, VOID_PASSWORD } from '../world/people.ts'
import type { Answered, World } from '../world/world.ts'
import type { Call } from './actor.ts'
import { call } from './drawing.ts'

/** Money that somebody wants to go back, and what a yes to it must not be good for. */
export interface Deed {
  readonly what: Back
  readonly other: Back
}
/** As the calls name it. */
export interface Back {
  readonly act: 'void-paid' | 'refund' | 'void-tender'
  readonly receipt?: string
  readonly attempt?: string
  readonly wish?: unknown
}

/** What becomes of a manager's yes: it is used at once or a while later, twice, for something else, or too late. */
export const FATES = [
  ...(['used', 'used', 'used', 'used', 'used-later', 'used-later'] as const),
  ...(['twice', 'elsewhere', 'late', 'made-up', 'not-given'] as const),
] as const
export type Fate = (typeof FATES)[number]

export const WRONG_PASSWORD = '111222'
/** Digits that nobody was sent, with a check digit that fits. */
export const MADE_UP_CODE = formatCode('0000000000000')
const reason = 'other'
const LATER_MS = 50_000
const TOO_LATE_MS = 121_000

export interface Hands {
  readonly world: World
  readonly ask: (call: Call) => Promise<Answered>
  readonly wait: (ms: number) => Promise<void>
}

/** Gives the promise that was broken, or null. */
export async function giveBackWithFate(hands: Hands, deed: Deed, fate: Fate): Promise<string | null> {
  const { ask, wait, world } = hands
  const word = deed.what.act === 'refund' ? await codeFor(hands, deed.what, fate) : wordFor(fate)
  const approved = await ask(call('authority.approve', { what: deed.what, reason, word }))
  if (!approved.ok) return null
  const { approval } = approved.value as { approval: string } // the contract's
  const carryOut = (what: Back, id = approval) => {
    const { name, input } = carryingOut({ what: { ...what }, reason }, id)
    // A hold is let go by the same word as a tender goes back, and by a call of its own.
    return ask(call(isHold(world, what) ? 'holds.release' : name, input))
  }
  const mustNot = async (what: Back, id?: string) => {
    const before = backOf(world, what)
    const answer = await carryOut(what, id)
    const same = backOf(world, what) === before
    return answer.ok || !same ? `an approval that was ${fate} gave money back: ${JSON.stringify(what)}` : null
  }
  switch (fate) {
    case 'used':
      await carryOut(deed.what)
      return null
    case 'used-later':
      await wait(LATER_MS)
      await carryOut(deed.what)
      return null
    case 'twice':
      await carryOut(deed.what)
      return (await mustNot(deed.what)) ?? mustNot(deed.other)
    case 'elsewhere':
      return mustNot(deed.other)
    case 'late':
      await wait(TOO_LATE_MS)
      return mustNot(deed.what)
    case 'not-given':
      return 'a wrong void password or code was heard'
    case 'made-up':
      return mustNot(deed.what, `${approval.slice(0, -1)}x`)
  }
}

const wordFor = (fate: Fate) => ({
  manager: FIRST_RUN.manager.number,
  voidPassword: fate === 'not-given' ? WRONG_PASSWORD : VOID_PASSWORD,
})

/** A code is asked for and comes to a manager, who reads it out; or somebody makes one up. */
async function codeFor({ ask, world }: Hands, what: Back, fate: Fate) {
  await ask(call('authority.askCode', { what, manager: FIRST_RUN.manager.number, channel: 'email' }))
  const code = world.postbox.codeFor(what.receipt ?? '')
  // Who refunds with nobody beside them types the void password too; of others it is not asked.
  return { ...wordFor('used'), code: fate === 'not-given' || code === null ? MADE_UP_CODE : code }
}

/** What was ordered to go back so far; how it ends may take its time. */
function backOf(world: World, { receipt = '', attempt = '' }: Back): string {
  const till = world.station().acts.till()
  const ordered = saleAt(till.sales, receipt)?.returns.length ?? 0
  const undo = till.sale.tenders.find((each) => each.attempt === attempt)?.undo
  const ending = till.holds.get(attempt)?.end
  return `${ordered} ${undo?.attempt ?? ''} ${ending?.attempt ?? ''}`
}

const isHold = (world: World, { attempt = '' }: Back): boolean => world.station().acts.till().holds.has(attempt)
