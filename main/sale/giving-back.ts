import type { Handlers } from '#contract'
import { done, refused } from '#domain/result'
import {
  decideGivingBack,
  decideTenderVoid,
  mayAskFor,
  type AskRefusal,
  type GivingBackFacts,
  type GivingBackWish,
} from '#domain/voiding'
import type { Random } from '#drivers/random/port'
import { decide, type Acts } from '../acts.ts'
import type { Moments } from '../operators/moments.ts'
import type { StartedPayments } from '../payment/payments.ts'
import type { Secrets } from '../operators/secrets.ts'
import type { StationSettings } from '../settings.ts'

export interface GivingBackParts {
  readonly acts: Acts
  readonly random: Random
  readonly secrets: Secrets
  readonly moments: Moments
  readonly settings: StationSettings
  readonly payments: Pick<StartedPayments, 'settling' | 'portFor'>
  /** Who sells; the door lets no call in while there is none. */
  readonly operator: () => string
}

type GivingBackCalls = Pick<
  Handlers['sale'],
  'approveVoid' | 'voidPaid' | 'approveRefund' | 'refund' | 'approveTenderVoid' | 'voidTender'
>
type What = GivingBackWish['what']
interface Word {
  readonly reason: GivingBackWish['reason']
  readonly manager: string
  readonly voidPassword: string
}

/** Money that goes back, in two steps: a manager's yes, then the act that uses it up. */
export function givingBackHandlers(parts: GivingBackParts): GivingBackCalls {
  const { acts, moments, settings, operator } = parts
  const { settling } = parts.payments
  const { station, epoch } = settings
  const wishOf = <W extends What>(what: W, { reason }: Pick<Word, 'reason'>) => ({
    ...{ what, reason, station, epoch },
    asker: operator(),
  })
  const approving = (what: What, word: Word, txn: string) => approve(parts, wishOf(what, word), word, txn)
  const facts = (approvalId: string): GivingBackFacts => {
    return { approvalId, expired: moments.isExpired(approvalId), settling }
  }
  const back = (
    what: Exclude<What, { act: 'void-tender' }>,
    input: { reason: Word['reason']; approval: string },
    txn: string,
  ) => decide(acts, txn, (till) => decideGivingBack(till, wishOf(what, input), facts(input.approval)))
  return {
    approveVoid: (input, txn) => approving({ act: 'void-paid', receipt: input.receipt }, input, txn),
    voidPaid: (input, txn) => back({ act: 'void-paid', receipt: input.receipt }, input, txn),
    approveRefund: (input, txn) => approving(refundOf(input), input, txn),
    refund: (input, txn) => back(refundOf(input), input, txn),
    approveTenderVoid: (input, txn) => approving({ act: 'void-tender', attempt: input.attempt }, input, txn),
    voidTender: ({ attempt, ...input }, txn) => {
      const wish = wishOf({ act: 'void-tender', attempt } as const, input)
      return decide(acts, txn, (till) => decideTenderVoid(till, wish, facts(input.approval)))
    },
  }
}

const refundOf = ({ receipt, wish }: Omit<Extract<What, { act: 'refund' }>, 'act'>) =>
  ({ act: 'refund', receipt, wish }) as const

/**
 * A wrong void password is refused and written down in one act, so that pulling the plug after a guess does not give
 * the guess back.
 */
function approve({ acts, random, secrets, moments }: GivingBackParts, wish: GivingBackWish, word: Word, txn: string) {
  const { manager, voidPassword } = word
  return acts.act<{ approval: string }, AskRefusal | 'wrong-void-password'>(txn, async (till) => {
    const asked = mayAskFor(till, wish, manager, moments.waitedMs('void', manager))
    if (!asked.ok) return asked
    if (await secrets.isVoidPassword(manager, voidPassword)) {
      const id = random.id()
      const event = { is: 'approval-given' as const, approval: { id, ...asked.value } }
      return done({ event, reply: done({ approval: id }) })
    }
    const { subject, asker } = asked.value
    return done({ event: { is: 'void-refused', subject, asker, manager }, reply: refused('wrong-void-password') })
  })
}
