import type { Handlers } from '#contract'
import { operatorNumbered, onDuty, signInRefusal, type SignInRefusal } from '#domain/duty'
import { done, refused, type Nothing, type Refused } from '#domain/result'
import { kindsOf, type KeptKind, type RuleRefusal } from '#domain/secret-rules'
import type { Till } from '#domain/till'
import { plan, type Planned } from '../acts.ts'
import { dueKinds, entered, ruleRefusal, type OperatorsParts, type Unheard } from './entering.ts'
import { whileOnDuty } from './on-duty.ts'
import type { Likeness } from './secrets.ts'

type Calls = Pick<Handlers['operators'], 'signIn' | 'signInChanging' | 'lock'>
type Unsigned = SignInRefusal | 'password-revoked' | 'secrets-elsewhere' | 'must-change' | 'wrong-password'
interface Change {
  readonly kind: KeptKind
  readonly current: string | null
  readonly next: string
  readonly again: string
}
interface SigningIn {
  readonly number: string
  readonly password: string
}

/** Coming and going. A wrong password is refused and written down in one act. */
export const signing = (parts: OperatorsParts): Calls => ({
  signIn: ({ number, password }, txn) =>
    parts.acts.act<Nothing, Unsigned>(txn, async (till) => {
      const amiss = await unsigned(parts, till, { number, password })
      if (amiss) return amiss
      if (dueKinds(parts, till, number).length > 0) return refused('must-change')
      return plan({ event: { is: 'signed-in', operator: number }, answer: {} })
    }),

  signInChanging: ({ number, password, changes }, txn) =>
    parts.acts.act<Nothing, Unsigned | ChangeRefusal>(txn, async (till) => {
      const unfit = unfitChange(till, number, changes)
      if (unfit) return unfit
      const amiss = await unsigned(parts, till, { number, password })
      if (amiss) return amiss
      const due = dueKinds(parts, till, number)
      if (!due.every((kind) => changes.some((change) => change.kind === kind))) return refused('must-change')
      const unproved = await unprovedChange(parts, till, number, changes)
      if (unproved) return unproved
      await parts.secrets.drafts.set(
        txn,
        number,
        changes.map(({ kind, next }) => ({ kind, next, mustChange: false })),
      )
      return plan({ event: { is: 'signed-in', operator: number, changed: true }, answer: {} })
    }),

  lock: (_, txn) =>
    whileOnDuty(parts.acts).act(txn, (till) =>
      plan({ event: { is: 'locked', operator: onDuty(till)?.number ?? '' }, answer: {} }),
    ),
})

/** Null where this is who they say they are. */
async function unsigned(
  { secrets, moments }: OperatorsParts,
  till: Till,
  { number, password }: SigningIn,
): Promise<Planned<Nothing, Unsigned> | null> {
  const amiss = signInRefusal(till, number, moments.waitedMs('login', number))
  if (amiss) return amiss
  if (secrets.standing('login', number)?.revoked === true) return refused('password-revoked')
  if (secrets.isElsewhere('login', number)) return refused('secrets-elsewhere')
  if (await secrets.isPassword(number, password)) return null
  return done({ event: { is: 'sign-in-refused', operator: number }, reply: refused('wrong-password') })
}

type ChangeRefusal = RuleRefusal | Likeness | 'no-such-secret' | 'repeat-differs' | Unheard | 'wrong-secret'

/** What is wrong with the new ones by themselves: nothing is heard for it, and nothing counted. */
function unfitChange(till: Till, number: string, changes: readonly Change[]): Refused<ChangeRefusal> | null {
  const owner = operatorNumbered(till, number)
  // The sentence about an unknown number comes with the password.
  if (!owner) return null
  for (const { kind, next, again } of changes) {
    if (!kindsOf(owner.role).includes(kind)) return refused('no-such-secret')
    if (next !== again) return refused('repeat-differs')
    const amiss = ruleRefusal(till, owner, kind, next)
    if (amiss) return amiss
  }
  const kinds = new Set(changes.map(({ kind }) => kind))
  if (kinds.size < changes.length) return refused('no-such-secret')
  const nexts = new Set(changes.map(({ next }) => next.normalize('NFC')))
  return nexts.size < changes.length ? refused('secret-equals-another') : null
}

/** The other secrets are proved each by itself: who knows the login password must not come by the void password. */
async function unprovedChange(
  parts: OperatorsParts,
  till: Till,
  operator: string,
  changes: readonly Change[],
): Promise<Planned<Nothing, ChangeRefusal> | null> {
  for (const { kind, current, next } of changes) {
    if (kind !== 'login') {
      const entry = { kind, operator, secret: current ?? '', subject: 'sign-in', changes: true }
      const amiss = await entered(parts, till, entry)
      if (amiss) return amiss
    }
    const like = await parts.secrets.likeness(kind, operator, next)
    if (like) return refused(like)
  }
  return null
}
