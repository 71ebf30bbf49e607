import { forgiven, SECRET_KINDS } from './lockout.ts'
import type { Operator, Till } from './till.ts'

/** Numbers that were taken out are remembered: more than a station ever has. */
export const REMOVED_KEPT = 500

/** The till where these people work, and nobody else: who is not among them is on duty no more. */
export function withOperators(till: Till, operators: readonly Operator[]): Till {
  const works = (number: string | null) => operators.some((each) => each.number === number)
  const gone = till.operators.filter(({ number }) => !works(number)).map(({ number }) => number)
  const removed = [...till.postings.removed.filter((number) => !gone.includes(number)), ...gone]
  const leaves = till.duty !== null && !works(till.duty)
  return {
    ...{ ...till, operators },
    ...(leaves && { duty: null, lockedBy: null, lockedAt: null, remote: null }),
    // What they said yes to and nobody has done yet; managers of other stations are not among these people.
    approvals: leaves ? [] : till.approvals.filter(({ approver, from }) => from !== undefined || works(approver)),
    passkeys: till.passkeys.filter(({ operator }) => works(operator)),
    // Whoever gets the number later has guessed nothing yet.
    wrong: gone.reduce((so, number) => forgiven(so, number, ...SECRET_KINDS), till.wrong),
    postings: {
      ...till.postings,
      removed: removed.filter((number) => !works(number)).slice(-REMOVED_KEPT),
      read: till.postings.read.filter(({ operator }) => works(operator)),
    },
  }
}
