import { authorised, type AllowingFacts, type AuthorisedRefusal } from './allowing.ts'
import type { Approval } from './authority.ts'
import { openHold, type Hold } from './holds.ts'
import type { Money } from './money.ts'
import { attemptKey, type Addressed, type Settling } from './payments.ts'
import { done } from './result.ts'
import { partsFor } from './returning.ts'
import type { Decided } from './selling.ts'
import type { Authorised } from './paid-sale.ts'
import type { Till } from './till.ts'
import { planned, saleNamed, tenderNamed, tenderToVoid, type BackRefusal, type WhatOf, type Wish } from './wishes.ts'

export type GivingBackRefusal = BackRefusal | AuthorisedRefusal

export interface GivingBackFacts extends AllowingFacts {
  readonly settling: Settling
}

const authorisedBy = ({ reason, asker, approver, selfApproval, id, offline }: Approval): Authorised => ({
  ...{ reason, asker, manager: approver, selfApproval, approval: id },
  ...(offline && { offline: true }),
})

/** Money goes back of a paid sale, where a manager said yes to this very thing. */
export function decideGivingBack(
  till: Till,
  wish: Wish<WhatOf<'void-paid' | 'refund'>>,
  facts: GivingBackFacts,
): Decided<{ back: Money }, GivingBackRefusal> {
  const found = planned(till, wish.what)
  if (!found.ok) return found
  const word = authorised(till, wish, saleNamed(wish.what.act, found.value), facts)
  if (!word.ok) return word
  const { sale, plan } = found.value
  const { station, epoch } = wish
  const kind = wish.what.act === 'refund' ? 'refund' : 'void'
  const parts = partsFor(till, sale, { kind, parts: plan.parts }, { settling: facts.settling, station, epoch })
  const giving = { ...authorisedBy(word.value), receipt: sale.receipt, back: plan.amount, parts }
  return done({
    event:
      kind === 'void'
        ? { is: 'sale-voided', ...giving }
        : { is: 'sale-refunded', quantities: plan.quantities, ...giving },
    answer: { back: plan.amount },
  })
}

/** An approved tender of the open sale goes back, where a manager said yes. */
export function decideTenderVoid(
  till: Till,
  wish: Wish<WhatOf<'void-tender'>>,
  facts: GivingBackFacts,
): Decided<{ back: Money }, GivingBackRefusal> {
  const tender = tenderToVoid(till, wish.what.attempt)
  if (!tender.ok) return tender
  const word = authorised(till, wish, tenderNamed(tender.value), facts)
  if (!word.ok) return word
  const sent = undoing(till, wish, facts, { kind: 'void', of: tender.value })
  const event = { is: 'tender-voided', ...sent, ...authorisedBy(word.value) } as const
  return done({ event, answer: { back: tender.value.amount } })
}

/** A hold is let go, where a manager said yes: by the same word as a tender of the open sale. */
export function decideRelease(
  till: Till,
  wish: Wish<WhatOf<'void-tender'>>,
  facts: GivingBackFacts,
): Decided<{ released: Money }, AuthorisedRefusal | 'no-such-hold'> {
  const hold = openHold(till, wish.what.attempt)
  if (!hold.ok) return hold
  const word = authorised(till, wish, tenderNamed(hold.value), facts)
  if (!word.ok) return word
  const sent = undoing(till, wish, facts, { kind: 'release', of: hold.value })
  return done({
    event: { is: 'hold-released', ...sent, ...authorisedBy(word.value) },
    answer: { released: hold.value.amount },
  })
}

interface Undone {
  readonly kind: 'void' | 'release'
  readonly of: Pick<Hold, 'port' | 'attempt' | 'approval' | 'amount'>
}

/** The order that undoes one whole. */
function undoing(till: Till, wish: Wish, { settling }: GivingBackFacts, { kind, of }: Undone): Addressed {
  const { port, attempt, approval, amount } = of
  const order = { kind, settlesBy: settling(port, kind), amount, attempt: attemptKey(wish, till.orders + 1) } as const
  return { port, order: { ...order, of: { attempt, approval } } }
}
