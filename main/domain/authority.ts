import type { Money } from './money.ts'
import { done, refused, type Result } from './result.ts'
import type { Voided } from './paid-sale.ts'
import type { Operator } from './till.ts'

/** What needs more than being on duty. Grows with opening the drawer, prices below a limit, copies. */
export type Act = 'void-paid' | 'refund' | 'void-tender'

/**
 * What an act asks: `void-password`: a manager's void password, the asker's own only while they are the one manager ·
 * `second-person`: always another manager's.
 */
export type Asks = 'nothing' | 'void-password' | 'second-person'

export const POLICY: Readonly<Record<Act, Asks>> = {
  ...{ 'void-paid': 'void-password', refund: 'void-password', 'void-tender': 'void-password' },
}

/** A manager's yes to one act, as a value: to this act on this sale for this amount, asked by this person, once. */
export interface Approval {
  readonly id: string
  readonly act: Act
  /** The receipt of the sale, or the attempt of the tender. */
  readonly subject: string
  /** Which of its goods come back, `place×quantity` each; empty where that is not asked. */
  readonly goods: string
  readonly amount: Money
  readonly reason: Voided['reason']
  readonly station: string
  readonly epoch: number
  readonly asker: string
  readonly approver: string
  /** The asker approved it: the shop has one manager. */
  readonly selfApproval: boolean
}

export interface KeptApproval extends Approval {
  readonly used: boolean
}

/** By a clock nobody can set: long enough to press a button, too short to be kept for later. */
export const APPROVAL_LIFE_MS = 120_000
/** Approvals remembered; an older one is as good as none. */
export const APPROVALS_KEPT = 20

export type ApproverRefusal = 'unknown-manager' | 'self-approval'

/** Whether this person may approve what that one asks; the answer is whether it would be a self-approval. */
export function mayApprove(
  operators: readonly Operator[],
  asks: Asks,
  asker: string,
  approver: string,
): Result<boolean, ApproverRefusal> {
  const managers = operators.filter(({ role }) => role === 'manager')
  if (!managers.some(({ number }) => number === approver)) return refused('unknown-manager')
  if (asker !== approver) return done(false)
  return asks !== 'second-person' && managers.length === 1 ? done(true) : refused('self-approval')
}

/** What an approval must have been given for. */
const BOUND_TO = ['act', 'subject', 'goods', 'amount', 'reason', 'station', 'epoch', 'asker'] as const
export type Wanted = Pick<Approval, (typeof BOUND_TO)[number]>

export type ApprovalRefusal = 'no-approval' | 'approval-used' | 'approval-for-another' | 'approval-expired'

export function checkApproval(
  approval: KeptApproval | undefined,
  wanted: Wanted,
  expired: boolean,
): Result<Approval, ApprovalRefusal> {
  if (!approval) return refused('no-approval')
  if (approval.used) return refused('approval-used')
  if (!BOUND_TO.every((part) => approval[part] === wanted[part])) return refused('approval-for-another')
  return expired ? refused('approval-expired') : done(approval)
}
