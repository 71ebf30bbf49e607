import type { Handlers } from '#contract'
import type { PortName, Settling } from '#domain/payments'
import type { Method } from '#domain/tendering'
import { followPayments, type FollowParts } from './follow.ts'
import { paymentsHandlers, type PaymentHandlersParts } from './handlers.ts'
import { holdingPort, methodsOf, portFor, settlingOf } from './ports.ts'
import type { StartedScans } from '../scanpay/start.ts'
import { runPayments, type PaymentsParts } from './run.ts'

export interface StartPaymentsParts extends PaymentsParts, FollowParts {
  /** Whoever is on duty, and their acts. */
  readonly desk: Omit<PaymentHandlersParts, 'scans'>
  readonly scans: StartedScans
}

export interface StartedPayments extends Pick<StartPaymentsParts, 'ports' | 'closing'> {
  readonly handlers: Handlers['payments']
  readonly settling: Settling
  readonly portFor: (method: Method) => PortName | null
  /** How customers can pay here beside cash. */
  readonly methods: Method[]
  readonly holdingPort: () => PortName | null
  readonly idle: () => Promise<void>
}

/** Money outside the till: orders are carried out, what follows from them is done, and people have a say. */
export function startPayments(parts: StartPaymentsParts): StartedPayments {
  const { ports, desk, scans, closing } = parts
  const { idle } = runPayments(parts)
  followPayments(parts)
  return {
    ...{ ports, closing, idle, settling: settlingOf(ports), portFor: (method) => portFor(ports, method) },
    methods: methodsOf(ports),
    holdingPort: () => holdingPort(ports),
    handlers: paymentsHandlers({ ...desk, scans }),
  }
}
