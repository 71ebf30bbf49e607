import { codeUsed } from './refund-codes.ts'
import { assert } from './result.ts'
import { withEntry } from './sales.ts'
import type { KeptApproval } from './authority.ts'
import type { Act } from './policy.ts'
import type { Of, TillEvent } from './events.ts'
import type { Till } from './till.ts'

const BACK = {
  ...({ 'sale-voided': 'void-paid', 'sale-refunded': 'refund' } as const),
  // What is let go of a card and what goes back to it ask for the same.
  ...({ 'tender-voided': 'void-tender', 'hold-released': 'void-tender' } as const),
} as const
const OTHER = {
  ...({ 'price-set': 'reduce', 'discount-set': 'reduce' } as const),
  ...({ 'line-removed': 'remove-line', 'quantity-set': 'remove-line' } as const),
  ...({ 'sale-cancelled': 'cancel-sale', 'slip-again': 'reprint' } as const),
}

/** The till once what gives money back has used its approval, and what that was given by. */
export function backConsumed(till: Till, event: Of<keyof typeof BACK>): Till {
  const { reason, asker, manager, selfApproval } = event
  const given = consumable(till, event.approval, BACK[event.is])
  const [subject, amount] =
    'order' in event ? [event.order.of?.attempt, event.order.amount] : [event.receipt, event.back]
  assert(given.subject === subject && given.reason === reason, 'what gives money back has an approval of its own')
  assert(given.amount === amount, 'what goes back is what was approved')
  assert(
    given.asker === asker && given.approver === manager && given.selfApproval === selfApproval,
    'what gives money back names who asked and who approved',
  )
  assert(event.offline !== true || given.offline, 'what says that no code could be sent was approved without one')
  return usedUp(till, given)
}

/** The event, saying which approval it uses up. */
export function withApproval(event: TillEvent, approval: string): TillEvent {
  assert(event.is in OTHER, 'an approval is used by what may ask for one')
  return { ...event, approval } as TillEvent // one of OTHER's, as was just looked at
}

/** The till once an act has used its approval, where it needed one. */
export function consumed(till: Till, event: Of<keyof typeof OTHER>): Till {
  const { approval = null } = event
  return approval === null ? till : usedUp(till, consumable(till, approval, OTHER[event.is]))
}

function consumable({ approvals }: Till, wanted: string, act: Act): KeptApproval {
  const given = approvals.find(({ id }) => id === wanted)
  assert(given?.used === false && given.act === act, 'an act has an approval of its own, used once')
  return given
}

function usedUp(till: Till, given: KeptApproval): Till {
  const { code, factor, approver } = given
  return {
    ...till,
    approvals: till.approvals.map((each) => (each === given ? { ...each, used: true } : each)),
    codes: code === null ? till.codes : codeUsed(till.codes, code),
    steps: factor?.is === 'totp' ? stepUsed(till.steps, approver, factor.step) : till.steps,
  }
}

/** Steps of RFC 6238 open one thing each, upwards. */
export function stepUsed(steps: Till['steps'], operator: string, step: number): Till['steps'] {
  assert(step > (steps.get(operator) ?? -1), 'a step of an authenticator is used once')
  return withEntry(steps, operator, step)
}
