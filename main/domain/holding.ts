import { HOLDS_MAX, isHolding, isOver } from './holds.ts'
import type { Money } from './money.ts'
import { attemptKey, type PortName, type Settling } from './payments.ts'
import { done, refused } from './result.ts'
import type { Decided } from './selling.ts'
import { isTendering } from './tendering.ts'
import type { Till } from './till.ts'

export interface HoldInput {
  readonly port: PortName
  readonly amount: Money
  readonly note: string
  readonly operator: string
  readonly station: string
  readonly epoch: number
  readonly settling: Settling
}
export type MakeHoldRefusal = 'payment-open' | 'too-many-holds'

/** An amount of a customer's card is to be held. Who stands at the counter presents one card at a time. */
export function decideHold(till: Till, input: HoldInput): Decided<{ attempt: string }, MakeHoldRefusal> {
  const { port, amount, note, operator, settling } = input
  if (isTendering(till.sale) || isHolding(till.holds)) return refused('payment-open')
  if ([...till.holds.values()].filter((hold) => !isOver(hold)).length >= HOLDS_MAX) return refused('too-many-holds')
  const attempt = attemptKey(input, till.orders + 1)
  const order = { kind: 'hold', settlesBy: settling(port, 'hold'), amount, attempt, of: null } as const
  return done({ event: { is: 'hold-asked', port, order, note, operator }, answer: { attempt } })
}
