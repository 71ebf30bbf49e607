import type { Handlers } from '#contract'
import { done, refused } from '#domain/result'
import { isWeakSecret } from '#domain/secret-rules'
import type { Operator } from '#domain/till'
import { plan, type Acts } from '../acts.ts'
import type { Secrets } from './secrets.ts'

export interface OperatorsParts {
  readonly acts: Acts
  readonly secrets: Secrets
}

export const operatorsHandlers = ({ acts, secrets }: OperatorsParts): Handlers['operators'] => ({
  begin: (input, txn) =>
    acts.act<Record<string, never>, 'already-begun' | 'same-number' | 'void-password-weak'>(txn, async (till) => {
      if (till.operators.length > 0) return refused('already-begun')
      const cashier: Operator = { ...input.cashier, role: 'cashier' }
      const manager: Operator = { ...input.manager, role: 'manager' }
      if (cashier.number === manager.number) return refused('same-number')
      if (isWeakSecret(input.voidPassword, [cashier.number, manager.number])) return refused('void-password-weak')
      // The hash first: a till that knows a manager it can not check would be stuck. The other way round is mended at
      // the next start, where operators the journal does not know are written to it.
      await secrets.begin(cashier, manager, input.voidPassword)
      return plan({ event: { is: 'operators-made', operators: [cashier, manager] }, answer: {} })
    }),

  setAppearance: ({ language, theme }, txn) => {
    const now = acts.till().appearance
    // A page that says at each load what it was told already fills no journal.
    if (now?.language === language && now.theme === theme) return Promise.resolve(done({}))
    return acts.act(txn, () => plan({ event: { is: 'appearance-set', language, theme }, answer: {} }))
  },
})
