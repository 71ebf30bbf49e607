import type { Handlers } from '#contract'
import { asksNow } from '#domain/approving'
import { mayApprove, type Approval } from '#domain/authority'
import type { PasskeyWanted } from '#domain/passkeys'
import { done } from '#domain/result'
import { whatOf, type Wish } from '#domain/wishes'
import type { AuthorityParts } from './authority.ts'

/** What a passkey says yes to: all that the approval is bound to, and whose word it is. */
export function wantedOf(approval: Omit<Approval, 'id' | 'factor' | 'selfApproval'>): PasskeyWanted {
  const { act, subject, goods, amount, reason, station, epoch, asker, approver, met: asks } = approval
  return { act, subject, goods, amount, reason, station, epoch, asker, approver, asks }
}

/** A wish as it comes to now, and what it asks for. */
function askedNow(
  { acts, clock, settings, operator }: AuthorityParts,
  { what, reason }: Pick<Wish, 'what' | 'reason'>,
) {
  const { station, epoch } = settings
  const wish: Wish = { what, reason, asker: operator(), station, epoch }
  const named = whatOf(acts.till(), wish)
  if (!named.ok) return named
  const { sinceMs, ...about } = named.value
  return done({ wish, about, asks: asksNow(acts.till(), wish, { ...about, sinceMs }, clock.nowMs()) })
}

/** Questions about a wish, before it is approved. */
export function questionHandlers(parts: AuthorityParts): Pick<Handlers['authority'], 'asks' | 'challenge'> {
  return {
    asks: ({ what }) => {
      const now = askedNow(parts, { what, reason: 'other' })
      return Promise.resolve(now.ok ? done({ asks: now.value.asks, amount: now.value.about.amount }) : now)
    },
    /** What the page asks the manager’s authenticator with, for just this wish. */
    challenge: ({ what, reason, manager: approver }) => {
      const now = askedNow(parts, { what, reason })
      if (!now.ok) return Promise.resolve(now)
      const { wish, about, asks: met } = now.value
      const { asker, station, epoch } = wish
      const may = mayApprove(parts.acts.till().operators, { act: about.act, asks: met, asker }, approver)
      if (!may.ok) return Promise.resolve(may)
      const bound = { ...about, reason, station, epoch, asker, approver, met, code: null, offline: false }
      return Promise.resolve(parts.passkeys.challengeFor(wantedOf(bound)))
    },
  }
}
