import type { Handlers } from '#contract'
import { asksNow } from '#domain/approving'
import { mayApprove, type Approval } from '#domain/authority'
import type { PasskeyWanted } from '#domain/passkeys'
import { whatOf, type Wish } from '#domain/wishes'
import type { AuthorityParts } from './authority.ts'

/** What a passkey says yes to: all that the approval is bound to, and whose word it is. */
export function wantedOf(approval: Omit<Approval, 'id' | 'factor' | 'selfApproval'>): PasskeyWanted {
  const { act, subject, goods, amount, reason, station, epoch, asker, approver, met: asks } = approval
  return { act, subject, goods, amount, reason, station, epoch, asker, approver, asks }
}

/** What the page asks the manager’s authenticator with, for just this wish. */
export function challengeHandler(parts: AuthorityParts): Pick<Handlers['authority'], 'challenge'> {
  const { acts, clock, settings, operator, passkeys } = parts
  return {
    challenge: ({ what, reason, manager: approver }) => {
      const { station, epoch } = settings
      const wish: Wish = { what, reason, asker: operator(), station, epoch }
      const till = acts.till()
      const named = whatOf(till, wish)
      if (!named.ok) return Promise.resolve(named)
      const { sinceMs, ...about } = named.value
      const met = asksNow(till, wish, { ...about, sinceMs }, clock.nowMs())
      const { asker } = wish
      const may = mayApprove(till.operators, { act: about.act, asks: met, asker }, approver)
      if (!may.ok) return Promise.resolve(may)
      const bound = { ...about, reason, station, epoch, asker, approver, met, code: null, offline: false }
      return Promise.resolve(passkeys.challengeFor(wantedOf(bound)))
    },
  }
}
