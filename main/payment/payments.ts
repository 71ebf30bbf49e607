import type { Handlers } from '#contract'
import type { PortName, Settling } from '#domain/payments'
import type { Method } from '#domain/tendering'
import type { Acts } from '../acts.ts'
import { followPayments, type FollowParts } from './follow.ts'
import { paymentsHandlers } from './handlers.ts'
import { portFor, settlingOf } from './ports.ts'
import { runPayments, type PaymentsParts } from './run.ts'

export interface StartPaymentsParts extends PaymentsParts, FollowParts {
  /** Acts of whoever is on duty. */
  readonly byDuty: Acts
  readonly operator: () => string
}

export interface StartedPayments {
  readonly handlers: Handlers['payments']
  readonly settling: Settling
  readonly portFor: (method: Method) => PortName | null
  readonly idle: () => Promise<void>
}

/** Money outside the till: orders are carried out, what follows from them is done, and people have a say. */
export function startPayments(parts: StartPaymentsParts): StartedPayments {
  const { ports, byDuty, operator } = parts
  const { idle } = runPayments(parts)
  followPayments(parts)
  return {
    ...{ idle, settling: settlingOf(ports), portFor: (method) => portFor(ports, method) },
    handlers: paymentsHandlers({ acts: byDuty, operator }),
  }
}
