import type { Handlers } from '#contract'
import { decideByStatement, decideGiveUp, decideTryAgain } from '#domain/settling'
import { decide, type Acts } from '../acts.ts'

export interface PaymentHandlersParts {
  readonly acts: Acts
  readonly operator: () => string
}

/** What a person does about orders whose end nobody knows. */
export const paymentsHandlers = ({ acts, operator }: PaymentHandlersParts): Handlers['payments'] => ({
  giveUp: ({ attempt }, txn) => decide(acts, txn, (till) => decideGiveUp(till, attempt)),
  tryAgain: ({ attempt }, txn) => decide(acts, txn, (till) => decideTryAgain(till, attempt)),
  decide: ({ attempt, as }, txn) => decide(acts, txn, (till) => decideByStatement(till, attempt, as, operator())),
})
