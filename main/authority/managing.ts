import type { Handlers } from '#contract'
import { faultOfPolicy, type Policy } from '#domain/policy'
import { refused, type Nothing, type Refused } from '#domain/result'
import type { TillEvent } from '#domain/events'
import type { Till } from '#domain/till'
import { plan } from '../acts.ts'
import type { AuthorityParts } from './authority.ts'
import { lockedVoid, unfitRefusal, wrongVoid, type LockedVoid, type UnfitRefusal } from '../operators/void-word.ts'

type WordRefusal = 'wrong-void-password' | UnfitRefusal | LockedVoid

/** What a manager on duty changes by their own void password. */
export function managingHandlers(parts: AuthorityParts): Pick<Handlers['authority'], 'unlockRefunds' | 'setPolicy'> {
  return {
    unlockRefunds: ({ receipt, voidPassword }, txn) =>
      byWord(
        parts,
        { voidPassword, subject: receipt, txn },
        (till, by) =>
          till.codes.locked.includes(receipt) ? { is: 'refunds-unlocked', receipt, by } : refused('not-locked'),
        nothing,
      ),
    setPolicy: ({ policy, voidPassword }, txn) =>
      byWord(parts, { voidPassword, subject: 'policy', txn }, (till, by) => policySet(till, policy, by), nothing),
  }
}

const nothing = (): Nothing => ({})

function policySet(till: Till, policy: Policy, by: string): TillEvent | Refused<PolicyRefusal> {
  const { version, locked } = till.policy
  if (locked) return refused('policy-locked')
  if (policy.version !== version) return refused('policy-changed')
  const found = faultOfPolicy(policy)
  if (found) return refused(found.fault === 'below-floor' ? 'policy-below-floor' : 'policy-wrong')
  return { is: 'policy-set', policy: { ...policy, version: version + 1, locked: false }, by }
}
type PolicyRefusal = 'policy-locked' | 'policy-changed' | 'policy-below-floor' | 'policy-wrong'

interface Asked {
  readonly voidPassword: string
  readonly subject: string
  readonly txn: string
}

export type WordParts = Pick<AuthorityParts, 'acts' | 'secrets' | 'moments' | 'operator'>

/** Decides first, so that no password is typed for nothing; then hears it, and counts a wrong one. */
export function byWord<Answer, Why extends string>(
  { acts, secrets, moments, operator }: WordParts,
  { voidPassword, subject, txn }: Asked,
  decideEvent: (till: Till, by: string) => TillEvent | Refused<Why>,
  answerOf: (till: Till) => Answer,
) {
  const by = operator()
  return acts.act<Answer, Why | WordRefusal>(txn, async (till) => {
    const decided = decideEvent(till, by)
    if ('ok' in decided) return decided
    const locked = lockedVoid(till, moments, by)
    if (locked) return locked
    const unfit = unfitRefusal(secrets, by)
    if (unfit) return refused(unfit)
    const isRight = await secrets.isVoidPassword(by, voidPassword)
    return isRight ? plan({ event: decided, answer: answerOf(till) }) : wrongVoid({ subject, asker: by, manager: by })
  })
}
