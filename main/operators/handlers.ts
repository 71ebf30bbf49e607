import type { Handlers } from '#contract'
import { holdsCardNumber } from '#domain/card-number'
import { onDuty, operatorNumbered, OPERATORS_MAX, signInRefusal, unlockRefusal, type SignInRefusal } from '#domain/duty'
import { done, refused, type Nothing, type Refused } from '#domain/result'
import { isWeakSecret } from '#domain/secret-rules'
import type { Operator, Till } from '#domain/till'
import { plan, type Acts } from '../acts.ts'
import type { Moments } from './moments.ts'
import { whileOnDuty } from './on-duty.ts'
import type { OwnSecrets, Secrets } from './secrets.ts'

export interface OperatorsParts {
  readonly acts: Acts
  readonly secrets: Secrets
  readonly moments: Moments
}

type Calls = Handlers['operators']

export const operatorsHandlers = (parts: OperatorsParts): Calls => ({
  ...joining(parts),
  ...signing(parts),

  unlock: ({ number }, txn) =>
    whileOnDuty(parts.acts).act(txn, (till) => {
      const by = till.duty ?? ''
      return (
        unlockRefusal(till, number, by) ??
        plan({ event: { is: 'operator-unlocked', operator: number, by }, answer: {} })
      )
    }),

  setAppearance: ({ language, theme }, txn) => {
    const now = parts.acts.till().appearance
    // A page that says at each load what it was told already fills no journal.
    if (now?.language === language && now.theme === theme) return Promise.resolve(done({}))
    return parts.acts.act(txn, () => plan({ event: { is: 'appearance-set', language, theme }, answer: {} }))
  },
})

type PersonRefusal = 'holds-card-number' | 'password-weak' | 'void-password-weak' | 'passwords-equal'

/** Why it may not be this operator with these secrets; null where it may. */
function personRefusal(till: Till, operator: Operator, own: OwnSecrets): Refused<PersonRefusal> | null {
  // Before the operators' file is written, which no record is needed for.
  if (holdsCardNumber(operator.name)) return refused('holds-card-number')
  const numbers = [operator.number, ...till.operators.map(({ number }) => number)]
  if (isWeakSecret(own.password, numbers)) return refused('password-weak')
  if (own.voidPassword === undefined) return null
  if (isWeakSecret(own.voidPassword, numbers)) return refused('void-password-weak')
  // Somebody who watched a sign-in must not know the void password by it.
  return own.voidPassword.normalize('NFC') === own.password.normalize('NFC') ? refused('passwords-equal') : null
}

/**
 * The hashes first: a till that knows an operator it can not check would be stuck. The other way round is mended at the
 * next start, where operators the journal does not know are written to it.
 */
const joining = ({ acts, secrets }: OperatorsParts): Pick<Calls, 'begin' | 'add'> => ({
  begin: ({ manager, password, voidPassword }, txn) =>
    acts.act<Nothing, PersonRefusal | 'already-begun'>(txn, async (till) => {
      if (till.operators.length > 0) return refused('already-begun')
      const first: Operator = { ...manager, role: 'manager' }
      const amiss = personRefusal(till, first, { password, voidPassword })
      if (amiss) return amiss
      await secrets.keep(first, { password, voidPassword })
      return plan({ event: { is: 'operators-made', operators: [first], signedIn: first.number }, answer: {} })
    }),

  add: (input, txn) =>
    whileOnDuty(acts).act<Nothing, PersonRefusal | 'number-taken' | 'too-many-operators'>(txn, async (till) => {
      const { number, name, role, password } = input
      const operator: Operator = { number, name, role }
      const own = input.role === 'manager' ? { password, voidPassword: input.voidPassword } : { password }
      if (operatorNumbered(till, number)) return refused('number-taken')
      if (till.operators.length >= OPERATORS_MAX) return refused('too-many-operators')
      const amiss = personRefusal(till, operator, own)
      if (amiss) return amiss
      await secrets.keep(operator, own)
      return plan({ event: { is: 'operator-added', operator, by: till.duty }, answer: {} })
    }),
})

const signing = ({ acts, secrets, moments }: OperatorsParts): Pick<Calls, 'signIn' | 'lock'> => ({
  // A wrong password is refused and written down in one act, so that pulling the plug does not give the guess back.
  signIn: ({ number, password }, txn) =>
    acts.act<Nothing, SignInRefusal | 'wrong-password'>(txn, async (till) => {
      const amiss = signInRefusal(till, number, moments.waitedMs('login', number))
      if (amiss) return amiss
      if (await secrets.isPassword(number, password)) {
        return plan({ event: { is: 'signed-in', operator: number }, answer: {} })
      }
      return done({ event: { is: 'sign-in-refused', operator: number }, reply: refused('wrong-password') })
    }),

  lock: (_, txn) =>
    whileOnDuty(acts).act(txn, (till) =>
      plan({ event: { is: 'locked', operator: onDuty(till)?.number ?? '' }, answer: {} }),
    ),
})
