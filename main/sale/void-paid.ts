import type { Handlers } from '#contract'
import { done, refused } from '#domain/result'
import { decideVoid, mayAskForVoid, type AskRefusal, type VoidWish } from '#domain/voiding'
import type { Random } from '#drivers/random/port'
import { decide, type Acts } from '../acts.ts'
import type { Moments } from '../operators/moments.ts'
import type { Secrets } from '../operators/secrets.ts'
import type { StationSettings } from '../settings.ts'

export interface VoidParts {
  readonly acts: Acts
  readonly random: Random
  readonly secrets: Secrets
  readonly moments: Moments
  readonly settings: StationSettings
  /** Who sells; the door lets no call in while there is none. */
  readonly operator: () => string
}

/**
 * Undoing a paid sale in two steps: a manager's yes, then the act that uses it up. A wrong void password is refused and
 * written down in one act, so that pulling the plug after a guess does not give the guess back.
 */
export function voidHandlers(parts: VoidParts): Pick<Handlers['sale'], 'approveVoid' | 'voidPaid'> {
  const { acts, random, secrets, moments, operator } = parts
  const { station, epoch } = parts.settings
  const wishOf = ({ receipt, reason }: Pick<VoidWish, 'receipt' | 'reason'>): VoidWish => ({
    ...{ receipt, reason, station, epoch },
    asker: operator(),
  })
  return {
    approveVoid: ({ manager, voidPassword, ...input }, txn) => {
      const wish = wishOf(input)
      return acts.act<{ approval: string }, AskRefusal | 'wrong-void-password'>(txn, async (till) => {
        const asked = mayAskForVoid(till, wish, manager, moments.waitedMs('void', manager))
        if (!asked.ok) return asked
        if (await secrets.isVoidPassword(manager, voidPassword)) {
          const id = random.id()
          const event = { is: 'approval-given' as const, approval: { id, ...asked.value } }
          return done({ event, reply: done({ approval: id }) })
        }
        const { receipt, asker } = wish
        return done({ event: { is: 'void-refused', receipt, asker, manager }, reply: refused('wrong-void-password') })
      })
    },
    voidPaid: ({ approval, ...input }, txn) => {
      const wish = wishOf(input)
      return decide(acts, txn, (till) => decideVoid(till, wish, approval, moments.isExpired(approval)))
    },
  }
}
