import { isSettled, type Payment, type PaymentEvent } from '#domain/payment'
import { openPayments, ordersIn, type PortName } from '#domain/payments'
import { isMoney } from '#domain/money'
import type { TillEvent } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import type { LookUp, PaymentPort } from '#drivers/payment/port'
import type { Ports } from './ports.ts'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { makeTurns, type Turns } from '../turns.ts'

export interface PaymentsParts {
  readonly acts: Acts
  readonly ports: Ports
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Aborted when the station closes: nothing is waited for any more, and the next start finds the orders open. */
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
  const { acts, ports, random, log, closing } = parts
  const turns: Readonly<Record<PortName, Turns>> = {
    ...{ acquirer: makeTurns(), scanpay: makeTurns(), terminal: makeTurns() },
  }
  const tell: Tell = async (attempt, event) => {
    if (closing.aborted) return
    try {
      await acts.happened(random.id(), { is: 'payment-told', attempt, event })
    } catch (cause) {
      // The order stays as it is written down, and is asked after at the next try or start.
      log.fault('what became of an order could not be written down', cause)
    }
  }
  const waiting = new Map<string, AbortController>()
  const { send, lookUp, reverse } = carrying(parts, turns, tell, waiting)

  acts.onEvent((event: TillEvent) => {
    for (const { order, port } of ordersIn(event)) send(order.attempt, port)
    if (event.is === 'payment-told') {
      if (event.event.is === 'given-up') waiting.get(event.attempt)?.abort()
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
function carrying(
  { acts, ports, log, closing }: PaymentsParts,
  turns: Readonly<Record<PortName, Turns>>,
  tell: Tell,
  waiting: Map<string, AbortController>,
) {
  const keptOf = (attempt: string) => acts.till().payments.get(attempt)?.payment
  type Work = (payment: Payment, port: PaymentPort) => Promise<void>

  function guarded(name: PortName, attempt: string, at: Payment['at'], work: Work): void {
    turns[name]
      .take(async () => {
        const [payment, port] = [keptOf(attempt), ports[name]]
        if (payment?.at === at && port && acts.stopped() === null && !closing.aborted) await work(payment, port)
      })
      .catch((cause: unknown) => {
        // The order stays as it is written down: open, and asked after at the next try or start.
        log.fault('an order could not be carried out', cause)
      })
  }

  /** Before anything new is sent, what could not be undone is tried once more. */
  async function undoStuck(name: PortName, port: PaymentPort): Promise<void> {
    const stuck = openPayments(acts.till().payments).filter((each) => each.port === name && each.payment.at === 'stuck')
    for (const { payment } of stuck) {
      // Written first: while it is under way no person's word may cross it.
      await tell(payment.attempt, { is: 'retry' })
      await tell(payment.attempt, await port.reverse(payment, closing))
    }
  }

  async function sent(payment: Payment, port: PaymentPort): Promise<void> {
    const noMore = new AbortController()
    waiting.set(payment.attempt, noMore)
    const answer = await port.send(payment, AbortSignal.any([noMore.signal, closing]))
    waiting.delete(payment.attempt)
    await tell(payment.attempt, heard(answer))
  }

  return {
    send: (attempt: string, name: PortName) =>
      guarded(name, attempt, 'asked', async (payment, port) => {
        await undoStuck(name, port)
        // Given up meanwhile, it never needs to leave.
        if (keptOf(attempt)?.at === 'asked') await sent(payment, port)
      }),
    lookUp: (attempt: string, name: PortName) =>
      guarded(name, attempt, 'unknown', async (payment, port) =>
        tell(attempt, heard(await port.lookUp(payment, closing))),
      ),
    reverse: (attempt: string, name: PortName) =>
      guarded(name, attempt, 'reversing', async (payment, port) => tell(attempt, await port.reverse(payment, closing))),
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
