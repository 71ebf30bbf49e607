import { lockOf, type SecretKind } from '#domain/lockout'
import { done, refused, type Nothing, type Refused } from '#domain/result'
import { KEPT_KINDS, secretRefusal, type KeptKind, type RuleRefusal } from '#domain/secret-rules'
import { mustChange, type AgeRule } from '#domain/secret-age'
import { onDuty } from '#domain/duty'
import type { Operator, Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { Acts, Planned } from '../acts.ts'
import type { Moments } from './moments.ts'
import type { Secrets } from './secrets.ts'

export interface OperatorsParts {
  readonly acts: Acts
  readonly secrets: Secrets
  readonly moments: Moments
  readonly clock: Clock
  readonly ageRule: AgeRule
}

export type Unheard =
  | 'secret-locked'
  | 'secret-shut'
  | 'secret-alone'
  | 'secret-not-set'
  | 'secret-revoked'
  | 'secret-must-change'
  | 'secrets-elsewhere'
const LOCKED = { waits: 'secret-locked', alone: 'secret-alone', shut: 'secret-shut' } as const

export interface Entry {
  readonly kind: KeptKind
  readonly operator: string
  readonly secret: string
  /** What it was entered for, as the record of a wrong one says it. */
  readonly subject: string
  /** To change it: then it may be one that somebody else has set. */
  readonly changes?: boolean
}

export const lockRefusal = (
  { moments }: Pick<OperatorsParts, 'moments'>,
  till: Till,
  kind: SecretKind,
  operator: string,
): Refused<Unheard> | null => {
  const lock = lockOf(till, kind, operator, moments.waitedMs(kind, operator))
  return lock.is === 'open' ? null : refused(LOCKED[lock.is])
}

/** Why a secret is not to be heard at all; null where it is. */
function unheard(parts: OperatorsParts, till: Till, { kind, operator, changes = false }: Entry) {
  const standing = parts.secrets.standing(kind, operator)
  if (!standing) return refused('secret-not-set')
  if (standing.revoked) return refused('secret-revoked')
  if (standing.mustChange && !changes) return refused('secret-must-change')
  if (parts.secrets.isElsewhere(kind, operator)) return refused('secrets-elsewhere')
  return lockRefusal(parts, till, kind, operator)
}

/**
 * Null where the secret is right. A wrong one is refused and written down in one act, so that pulling the plug does not
 * give the guess back.
 */
export async function entered(
  parts: OperatorsParts,
  till: Till,
  entry: Entry,
): Promise<Planned<Nothing, Unheard | 'wrong-secret'> | null> {
  const amiss = unheard(parts, till, entry)
  if (amiss) return amiss
  const { kind, operator, secret, subject } = entry
  if (await parts.secrets.isSecret(kind, operator, secret)) return null
  return done({ event: { is: 'secret-refused', secret: kind, operator, subject }, reply: refused('wrong-secret') })
}

/** The own void password of whoever is on duty, without which no manager changes what others hang on. */
export const voidEntered = (parts: OperatorsParts, till: Till, secret: string, subject: string) =>
  entered(parts, till, { kind: 'void', operator: till.duty ?? '', secret, subject })

/** Why a secret can not be this person's, by itself; null where it can. */
export const ruleRefusal = (till: Till, owner: Operator, kind: KeptKind, secret: string): Refused<RuleRefusal> | null =>
  secretRefusal(kind, secret, { ...owner, numbers: till.operators.map(({ number }) => number) })

/** The secrets that somebody must change before they sign in, but for those that are not to be heard now. */
export function dueKinds(parts: OperatorsParts, till: Till, operator: string): KeptKind[] {
  const { secrets, ageRule, clock } = parts
  return KEPT_KINDS.filter((kind) => {
    const standing = secrets.standing(kind, operator)
    if (!standing || standing.revoked || lockRefusal(parts, till, kind, operator)) return false
    return mustChange(standing, ageRule, clock.nowMs())
  })
}

/** Who is on duty; the guard before has seen that somebody is. */
export function whoever(till: Till): Operator {
  const operator = onDuty(till)
  if (!operator) throw new Error('nobody is on duty')
  return operator
}
