import { mayApprove, takesOwnWord, type Approval, type ApproverRefusal } from './authority.ts'
import { operatorNumbered } from './duty.ts'
import { lockRefusal, type LockedRefusal, type SecretKind } from './lockout.ts'
import { asksFor, asksManager, type Ask } from './policy.ts'
import { codeFor, type CodeRefusal, type KeptCode } from './refund-codes.ts'
import { done, refused, type Refused, type Result } from './result.ts'
import type { Till } from './till.ts'
import { whatOf, type WhatRefusal, type Wish } from './wishes.ts'

/** What was entered, not what it says: main checks that. */
export interface Entered {
  readonly manager: string | null
  readonly pin: boolean
  readonly voidPassword: boolean
  readonly totp: boolean
  readonly passkey: boolean
  readonly code: boolean
}

/** One thing to be checked before there is an approval. */
export type Proof =
  | { readonly is: Exclude<SecretKind, 'login'> | 'passkey'; readonly operator: string }
  | { readonly is: 'code'; readonly code: KeptCode }

export interface Approving {
  /** As it will be, once each proof holds. */
  readonly approval: Omit<Approval, 'id' | 'factor'>
  readonly proofs: readonly Proof[]
}

export interface ApprovingFacts {
  readonly nowMs: number
  /** Since the wait for a secret began. */
  readonly waitedMs: (kind: SecretKind, operator: string) => number
  readonly isCodeExpired: (code: string) => boolean
}

/** `…-needed`: what is asked for and was not entered. */
export type NeedRefusal = 'pin-needed' | 'word-needed' | 'factor-needed' | 'code-needed' | 'offline-too-much'
export type LockRefusal = LockedRefusal<'void' | 'pin' | 'totp'>
export type AskRefusal = WhatRefusal | ApproverRefusal | NeedRefusal | LockRefusal | CodeRefusal

const MINUTE_MS = 60_000

export function asksNow(
  till: Till,
  { what: { act }, asker }: Wish,
  { amount, sinceMs }: { readonly amount: Approval['amount']; readonly sinceMs: number | null },
  nowMs: number,
): readonly Ask[] {
  const minutes = sinceMs === null ? 0 : Math.max(0, Math.floor((nowMs - sinceMs) / MINUTE_MS))
  return asksFor(till.policy, act, { amount, minutes, role: operatorNumbered(till, asker)?.role ?? 'cashier' })
}

/** Whether what was entered could approve the wish, and what of it is to be checked; nothing is checked yet. */
export function planApproval(
  till: Till,
  wish: Wish,
  entered: Entered,
  facts: ApprovingFacts,
): Result<Approving, AskRefusal> {
  const found = whatOf(till, wish)
  if (!found.ok) return found
  const { sinceMs, ...what } = found.value
  const { reason, station, epoch, asker } = wish
  const asks = asksNow(till, wish, { ...what, sinceMs }, facts.nowMs)
  const code = codeEntered(till, { ...what, station, epoch, asks }, entered, facts)
  if (!code.ok) return code
  const approver = code.value ? code.value.manager : asksManager(asks) ? entered.manager : asker
  if (approver === null) return refused('word-needed')
  const selfApproval = mayApprove(till.operators, { act: what.act, asks, asker }, approver)
  if (!selfApproval.ok) return selfApproval
  const offline = asks.includes('refund-code') && code.value === null
  const byWord =
    offline ||
    asks.includes('void-password') ||
    asks.includes('second-person') ||
    takesOwnWord(what.act, selfApproval.value)
  const proofs = proofsFor({ asks, byWord, offline, asker, approver, code: code.value }, entered)
  if (!proofs.ok) return proofs
  const locked = proofs.value.map((proof) => lockedProof(till, proof, facts)).find((each) => each !== null)
  if (locked) return locked
  const approval = { ...what, reason, station, epoch, asker, approver, selfApproval: selfApproval.value }
  const { id = null } = code.value ?? {}
  return done({ approval: { ...approval, met: asks, code: id, offline }, proofs: proofs.value })
}

type AboutCode = Pick<Approval, 'subject' | 'goods' | 'amount' | 'station' | 'epoch'> & {
  readonly asks: readonly Ask[]
}

/** The code that an entered one has to be; null where none is needed, or a small refund may go without. */
function codeEntered(
  { codes, policy }: Till,
  { subject: receipt, asks, ...what }: AboutCode,
  entered: Entered,
  { nowMs, isCodeExpired }: ApprovingFacts,
): Result<KeptCode | null, AskRefusal> {
  if (!asks.includes('refund-code')) return done(null)
  if (entered.code) return codeFor(codes, { receipt, ...what }, nowMs, isCodeExpired)
  if (codes.locked.includes(receipt)) return refused('refunds-locked')
  if (!entered.totp) return refused('code-needed')
  return what.amount > policy.offlineRefundMax ? refused('offline-too-much') : done(null)
}

interface Needed {
  readonly asks: readonly Ask[]
  /** Whether a void password is among it. */
  readonly byWord: boolean
  readonly offline: boolean
  readonly asker: string
  readonly approver: string
  readonly code: KeptCode | null
}

function proofsFor(
  { asks, byWord, offline, asker, approver, code }: Needed,
  entered: Entered,
): Result<readonly Proof[], NeedRefusal> {
  const proofs: Proof[] = []
  if (asks.includes('pin')) {
    if (!entered.pin) return refused('pin-needed')
    proofs.push({ is: 'pin', operator: asker })
  }
  if (byWord) {
    if (!entered.voidPassword) return refused('word-needed')
    proofs.push({ is: 'void', operator: approver })
  }
  if (offline || asks.includes('second-factor')) {
    if (!entered.totp && !entered.passkey) return refused('factor-needed')
    proofs.push({ is: entered.totp ? 'totp' : 'passkey', operator: approver })
  }
  if (code) proofs.push({ is: 'code', code })
  return done(proofs)
}

/** Why a secret is not to be heard at all; null where it is. */
const lockedProof = (till: Till, proof: Proof, { waitedMs }: ApprovingFacts): Refused<LockRefusal> | null =>
  proof.is === 'code' || proof.is === 'passkey'
    ? null
    : lockRefusal(till, proof.is, proof.operator, waitedMs(proof.is, proof.operator))
