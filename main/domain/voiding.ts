import { authorised, type AllowingFacts, type AuthorisedRefusal } from './allowing.ts'
import type { Approval } from './authority.ts'
import type { Money } from './money.ts'
import { attemptKey, type Settling } from './payments.ts'
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
  const { port, amount, approval, attempt } = tender.value
  const settlesBy = facts.settling(port, 'void')
  const key = attemptKey(wish, till.orders + 1)
  const of = { attempt, approval }
  const order = { kind: 'void', settlesBy, amount, attempt: key, of } as const
  return done({ event: { is: 'tender-voided', port, order, ...authorisedBy(word.value) }, answer: { back: amount } })
}
