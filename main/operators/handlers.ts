import type { Handlers } from '#contract'
import { holdsCardNumber } from '#domain/card-number'
import { operatorNumbered, OPERATORS_MAX, unlockRefusal } from '#domain/duty'
import { done, refused, type Nothing, type Refused } from '#domain/result'
import { isWeakSecret } from '#domain/secret-rules'
import type { Operator, Till } from '#domain/till'
import { plan } from '../acts.ts'
import { authenticators, type AuthenticatorsParts } from './authenticators.ts'
import { contacts, firstContact, readContact, type ContactRefusal } from './contacts.ts'
import type { OperatorsParts } from './entering.ts'
import { whileOnDuty } from './on-duty.ts'
import { changing } from './own-secrets.ts'
import type { OwnSecrets } from './secrets.ts'
import { signing } from './signing.ts'

type Calls = Omit<Handlers['operators'], 'resetByCode'>

export const operatorsHandlers = (parts: AuthenticatorsParts): Calls => ({
  ...{ ...joining(parts), ...signing(parts), ...changing(parts), ...authenticators(parts), ...contacts(parts) },
  // That the page asked is all: whoever watches for idleness has heard of it at the door.
  stillHere: () => Promise.resolve(done({})),

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
  const owner = { ...operator, numbers: till.operators.map(({ number }) => number) }
  if (isWeakSecret(own.password, owner)) return refused('password-weak')
  if (own.voidPassword === undefined) return null
  if (isWeakSecret(own.voidPassword, owner)) return refused('void-password-weak')
  // Somebody who watched a sign-in must not know the void password by it.
  return own.voidPassword.normalize('NFC') === own.password.normalize('NFC') ? refused('passwords-equal') : null
}

/**
 * The hashes first: a till that knows an operator it can not check would be stuck. The other way round is mended at the
 * next start, where operators the journal does not know are written to it.
 */
const joining = (parts: OperatorsParts): Pick<Calls, 'begin' | 'add'> => ({
  begin: async ({ manager, password, voidPassword, contact: typed }, txn) => {
    const contact = readContact(typed)
    const answer = await parts.acts.act<Nothing, PersonRefusal | ContactRefusal | 'already-begun'>(
      txn,
      async (till) => {
        if (till.operators.length > 0) return refused('already-begun')
        const first: Operator = { ...manager, role: 'manager' }
        const amiss = personRefusal(till, first, { password, voidPassword })
        if (amiss) return amiss
        if (!contact.ok) return contact
        await parts.secrets.keep(first, { password, voidPassword }, false)
        return plan({ event: { is: 'operators-made', operators: [first], signedIn: first.number }, answer: {} })
      },
    )
    const isReachable = contact.ok && (contact.value.email !== null || contact.value.phone !== null)
    if (!answer.ok || !isReachable) return answer
    return firstContact(parts, { begun: txn, operator: manager.number }, contact.value)
  },

  add: (input, txn) =>
    whileOnDuty(parts.acts).act<Nothing, PersonRefusal | 'number-taken' | 'too-many-operators'>(txn, async (till) => {
      const { number, name, role, password } = input
      const operator: Operator = { number, name, role }
      const own = input.role === 'manager' ? { password, voidPassword: input.voidPassword } : { password }
      if (operatorNumbered(till, number)) return refused('number-taken')
      if (till.operators.length >= OPERATORS_MAX) return refused('too-many-operators')
      const amiss = personRefusal(till, operator, own)
      if (amiss) return amiss
      await parts.secrets.keep(operator, own, input.mustChange)
      return plan({ event: { is: 'operator-added', operator, by: till.duty }, answer: {} })
    }),
})
