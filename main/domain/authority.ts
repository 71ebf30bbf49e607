import type { Money } from './money.ts'
import type { Voided } from './paid-sale.ts'
import { asksManager, type Act, type Ask } from './policy.ts'
import { done, refused, type Result } from './result.ts'
import type { Operator } from './till.ts'

/** A yes to one act, as a value: to this act on this subject for this amount, asked by this person, once. */
export interface Approval {
  readonly id: string
  readonly act: Act
  /** The receipt of the sale, the attempt of the tender, or the line of the open sale. */
  readonly subject: string
  /** What of it: goods that come back (`place×quantity` each), another price, which slip; may be empty. */
  readonly goods: string
  readonly amount: Money
  readonly reason: Voided['reason']
  readonly station: string
  readonly epoch: number
  readonly asker: string
  /** The asker themselves where no manager was asked for. */
  readonly approver: string
  /** The asker approved it: the shop has one manager. */
  readonly selfApproval: boolean
  /** What was asked for and given. */
  readonly met: readonly Ask[]
  readonly factor: Factor | null
  /** The one-time code that was entered. */
  readonly code: string | null
  /** No code could be sent: authenticator and void password stood for it, which is the weaker way. */
  readonly offline: boolean
  /** Another station of the shop, whose manager said yes there: the answer as that station signed it. */
  readonly from?: { readonly request: string; readonly station: string; readonly signature: string }
}

/** A second factor: a time step of an authenticator (RFC 6238), or a passkey. */
export type Factor =
  { readonly is: 'totp'; readonly step: number } | { readonly is: 'passkey'; readonly credential: string }

export interface KeptApproval extends Approval {
  readonly used: boolean
}

/** By a clock nobody can set: long enough to press a button, too short to be kept for later. */
export const APPROVAL_LIFE_MS = 120_000
/** Approvals remembered; an older one is as good as none. */
export const APPROVALS_KEPT = 20

export type ApproverRefusal = 'unknown-manager' | 'self-approval'

export interface Asked {
  readonly act: Act
  readonly asks: readonly Ask[]
  readonly asker: string
}

/** Money that goes back needs two people as soon as there are two; a manager's own doings do not. */
const GIVES_BACK: ReadonlySet<Act> = new Set(['void-paid', 'refund', 'void-tender'])

/** Whether this person may approve what that one asks; the answer is whether it would be a self-approval. */
export function mayApprove(
  operators: readonly Operator[],
  { act, asks, asker }: Asked,
  approver: string,
): Result<boolean, ApproverRefusal> {
  const isSelf = asker === approver
  if (!asksManager(asks)) return isSelf ? done(false) : refused('unknown-manager')
  const managers = operators.filter(({ role }) => role === 'manager')
  if (!managers.some(({ number }) => number === approver)) return refused('unknown-manager')
  if (!isSelf) return done(false)
  const alone = managers.length === 1 || !GIVES_BACK.has(act)
  return alone && !asks.includes('second-person') ? done(true) : refused('self-approval')
}

/** Whoever says yes to themselves types the void password, whatever else is asked: a code alone would be theirs. */
export const takesOwnWord = (act: Act, isSelf: boolean): boolean => isSelf && GIVES_BACK.has(act)

/** What an approval must have been given for. */
const BOUND_TO = ['act', 'subject', 'goods', 'amount', 'reason', 'station', 'epoch', 'asker'] as const
export type Wanted = Pick<Approval, (typeof BOUND_TO)[number]> & { readonly asks: readonly Ask[] }

export type ApprovalRefusal = 'no-approval' | 'approval-used' | 'approval-for-another' | 'approval-expired'

export function checkApproval(
  approval: KeptApproval | undefined,
  wanted: Wanted,
  expired: boolean,
): Result<Approval, ApprovalRefusal> {
  if (!approval) return refused('no-approval')
  if (approval.used) return refused('approval-used')
  if (!BOUND_TO.every((part) => approval[part] === wanted[part])) return refused('approval-for-another')
  // The sale got older, or the policy changed meanwhile: more is asked for now.
  if (!wanted.asks.every((ask) => approval.met.includes(ask))) return refused('approval-for-another')
  return expired ? refused('approval-expired') : done(approval)
}
