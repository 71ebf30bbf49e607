import { saleAt } from '#domain/sales'
import { FIRST_RUN, VOID_PASSWORD } from '../world/people.ts'
import type { Answered, World } from '../world/world.ts'
import type { Call } from './actor.ts'
import { call } from './drawing.ts'

/** Money that somebody wants to go back, and what a yes to it must not be good for. */
export interface Deed extends Back {
  readonly other: Back
}
export interface Back {
  readonly is: 'void' | 'refund' | 'void-tender'
  /** The receipt with the wish, or the attempt, as the calls name them. */
  readonly what: object
}

const STEPS = {
  void: ['sale.approveVoid', 'sale.voidPaid'],
  refund: ['sale.approveRefund', 'sale.refund'],
  'void-tender': ['sale.approveTenderVoid', 'sale.voidTender'],
} as const

/** What becomes of a manager's yes: it is used at once or a while later, twice, for something else, or too late. */
export const FATES = [
  ...(['used', 'used', 'used', 'used', 'used-later', 'used-later'] as const),
  ...(['twice', 'elsewhere', 'late', 'made-up', 'not-given'] as const),
] as const
export type Fate = (typeof FATES)[number]

export const WRONG_PASSWORD = '111222'
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
  const word = {
    manager: FIRST_RUN.manager.number,
    voidPassword: fate === 'not-given' ? WRONG_PASSWORD : VOID_PASSWORD,
  }
  const approved = await ask(call(STEPS[deed.is][0], { ...deed.what, reason, ...word }))
  if (!approved.ok) return null
  const { approval } = approved.value as { approval: string } // the contract's
  const carryOut = ({ is, what }: Back, id = approval) => ask(call(STEPS[is][1], { ...what, reason, approval: id }))
  const mustNot = async (back: Back, id?: string) => {
    const before = backOf(world, back)
    const answer = await carryOut(back, id)
    const same = backOf(world, back) === before
    return answer.ok || !same ? `an approval that was ${fate} gave money back: ${JSON.stringify(back)}` : null
  }
  switch (fate) {
    case 'used':
      await carryOut(deed)
      return null
    case 'used-later':
      await wait(LATER_MS)
      await carryOut(deed)
      return null
    case 'twice':
      await carryOut(deed)
      return (await mustNot(deed)) ?? mustNot(deed.other)
    case 'elsewhere':
      return mustNot(deed.other)
    case 'late':
      await wait(TOO_LATE_MS)
      return mustNot(deed)
    case 'not-given':
      return 'a wrong void password was heard'
    case 'made-up':
      return mustNot(deed, `${approval.slice(0, -1)}x`)
  }
}

/** What was ordered to go back so far; how it ends may take its time. */
function backOf(world: World, { what }: Back): string {
  const { receipt, attempt } = what as { receipt?: string; attempt?: string } // by the calls' names
  const till = world.station().acts.till()
  const ordered = saleAt(till.sales, receipt ?? '')?.returns.length ?? 0
  const undo = till.sale.tenders.find((each) => each.attempt === attempt)?.undo
  return `${ordered} ${undo?.attempt ?? ''}`
}
