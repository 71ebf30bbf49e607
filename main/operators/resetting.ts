import type { Handlers } from '#contract'
import { codesLockedMs } from '#domain/activation'
import { isCounted, type CodeRefusal } from '#domain/code-refusals'
import { operatorNumbered } from '#domain/duty'
import { done, refused, type Nothing } from '#domain/result'
import { kindsOf, type RuleRefusal } from '#domain/secret-rules'
import type { Clock } from '#drivers/clock/port'
import { plan, type Acts } from '../acts.ts'
import type { Codes } from '../head-office/codes.ts'
import { ruleRefusal } from './entering.ts'
import type { Likeness, Secrets } from './secrets.ts'

export interface ResettingParts {
  readonly acts: Acts
  readonly clock: Clock
  readonly secrets: Secrets
  readonly codes: Codes
}

type Why =
  CodeRefusal | RuleRefusal | Likeness | 'codes-locked' | 'unknown-operator' | 'no-such-secret' | 'repeat-differs'

/**
 * Where the only manager has forgotten a password: head office, having seen who they are, signs a code for this person
 * at this station. Nobody need be on duty. The code is used up by the record that sets the secret.
 */
export const resetting = ({
  acts,
  clock,
  secrets,
  codes,
}: ResettingParts): Pick<Handlers['operators'], 'resetByCode'> => ({
  resetByCode: ({ code, number, kind, next, again }, txn) =>
    acts.act<Nothing, Why>(txn, async (till) => {
      const owner = operatorNumbered(till, number)
      if (!owner) return refused('unknown-operator')
      if (!kindsOf(owner.role).includes(kind)) return refused('no-such-secret')
      if (codesLockedMs(till, clock.nowMs()) > 0) return refused('codes-locked')
      const checked = codes.check(till, code, { kinds: ['reset'], operator: number })
      if (!checked.ok) {
        if (!isCounted(checked.why)) return checked
        return done({ event: { is: 'code-refused', why: checked.why, by: number }, reply: checked })
      }
      if (next !== again) return refused('repeat-differs')
      const unfit = ruleRefusal(till, owner, kind, next)
      if (unfit) return unfit
      const like = await secrets.likeness(kind, number, next)
      if (like) return refused(like)
      await secrets.drafts.set(txn, number, [{ kind, next, mustChange: false }])
      const event = { is: 'secret-set' as const, secret: kind, operator: number, by: null, token: checked.value.id }
      return plan({ event, answer: {} })
    }),
})
