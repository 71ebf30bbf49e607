import type { Handlers } from '#contract'
import { decideByStatement, decideGiveUp, decideTryAgain } from '#domain/settling'
import { done, refused } from '#domain/result'
import { decide, type Acts } from '../acts.ts'
import type { StartedScans } from '../scanpay/start.ts'

export interface PaymentHandlersParts {
  readonly scans: Pick<StartedScans, 'showOurs'>
  readonly acts: Acts
  readonly operator: () => string
}

/** What a person does about orders whose end nobody knows. */
export const paymentsHandlers = ({ acts, operator, scans }: PaymentHandlersParts): Handlers['payments'] => ({
  giveUp: ({ attempt }, txn) => decide(acts, txn, (till) => decideGiveUp(till, attempt)),
  showOurs: () => Promise.resolve(scans.showOurs() ? done({}) : refused('no-code-asked')),
  tryAgain: ({ attempt }, txn) => decide(acts, txn, (till) => decideTryAgain(till, attempt)),
  decide: ({ attempt, as }, txn) => decide(acts, txn, (till) => decideByStatement(till, attempt, as, operator())),
})
