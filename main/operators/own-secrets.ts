import type { Handlers } from '#contract'
import { operatorNumbered } from '#domain/duty'
import { done, refused, type Nothing } from '#domain/result'
import { kindsOf, type RuleRefusal } from '#domain/secret-rules'
import type { Operator, Till } from '#domain/till'
import { plan, type Planned } from '../acts.ts'
import { entered, ruleRefusal, voidEntered, whoever, type OperatorsParts, type Unheard } from './entering.ts'
import { whileOnDuty } from './on-duty.ts'
import type { Likeness } from './secrets.ts'

type Calls = Pick<Handlers['operators'], 'setSecret' | 'resetSecret' | 'revokeSecret'>
type Why = RuleRefusal | Likeness | Unheard | 'wrong-secret' | 'no-such-secret' | 'repeat-differs'

/** Secrets are set by their owners, reset by another manager, and revoked by either. */
export const changing = (parts: OperatorsParts): Calls => ({
  setSecret: ({ kind, current, next, again }, txn) =>
    whileOnDuty(parts.acts).act<Nothing, Why>(txn, async (till) => {
      const owner = whoever(till)
      const operator = owner.number
      if (!kindsOf(owner.role).includes(kind)) return refused('no-such-secret')
      if (next !== again) return refused('repeat-differs')
      const unfit = ruleRefusal(till, owner, kind, next)
      if (unfit) return unfit
      // Only what was never set is begun with the login password: one that was revoked takes another manager.
      const proof = kind === 'pin' && !parts.secrets.standing('pin', operator) ? 'login' : kind
      const entry = { kind: proof, operator, secret: current, subject: `set-${kind}`, changes: true } as const
      const amiss = await entered(parts, till, entry)
      if (amiss) return amiss
      const like = await parts.secrets.likeness(kind, operator, next)
      if (like) return refused(like)
      await parts.secrets.drafts.set(txn, operator, [{ kind, next, mustChange: false }])
      return plan({ event: { is: 'secret-set', secret: kind, operator, by: operator }, answer: {} })
    }),

  resetSecret: ({ operator, kind, next, again, voidPassword }, txn) =>
    whileOnDuty(parts.acts).act<Nothing, Why | 'unknown-operator' | 'own-secret'>(txn, async (till) => {
      const by = whoever(till)
      const owner = operatorNumbered(till, operator)
      if (!owner) return refused('unknown-operator')
      if (operator === by.number) return refused('own-secret')
      if (!kindsOf(owner.role).includes(kind)) return refused('no-such-secret')
      if (next !== again) return refused('repeat-differs')
      const unfit = ruleRefusal(till, owner, kind, next)
      if (unfit) return unfit
      const amiss = await voidEntered(parts, till, voidPassword, `reset-${kind}`)
      if (amiss) return amiss
      if (await parts.secrets.likeness(kind, operator, next)) return hit(kind, operator)
      await parts.secrets.drafts.set(txn, operator, [{ kind, next, mustChange: true }])
      return plan({ event: { is: 'secret-set', secret: kind, operator, by: by.number }, answer: {} })
    }),

  revokeSecret: ({ operator, kind }, txn) =>
    whileOnDuty(parts.acts).act<Nothing, RevokeRefusal>(txn, async (till) => {
      const by = whoever(till)
      const owner = operatorNumbered(till, operator)
      if (by.number !== operator && by.role !== 'manager') return refused('not-allowed')
      if (!owner) return refused('unknown-operator')
      const amiss = revokeRefusal(parts, till, owner, kind)
      if (amiss) return refused(amiss)
      if (kind === 'totp') await parts.secrets.drafts.setAuthenticator(txn, operator, null)
      else await parts.secrets.drafts.revoke(txn, operator, kind)
      return plan({ event: { is: 'secret-revoked', secret: kind, operator, by: by.number }, answer: {} })
    }),
})

/**
 * Another's secret, or one of before, was met by chance or by guessing: it counts as a guess at it, since the refusal
 * tells that it was right.
 */
const hit = (secret: 'login' | 'void' | 'pin', operator: string): Planned<Nothing, 'used-before'> =>
  done({ event: { is: 'secret-refused', secret, operator, subject: 'reset' }, reply: refused('used-before') })

type RevokeRefusal = 'unknown-operator' | 'not-allowed' | 'secret-not-set' | 'already-revoked' | 'nobody-to-reset'

function revokeRefusal(
  { secrets }: OperatorsParts,
  till: Till,
  { number }: Operator,
  kind: 'login' | 'void' | 'pin' | 'totp',
): RevokeRefusal | null {
  if (kind === 'totp') return secrets.hasTotp(number) ? null : 'secret-not-set'
  const standing = secrets.standing(kind, number)
  if (!standing) return 'secret-not-set'
  if (standing.revoked) return 'already-revoked'
  const isSound = (each: Operator) =>
    (['login', 'void'] as const).every((own) => secrets.standing(own, each.number)?.revoked === false)
  const others = till.operators.filter((each) => each.role === 'manager' && each.number !== number && isSound(each))
  return others.length > 0 ? null : 'nobody-to-reset'
}
