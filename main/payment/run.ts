import { isSettled, type Payment, type PaymentEvent } from '#domain/payment'
import { openPayments, type PortName } from '#domain/payments'
import { isMoney } from '#domain/money'
import type { TillEvent } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import type { LookUp, PaymentPort } from '#drivers/payment/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { makeTurns, type Turns } from '../turns.ts'

export interface PaymentsParts {
  readonly acts: Acts
  readonly ports: Readonly<Record<PortName, PaymentPort>>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Aborted when the station closes: nothing is tried again then. */
  readonly closing: AbortSignal
}

/** An order that is unknown is asked after again, and one that is stuck undone again, this often. */
export const RETRY_MS = 30_000

/**
 * Carries out what orders leave to be done. One order at a time at each port; each word that comes back is written down
 * before it changes anything, and what it leaves to be done comes round as an event. A start that finds orders open
 * tells them so, and goes on from there.
 */
export function runPayments(parts: PaymentsParts): { readonly idle: () => Promise<void> } {
  const { acts, ports, random } = parts
  const turns: Readonly<Record<PortName, Turns>> = {
    ...{ acquirer: makeTurns(), scanpay: makeTurns(), terminal: makeTurns() },
  }
  const tell: Tell = async (attempt, event) => {
    await acts.happened(random.id(), { is: 'payment-told', attempt, event })
  }
  const { send, lookUp, reverse } = carrying(parts, turns, tell)

  acts.onEvent((event: TillEvent) => {
    if (event.is === 'payment-asked') send(event.order.attempt, event.port)
    if (event.is === 'payment-told') {
      const kept = acts.till().payments.get(event.attempt)
      if (kept?.duty === 'look-up') lookUp(event.attempt, kept.port)
      else if (kept?.duty === 'reverse') reverse(event.attempt, kept.port)
      else if (kept && waits(kept.payment)) void retryLater(event.attempt, parts, tell)
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
  return {
    idle: async () => {
      for (const each of Object.values(turns)) await each.idle()
    },
  }
}

type Tell = (attempt: string, event: PaymentEvent) => Promise<void>

/** What orders leave to be done, each in its turn at its port, and only where it still is to be done by then. */
function carrying({ acts, ports, log }: PaymentsParts, turns: Readonly<Record<PortName, Turns>>, tell: Tell) {
  const keptOf = (attempt: string) => acts.till().payments.get(attempt)?.payment

  function guarded(
    port: PortName,
    attempt: string,
    at: Payment['at'],
    work: (payment: Payment) => Promise<void>,
  ): void {
    turns[port]
      .take(async () => {
        const payment = keptOf(attempt)
        if (payment?.at === at && acts.stopped() === null) await work(payment)
      })
      .catch((cause: unknown) => {
        // The order stays as it is written down: open, and asked after at the next try or start.
        log.fault('an order could not be carried out', cause)
      })
  }

  /** Before anything new is sent, what could not be undone is tried once more. */
  async function undoStuck(port: PortName): Promise<void> {
    const stuck = openPayments(acts.till().payments).filter((each) => each.port === port && each.payment.at === 'stuck')
    for (const { payment } of stuck) await tell(payment.attempt, await ports[port].reverse(payment))
  }

  return {
    send: (attempt: string, port: PortName) =>
      guarded(port, attempt, 'asked', async (payment) => {
        await undoStuck(port)
        // Given up meanwhile, it never needs to leave.
        if (keptOf(attempt)?.at === 'asked') await tell(attempt, heard(await ports[port].send(payment)))
      }),
    lookUp: (attempt: string, port: PortName) =>
      guarded(port, attempt, 'unknown', async (payment) => tell(attempt, heard(await ports[port].lookUp(payment)))),
    reverse: (attempt: string, port: PortName) =>
      guarded(port, attempt, 'reversing', async (payment) => tell(attempt, await ports[port].reverse(payment))),
  }
}

/** Whether time alone may bring it on. */
const waits = ({ at, settlesBy }: Payment): boolean => at === 'stuck' || (at === 'unknown' && settlesBy === 'look-up')

async function retryLater(attempt: string, { acts, clock, closing }: PaymentsParts, tell: Tell): Promise<void> {
  const before = acts.till().payments.get(attempt)?.payment
  try {
    await clock.wait(RETRY_MS, closing)
  } catch {
    return // The station closes; the next start goes on.
  }
  const now = acts.till().payments.get(attempt)?.payment
  // Something else has brought it on meanwhile, and waits by itself.
  if (now === before && now && !isSettled(now)) await tell(attempt, { is: 'retry' })
}

/** What a port said, as an event; a yes to no amount of money is none. */
function heard(answer: LookUp): PaymentEvent {
  if (answer.is !== 'approved') return answer
  const { approval, amount } = answer
  return isMoney(amount) ? { is: 'approved', approval, amount } : { is: 'silence' }
}
