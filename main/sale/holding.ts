import type { Handlers } from '#contract'
import type { CashOnly } from '#domain/activation'
import { decideHold } from '#domain/holding'
import { refused } from '#domain/result'
import type { Till } from '#domain/till'
import { decideRelease } from '#domain/voiding'
import { decide } from '../acts.ts'
import type { StartedPayments } from '../payment/payments.ts'
import { ended, type Papers } from '../printing/papers.ts'
import { wishMaker, type WishParts } from './wishing.ts'

export interface HoldingParts extends WishParts {
  readonly payments: Pick<StartedPayments, 'settling' | 'holdingPort'>
  readonly papers: Pick<Papers, 'hold'>
  /** Why nothing but cash is taken; null where all is. */
  readonly cashOnly: (till: Till) => CashOnly | null
}

/** Amounts held on customers’ cards: made by who sells, let go on an approval that it uses up. */
export function holdsHandlers(parts: HoldingParts): Handlers['holds'] {
  const { acts, operator, cashOnly, settings } = parts
  const { settling, holdingPort } = parts.payments
  const { station, epoch } = settings
  const { wishFor, factsFor } = wishMaker(parts)
  const { papers } = parts
  return {
    make: (input, txn) => {
      const port = holdingPort()
      if (port === null) return Promise.resolve(refused('method-not-set-up'))
      const by = { operator: operator(), station, epoch, port, settling }
      return decide(acts, txn, (till) => {
        const why = cashOnly(till)
        return why ? refused(why) : decideHold(till, { ...input, ...by })
      })
    },
    print: async ({ attempt }) => ended(await papers.hold(attempt)),
    release: ({ attempt, reason, approval }, txn) => {
      const wish = wishFor({ act: 'void-tender', attempt } as const, reason)
      return decide(acts, txn, (till) => decideRelease(till, wish, { ...factsFor(approval), settling }))
    },
  }
}
