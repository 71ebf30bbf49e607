import type { Money } from '#domain/money'
import { done, refused, type Result } from '#domain/result'
import { mayAskForVoid, voidEvent, type VoidInput, type VoidRefusal } from '#domain/selling'
import type { Clock } from '#drivers/clock/port'
import type { Acts } from '../acts.ts'
import type { Secrets } from '../operators/secrets.ts'

export interface VoidParts {
  readonly acts: Acts
  readonly clock: Clock
  readonly secrets: Secrets
}

export interface VoidAsked extends VoidInput {
  readonly voidPassword: string
}

/**
 * Undoes a paid sale if the manager's void password is right. A wrong one is refused and written down in one act, so
 * that pulling the plug after a guess does not give the guess back.
 */
export function voidPaid(
  { acts, clock, secrets }: VoidParts,
  { voidPassword, ...asked }: VoidAsked,
  txn: string,
): Promise<Result<{ back: Money }, VoidRefusal | 'journal-stopped' | 'busy'>> {
  return acts.act<{ back: Money }, VoidRefusal>(txn, async (till) => {
    const sale = mayAskForVoid(till, asked, clock.nowMs())
    if (!sale.ok) return sale
    if (await secrets.isVoidPassword(asked.manager, voidPassword)) {
      return done({ event: voidEvent(sale.value, asked), reply: done({ back: sale.value.total }) })
    }
    const { receipt, asker, manager } = asked
    return done({ event: { is: 'void-refused', receipt, asker, manager }, reply: refused('wrong-void-password') })
  })
}
