import { checkApproval, mayApprove, type Approval, type ApprovalRefusal, type ApproverRefusal } from './authority.ts'
import { asksNow } from './approving.ts'
import { withApproval } from './consuming.ts'
import { assert, done, refused, type Refused, type Result } from './result.ts'
import type { Decided } from './selling.ts'
import type { Till } from './till.ts'
import { whatOf, type Named, type Wish } from './wishes.ts'

export interface AllowingFacts {
  /** Null: none was given. */
  readonly approvalId: string | null
  readonly expired: boolean
  readonly nowMs: number
}

/** `code-used`, `totp-used`: what it was given by has opened something else meanwhile. */
export type AuthorisedRefusal = ApprovalRefusal | ApproverRefusal | 'code-used' | 'totp-used'
export type AllowedRefusal = AuthorisedRefusal | 'needs-approval'

/** A yes to this very wish, and to what it comes to now. */
export function authorised(
  till: Till,
  wish: Wish,
  { sinceMs, ...what }: Named,
  { approvalId, expired, nowMs }: AllowingFacts,
): Result<Approval, AuthorisedRefusal> {
  const kept = till.approvals.find(({ id }) => id === approvalId)
  const asks = asksNow(till, wish, { ...what, sinceMs }, nowMs)
  const approval = checkApproval(kept, { ...wish, ...what, asks }, expired)
  if (!approval.ok) return approval
  const { approver } = approval.value
  // A shop that has got a second manager meanwhile needs the other one’s word.
  const still = mayApprove(till.operators, { act: what.act, asks: approval.value.met, asker: wish.asker }, approver)
  if (!still.ok) return still
  return usedMeanwhile(till, approval.value) ?? approval
}

/** What an approval was given by opens one thing, whichever comes first. */
function usedMeanwhile(till: Till, { code, factor, approver }: Approval): Refused<'code-used' | 'totp-used'> | null {
  if (code !== null && till.codes.made.find(({ id }) => id === code)?.is !== 'live') return refused('code-used')
  if (factor?.is === 'totp' && factor.step <= (till.steps.get(approver) ?? -1)) return refused('totp-used')
  return null
}

/** The act with the approval it uses up, if the policy asks for one; the decision was made as if it did not. */
export function gated<Answer, Why extends string>(
  till: Till,
  wish: Wish,
  facts: AllowingFacts,
  decided: Decided<Answer, Why>,
): Decided<Answer, Why | AllowedRefusal> {
  if (!decided.ok) return decided
  const found = whatOf(till, wish)
  assert(found.ok, 'what can be done can be named')
  if (asksNow(till, wish, found.value, facts.nowMs).length === 0) return decided
  if (facts.approvalId === null) return refused('needs-approval')
  const approval = authorised(till, wish, found.value, facts)
  if (!approval.ok) return approval
  const { event, answer } = decided.value
  return done({ event: withApproval(event, approval.value.id), answer })
}
