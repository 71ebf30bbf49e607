import { APPROVALS_KEPT, takesOwnWord, type Approval } from './authority.ts'
import { forgiven, type SecretKind } from './lockout.ts'
import { remoteGiven } from './remote.ts'
import { assert } from './result.ts'
import type { Till } from './till.ts'

/** The till once somebody has said yes. */
export function approved(till: Till, approval: Approval): Till {
  assert(!till.approvals.some(({ id }) => id === approval.id), 'an approval is given once')
  return {
    ...remoteGiven(till, approval),
    approvals: [...till.approvals, { ...approval, used: false }].slice(-APPROVALS_KEPT),
    wrong: proven(approval).reduce((so, { is, operator }) => forgiven(so, operator, is), till.wrong),
  }
}

/** Whose secrets an approval says were entered rightly at this station. */
function proven(approval: Approval): { is: SecretKind; operator: string }[] {
  const { act, met, offline, factor, asker, approver, selfApproval, from } = approval
  const asked = offline || met.includes('void-password') || met.includes('second-person')
  const byWord = !from && (asked || takesOwnWord(act, selfApproval))
  return [
    ...(met.includes('pin') ? [{ is: 'pin' as const, operator: asker }] : []),
    ...(byWord ? [{ is: 'void' as const, operator: approver }] : []),
    ...(factor?.is === 'totp' ? [{ is: 'totp' as const, operator: approver }] : []),
  ]
}
