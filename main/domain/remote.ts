import { asksNow } from './approving.ts'
import { type Approval, type ApproverRefusal, type Wanted } from './authority.ts'
import type { Of, TillEvent } from './events.ts'
import { forgiven, lockRefusal, type LockedRefusal, type SecretKind } from './lockout.ts'
import { asksManager, FLOORS } from './policy.ts'
import { assert, done, refused, type Refused, type Result } from './result.ts'
import { stepUsed } from './consuming.ts'
import type { Till } from './till.ts'
import { whatOf, type WhatRefusal, type Wish } from './wishes.ts'

/**
 * Remote approval 远程授权: a manager at another station of the shop says yes or no to one act on one subject for one
 * amount, asked by one person at one station. A till asks for one thing at a time; the yes becomes an approval like any
 * other and is used up like one.
 */
export interface RemoteRequest extends Wanted {
  readonly id: string
}

/** By a clock nobody can set: time to walk to a station and read it. */
export const REMOTE_LIFE_MS = 180_000
/** Answers remembered, to be given again to a station that did not hear them. */
export const REMOTE_ANSWERS_KEPT = 20

/** Why a manager says no; the last is said for a manager that the asking station does not know. */
export const REMOTE_NOS = ['not-agreed', 'wrong-details', 'coming-over', 'other', 'unknown-manager'] as const
export type RemoteNo = (typeof REMOTE_NOS)[number]

export type RemoteEnd =
  | { readonly is: 'withdrawn' }
  | { readonly is: 'given'; readonly approval: string; readonly station: string; readonly manager: string }
  | { readonly is: 'refused'; readonly why: RemoteNo; readonly station: string; readonly manager: string }

/** What this till asks of managers elsewhere, or asked last. */
export interface RemoteAsked {
  readonly request: RemoteRequest
  readonly end: RemoteEnd | null
}

/** `step`: of the manager's authenticator, where it was asked for. */
export type RemoteSaid =
  { readonly is: 'yes'; readonly step: number | null } | { readonly is: 'no'; readonly why: RemoteNo }

/** What a manager here said to another station. */
export interface RemoteAnswer {
  readonly request: RemoteRequest
  readonly manager: string
  readonly says: RemoteSaid
}

/** `no-manager-asked`: it asks for nobody's word but the asker's own. */
export type RemoteAskRefusal =
  | WhatRefusal
  | LockedRefusal<'pin'>
  | ('no-manager-asked' | 'unknown-manager' | 'offline-too-much' | 'refunds-locked' | 'pin-needed')

export interface RemoteFacts {
  readonly nowMs: number
  readonly waitedMs: (kind: SecretKind, operator: string) => number
}

/** What may be asked of managers elsewhere; the asker enters their own PIN first where it is asked for. */
export function planRequest(
  till: Till,
  wish: Wish,
  pin: boolean,
  facts: RemoteFacts,
): Result<Omit<RemoteRequest, 'id'>, RemoteAskRefusal> {
  const found = whatOf(till, wish)
  if (!found.ok) return found
  const { sinceMs, ...what } = found.value
  const { reason, station, epoch, asker } = wish
  const asks = asksNow(till, wish, { ...what, sinceMs }, facts.nowMs)
  if (!asksManager(asks)) return refused('no-manager-asked')
  if (asks.includes('refund-code')) {
    // No code is entered there: authenticator and void password stand for it, so the same limit holds.
    if (till.codes.locked.includes(what.subject)) return refused('refunds-locked')
    if (what.amount > till.policy.offlineRefundMax) return refused('offline-too-much')
  }
  const others = till.operators.filter(({ role, number }) => role === 'manager' && number !== asker)
  if (others.length === 0) return refused('unknown-manager')
  if (asks.includes('pin')) {
    if (!pin) return refused('pin-needed')
    const locked = lockRefusal(till, 'pin', asker, facts.waitedMs('pin', asker))
    if (locked) return locked
  }
  return done({ ...what, reason, station, epoch, asker, asks })
}

/** What a manager elsewhere shows to say yes: always the void password, from a distance nothing less. */
export const wantsFactor = ({ act, asks }: Pick<RemoteRequest, 'act' | 'asks'>): boolean =>
  asks.includes('second-factor') || asks.includes('refund-code') || FLOORS[act].includes('refund-code')

