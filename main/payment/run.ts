import { openPayments, ordersIn } from '#domain/payments'
import { mayTryAgain } from '#domain/settling'
import type { TillEvent } from '#domain/events'
import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { Carrying, heard, type CarryParts } from './carry.ts'
import type { Ports } from './ports.ts'

export interface PaymentsParts {
  readonly acts: Acts
  readonly ports: Ports
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly closing: AbortSignal
}

/**
 * An order that is unknown is asked after again, and one that is stuck undone again: after this long, then after twice
 * that, and so on up to the longest wait, which leaves a person time to say a word.
 */
const RETRY_MS = 30_000
const RETRY_MAX_MS = 300_000

/**
 * Carries out what orders leave to be done. One order at a time at each port; each word that comes back is written down
 * before it changes anything, and what it leaves to be done comes round as an event. A start that finds orders open
 * tells them so, and goes on from there.
 */
export function runPayments(parts: PaymentsParts): { readonly idle: () => Promise<void> } {
  const { acts, ports, random, log, closing } = parts
  const tell: CarryParts['tell'] = async (attempt, event) => {
    if (closing.aborted) return
    try {
      await acts.happened(random.id(), { is: 'payment-told', attempt, event })
    } catch (cause) {
      // The order stays as it is written down, and is asked after at the next try or start.
      log.fault('what became of an order could not be written down', cause)
    }
  }
  const carrying = new Carrying({ acts, ports, log, closing, tell })
  const retryLater = makeRetries(parts, tell)

  acts.onEvent((event: TillEvent) => {
    for (const { order, port } of ordersIn(event)) carrying.send(order.attempt, port)
    if (event.is === 'payment-told') {
      const { attempt } = event
      if (event.event.is === 'given-up') carrying.giveUp(attempt)
      const kept = acts.till().payments.get(attempt)
      if (kept?.duty === 'look-up') carrying.lookUp(attempt, kept.port)
      else if (kept?.duty === 'reverse') carrying.reverse(attempt, kept.port)
      else if (kept && mayTryAgain(kept.payment)) retryLater(attempt)
    }
    if (event.is === 'started') {
      for (const { payment } of openPayments(acts.till().payments)) void tell(payment.attempt, { is: 'restarted' })
    }
  })
  for (const port of Object.values(ports)) {
    port.onLate((attempt, answer) => {
      if (acts.till().payments.has(attempt)) void tell(attempt, heard(answer))
    })
  }
  return { idle: () => carrying.idle() }
}

/** One wait an order, however often something is said of it. */
function makeRetries({ acts, clock, closing }: PaymentsParts, tell: CarryParts['tell']) {
  const waiting = new Map<string, { readonly over: AbortController; readonly tries: number }>()

  async function wait(attempt: string, ms: number, over: AbortController): Promise<void> {
    try {
      await clock.wait(ms, AbortSignal.any([over.signal, closing]))
    } catch {
      return // The station closes, and the next start goes on; or another wait has begun.
    }
    const payment = acts.till().payments.get(attempt)?.payment
    if (payment && mayTryAgain(payment)) await tell(attempt, { is: 'retry' })
    else waiting.delete(attempt)
  }

  return (attempt: string): void => {
    const before = waiting.get(attempt)
    before?.over.abort()
    const now = { over: new AbortController(), tries: (before?.tries ?? -1) + 1 }
    waiting.set(attempt, now)
    void wait(attempt, Math.min(RETRY_MS * 2 ** now.tries, RETRY_MAX_MS), now.over)
  }
}
