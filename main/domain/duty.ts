import { withTokenUsed } from './activation.ts'
import type { Of, TillEvent } from './events.ts'
import {
  countedUp,
  forgiven,
  FREE_TRIES,
  lockRefusal,
  SECRET_KINDS,
  wrongTries,
  type LockedRefusal,
} from './lockout.ts'
import { assert, never, refused, type Refused } from './result.ts'
import { withEntry } from './sales.ts'
import type { SecretEvent } from './secret-events.ts'
import type { Operator, Till } from './till.ts'

/** Operators a station may have. */
export const OPERATORS_MAX = 100

export const operatorNumbered = (till: Till, number: string | null): Operator | null =>
  till.operators.find((each) => each.number === number) ?? null

/** Who works at the till now; nobody while it is locked, or since its start. */
export const onDuty = (till: Till): Operator | null => operatorNumbered(till, till.duty)

export const sells = (operator: Operator | null): boolean =>
  operator?.role === 'cashier' || operator?.role === 'manager'

const OF_PEOPLE = [
  ...(['operators-made', 'operator-added', 'operator-unlocked', 'signed-in', 'sign-in-refused', 'locked'] as const),
  ...(['void-refused', 'secret-refused', 'secret-set', 'secret-revoked'] as const),
  ...(['authenticator-begun', 'authenticator-set', 'contact-set'] as const),
] as const
export type PeopleEvent = Of<(typeof OF_PEOPLE)[number]>
const KINDS: ReadonlySet<TillEvent['is']> = new Set(OF_PEOPLE)

export const isOfPeople = (event: TillEvent): event is PeopleEvent => KINDS.has(event.is)

const UNLOCKED = { lockedBy: null, lockedAt: null }
const lockedBy = (operator: string, elsewhere: string | null) => ({
  ...{ duty: null, lockedBy: operator, lockedAt: elsewhere, approvals: [], remote: null },
})

/** How what people do with their secrets changes the till. What does not fit is a bug or forged, and throws. */
export function peopled(till: Till, event: PeopleEvent): Till {
  switch (event.is) {
    case 'operators-made':
      assert(till.operators.length === 0, 'the first operators are made once')
      return { ...till, operators: event.operators, duty: event.signedIn }
    case 'operator-added':
      assert(!operatorNumbered(till, event.operator.number), 'an operator’s number is nobody else’s')
      return { ...till, operators: [...till.operators, event.operator] }
    case 'operator-unlocked':
      assert(event.by !== event.operator, 'nobody unlocks themselves')
      return { ...till, wrong: forgiven(till.wrong, event.operator, ...SECRET_KINDS) }
    case 'signed-in':
      assert(operatorNumbered(till, event.operator) !== null, 'who signs in is known')
      return {
        // A yes is for whoever stood there: it does not wait for them to come back.
        ...{ ...till, duty: event.operator, ...UNLOCKED, approvals: [], remote: null },
        wrong: forgiven(till.wrong, event.operator, 'login'),
      }
    case 'sign-in-refused':
      return { ...till, wrong: countedUp(till, 'login', event.operator) }
    case 'locked':
      assert(till.duty === event.operator, 'who is on duty locks')
      return { ...till, ...lockedBy(event.operator, event.elsewhere ?? null) }
    case 'void-refused':
      return { ...till, wrong: countedUp(till, 'void', event.manager) }
    case 'secret-refused':
      return { ...till, wrong: countedUp(till, event.secret, event.operator) }
    case 'secret-set':
    case 'secret-revoked':
    case 'authenticator-begun':
    case 'authenticator-set':
    case 'contact-set':
      return secretsChanged(till, event)
    default:
      return never(event)
  }
}

/** A new secret has no wrong tries yet; whoever set it for another entered the own void password for it. */
function secretsChanged(till: Till, event: Exclude<SecretEvent, { is: 'secret-refused' }>): Till {
  assert(operatorNumbered(till, event.operator) !== null, 'whose secret it is is known')
  switch (event.is) {
    case 'secret-set': {
      const { secret, operator, by, token } = event
      const proved = forgiven(till.wrong, operator, secret)
      const wrong = by === operator || by === null ? proved : forgiven(proved, by, 'void')
      return token === undefined ? { ...till, wrong } : { ...withTokenUsed(till, token), wrong }
    }
    case 'secret-revoked': {
      // Somebody may be signed in with it who is not its owner.
      const ends = event.secret === 'login' && till.duty === event.operator
      const after = event.token === undefined ? till : withTokenUsed(till, event.token)
      return ends ? { ...after, ...lockedBy(event.operator, null) } : after
    }
    case 'authenticator-set':
      return {
        // Its code is used up by having proved itself.
        ...{ ...till, steps: withEntry(till.steps, event.operator, event.step) },
        wrong: forgiven(till.wrong, event.operator, 'totp'),
      }
    case 'authenticator-begun':
    case 'contact-set':
      return { ...till, wrong: forgiven(till.wrong, event.operator, 'void') }
    default:
      return never(event)
  }
}

export type SignInRefusal = 'unknown-operator' | LockedRefusal<'login'>

/** Why a login password is not to be heard at all, `waitedMs` after its wait began; null where it is. */
export function signInRefusal(till: Till, number: string, waitedMs: number): Refused<SignInRefusal> | null {
  return operatorNumbered(till, number) ? lockRefusal(till, 'login', number, waitedMs) : refused('unknown-operator')
}

export type UnlockRefusal = 'unknown-operator' | 'own-lock' | 'not-locked'

/** Why a manager may not unlock somebody; null where they may. */
export function unlockRefusal(till: Till, number: string, by: string): Refused<UnlockRefusal> | null {
  if (!operatorNumbered(till, number)) return refused('unknown-operator')
  if (number === by) return refused('own-lock')
  const counts = SECRET_KINDS.map((kind) => wrongTries(till, kind, number))
  return counts.some((count) => count >= FREE_TRIES) ? null : refused('not-locked')
}