/** Why a manager’s yes is not heard, whatever was entered for it; null where it is. `totp`: whether one was. */
export function yesRefusal(
  till: Till,
  request: RemoteRequest,
  { manager, totp }: { readonly manager: string; readonly totp: boolean },
  { waitedMs }: RemoteFacts,
): Refused<ApproverRefusal | 'factor-needed' | LockedRefusal<'void' | 'totp'>> | null {
  const may = mayAnswer(till, request, manager)
  if (!may.ok) return may
  if (wantsFactor(request) && !totp) return refused('factor-needed')
  const locked = lockRefusal(till, 'void', manager, waitedMs('void', manager))
  return locked ?? (wantsFactor(request) ? lockRefusal(till, 'totp', manager, waitedMs('totp', manager)) : null)
}

/** From a distance nobody says yes to themselves, also where a shop has one manager. */
export function mayAnswer(
  { operators }: Till,
  { asker }: Pick<RemoteRequest, 'asker'>,
  manager: string,
): Result<null, ApproverRefusal> {
  if (operators.find(({ number }) => number === manager)?.role !== 'manager') return refused('unknown-manager')
  return manager === asker ? refused('self-approval') : done(null)
}

/** An answer as another station signed it. */
export interface RemoteHeard {
  readonly request: string
  readonly station: string
  readonly signature: string
  readonly manager: string
  readonly says: { readonly is: 'yes' } | { readonly is: 'no'; readonly why: RemoteNo }
}

/** What an answer comes to here; null where nothing waits for it (any more). */
export function answerHeard(
  till: Till,
  { request: id, station, signature, manager, says }: RemoteHeard,
  { expired, approval }: { readonly expired: boolean; /** A new id. */ readonly approval: string },
): TillEvent | null {
  const asked = openRequest(till)
  if (asked?.id !== id || expired) return null
  if (says.is === 'no') return { is: 'remote-refused', request: id, station, manager, why: says.why }
  if (!mayAnswer(till, asked, manager).ok) {
    return { is: 'remote-refused', request: id, station, manager, why: 'unknown-manager' }
  }
  const { asks: met, id: request, ...bound } = asked
  return {
    is: 'approval-given',
    approval: {
      ...{ ...bound, id: approval, approver: manager, selfApproval: false, met, factor: null, code: null },
      ...{ offline: met.includes('refund-code'), from: { request, station, signature } },
    },
  }
}

/** What waits for a yes from elsewhere. */
export const openRequest = ({ remote }: Till): RemoteRequest | null => (remote?.end === null ? remote.request : null)

type RemoteEvent = Of<'remote-asked' | 'remote-withdrawn' | 'remote-refused' | 'remote-answered'>

export function remoted(till: Till, event: RemoteEvent): Till {
  switch (event.is) {
    case 'remote-asked':
      assert(till.duty === event.request.asker, 'who asks is on duty')
      return { ...till, remote: { request: event.request, end: null } }
    case 'remote-withdrawn':
      return ended(till, event.request, { is: 'withdrawn' })
    case 'remote-refused': {
      const { why, station, manager } = event
      return ended(till, event.request, { is: 'refused', why, station, manager })
    }
    case 'remote-answered': {
      const { request, manager, says } = event
      assert(mayAnswer(till, request, manager).ok, 'a manager answers somebody else')
      assert(!till.answers.some((each) => each.request.id === request.id), 'a request is answered once')
      const answers = [...till.answers, { request, manager, says }].slice(-REMOTE_ANSWERS_KEPT)
      return { ...till, answers, ...(says.is === 'yes' && shown(till, manager, says.step)) }
    }
  }
}

/** What a manager has shown to say yes is forgiven its wrong tries, and a step of the authenticator is used up. */
function shown(till: Till, manager: string, step: number | null): Pick<Till, 'wrong' | 'steps'> {
  if (step === null) return { steps: till.steps, wrong: forgiven(till.wrong, manager, 'void') }
  return { steps: stepUsed(till.steps, manager, step), wrong: forgiven(till.wrong, manager, 'void', 'totp') }
}

/** The till once a yes from elsewhere has become an approval. */
export function remoteGiven(till: Till, { id: approval, approver: manager, from, ...given }: Approval): Till {
  if (!from) return till
  const request = openRequest(till)
  const { act, subject, goods, amount } = given
  assert(
    request !== null && act === request.act && subject === request.subject && goods === request.goods,
    'a yes from elsewhere is to what was asked',
  )
  assert(amount === request.amount, 'and to as much as was asked')
  return ended(till, from.request, { is: 'given', approval, station: from.station, manager })
}

function ended(till: Till, id: string, end: RemoteEnd): Till {
  const request = openRequest(till)
  assert(request?.id === id, 'what waits for a yes ends once')
  return { ...till, remote: { request, end } }
}
