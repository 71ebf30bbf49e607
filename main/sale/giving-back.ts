import type { Handlers } from '#contract'
import { decideGivingBack, decideTenderVoid } from '#domain/voiding'
import type { Clock } from '#drivers/clock/port'
import { decide, type Acts } from '../acts.ts'
import type { Moments } from '../operators/moments.ts'
import type { StartedPayments } from '../payment/payments.ts'
import type { StationSettings } from '../settings.ts'
import { wishMaker } from './wishing.ts'

export interface GivingBackParts {
  readonly acts: Acts
  readonly clock: Clock
  readonly moments: Moments
  readonly settings: StationSettings
  readonly payments: Pick<StartedPayments, 'settling' | 'portFor'>
  /** Who sells; the door lets no call in while there is none. */
  readonly operator: () => string
}

type GivingBackCalls = Pick<Handlers['sale'], 'voidPaid' | 'refund' | 'voidTender'>

/** Money that goes back, each on an approval that it uses up. */
export function givingBackHandlers(parts: GivingBackParts): GivingBackCalls {
  const { acts } = parts
  const { settling } = parts.payments
  const { wishFor, factsFor } = wishMaker(parts)
  const facts = (approval: string) => ({ ...factsFor(approval), settling })
  return {
    voidPaid: ({ receipt, reason, approval }, txn) => {
      const wish = wishFor({ act: 'void-paid', receipt } as const, reason)
      return decide(acts, txn, (till) => decideGivingBack(till, wish, facts(approval)))
    },
    refund: ({ receipt, wish: goods, reason, approval }, txn) => {
      const wish = wishFor({ act: 'refund', receipt, wish: goods } as const, reason)
      return decide(acts, txn, (till) => decideGivingBack(till, wish, facts(approval)))
    },
    voidTender: ({ attempt, reason, approval }, txn) => {
      const wish = wishFor({ act: 'void-tender', attempt } as const, reason)
      return decide(acts, txn, (till) => decideTenderVoid(till, wish, facts(approval)))
    },
  }
}
