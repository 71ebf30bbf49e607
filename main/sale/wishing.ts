import { gated, type AllowedRefusal, type AllowingFacts } from '#domain/allowing'
import type { Result } from '#domain/result'
import type { Decided } from '#domain/selling'
import type { Till } from '#domain/till'
import type { What, Wish } from '#domain/wishes'
import { decide, type ActRefusal } from '../acts.ts'
import type { GivingBackParts } from './giving-back.ts'

export type WishParts = Pick<GivingBackParts, 'acts' | 'clock' | 'moments' | 'settings' | 'operator'>

/** Wishes of whoever is on duty, and what is known when they are to be carried out. */
export function wishMaker({ acts, clock, moments, settings, operator }: WishParts) {
  const { station, epoch } = settings
  const wishFor = <W extends What>(what: W, reason: Wish['reason']): Wish<W> => {
    return { what, reason, asker: operator(), station, epoch }
  }
  const factsFor = (approval: string | undefined): AllowingFacts => ({
    ...{ approvalId: approval ?? null, expired: moments.isExpired(approval ?? ''), nowMs: clock.nowMs() },
  })
  /** An act that the policy may ask an approval for. */
  const gate = <Answer, Why extends string>(
    { what, approval, txn }: { readonly what: What; readonly approval: string | undefined; readonly txn: string },
    decision: (till: Till) => Decided<Answer, Why>,
  ): Promise<Result<Answer, Why | AllowedRefusal | ActRefusal>> => {
    const wish = wishFor(what, 'other')
    return decide(acts, txn, (till) => gated(till, wish, factsFor(approval), decision(till)))
  }
  return { wishFor, factsFor, gate }
}
