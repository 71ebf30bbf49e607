import { withoutCardNumbers } from '#domain/card-number'
import { isMoney } from '#domain/money'
import type { Payment, PaymentEvent } from '#domain/payment'
import { REVERSALS_MAX } from '#domain/payment-steps'
import { openPayments, type PortName } from '#domain/payments'
import type { Log } from '#drivers/log/port'
import type { LookUp, PaymentPort } from '#drivers/payment/port'
import type { Acts } from '../acts.ts'
import { makeTurns, type Turns } from '../turns.ts'
import { cardFactsIn } from './card-facts.ts'
import { scanFactsIn } from './scan-facts.ts'
import type { Ports } from './ports.ts'

export interface CarryParts {
  readonly acts: Acts
  readonly ports: Ports
  readonly log: Log
  /** Aborted when the station closes: nothing is waited for any more, and the next start finds the orders open. */
  readonly closing: AbortSignal
  /** Writes down what became of an order. */
  readonly tell: (attempt: string, event: PaymentEvent) => Promise<void>
}

/** An order between its record and its answer. */
interface Sending {
  readonly noMore: AbortController
  /** Whether it has been given to its port. */
  begun: boolean
}

type Work = (payment: Payment, port: PaymentPort) => Promise<void>

/** What orders leave to be done: in turn at each port, once each, and only where it still is to be done by then. */
export class Carrying {
  private readonly parts: CarryParts
  private readonly turns: Readonly<Record<PortName, Turns>> = {
    ...{ acquirer: makeTurns(), scanpay: makeTurns(), terminal: makeTurns() },
  }
  private readonly sending = new Map<string, Sending>()
  /** Work that waits for its turn: asked for again meanwhile, it is still done once. */
  private readonly queued = new Set<string>()

  constructor(parts: CarryParts) {
    this.parts = parts
  }

  send(attempt: string, name: PortName): void {
    const sending: Sending = { noMore: new AbortController(), begun: false }
    this.sending.set(attempt, sending)
    this.inTurn('send', attempt, name, 'asked', async (_, port) => {
      const signal = AbortSignal.any([sending.noMore.signal, this.parts.closing])
      await this.undoFirst(name, port, signal)
      const payment = this.keptOf(attempt)
      if (payment?.at !== 'asked' || this.parts.closing.aborted) return
      sending.begun = true
      const answer = await port.send(payment, signal)
      this.sending.delete(attempt)
      await this.parts.tell(attempt, heard(answer))
    })
  }

  /** Nobody waits for it any more. Of an order that has not left the till, that is all there is to say. */
  giveUp(attempt: string): void {
    const sending = this.sending.get(attempt)
    if (!sending) return
    sending.noMore.abort()
    if (sending.begun) return
    this.sending.delete(attempt)
    void this.parts.tell(attempt, { is: 'not-sent' })
  }

  lookUp(attempt: string, name: PortName): void {
    this.inTurn('look-up', attempt, name, 'unknown', async (payment, port) => {
      const isGivenUp = payment.at === 'unknown' && payment.looks !== undefined
      const order = { ...payment, ...(isGivenUp && { isGivenUp }) }
      await this.parts.tell(attempt, heard(await port.lookUp(order, this.parts.closing)))
    })
  }

  reverse(attempt: string, name: PortName): void {
    this.inTurn('reverse', attempt, name, 'reversing', async (payment, port) =>
      this.parts.tell(attempt, await port.reverse(payment, this.parts.closing)),
    )
  }

  async idle(): Promise<void> {
    for (const each of Object.values(this.turns)) await each.idle()
  }

  private keptOf(attempt: string): Payment | undefined {
    return this.parts.acts.till().payments.get(attempt)?.payment
  }

  private inTurn(what: string, attempt: string, name: PortName, at: Payment['at'], work: Work): void {
    const key = `${what} ${attempt}`
    if (this.queued.has(key)) return
    this.queued.add(key)
    const { acts, ports, log, closing } = this.parts
    this.turns[name]
      .take(async () => {
        this.queued.delete(key)
        const [payment, port] = [this.keptOf(attempt), ports[name]]
        if (payment?.at === at && port && acts.stopped() === null && !closing.aborted) await work(payment, port)
      })
      .catch((cause: unknown) => {
        // The order stays as it is written down: open, and asked after at the next try or start.
        log.fault('an order could not be carried out', cause)
      })
  }

  /**
   * Before anything new is sent, what is being undone is undone, and what could not be is tried once more: an
   * acquirer that hears of a reversal after another order may not know what it is about.
   */
  private async undoFirst(name: PortName, port: PaymentPort, signal: AbortSignal): Promise<void> {
    for (const { payment, port: at } of openPayments(this.parts.acts.till().payments)) {
      if (at !== name) continue
      const { attempt } = payment
      if (this.keptOf(attempt)?.at === 'stuck') {
        // Written first: while it is under way no person's word may cross it.
        await this.parts.tell(attempt, { is: 'retry' })
        const now = this.keptOf(attempt)
        if (now?.at === 'reversing') await this.parts.tell(attempt, await port.reverse(now, signal))
        continue
      }
      // As often as it is tried before it is stuck.
      for (let tries = 0; tries < REVERSALS_MAX && !signal.aborted; tries++) {
        const now = this.keptOf(attempt)
        if (now?.at !== 'reversing') break
        await this.parts.tell(attempt, await port.reverse(now, signal))
      }
    }
  }
}

/** Signs of an acquirer's own words that are kept. */
export const TEXT_MAX = 200

/** An acquirer's number for an order; anything else is words, in which a card number may be. */
const CODE = /^[\w.:/+=-]+$/
const approvalIn = (said: string): string => (CODE.test(said) ? said : withoutCardNumbers(said)).slice(0, TEXT_MAX)

/** What a port said, as an event; a yes to no amount of money is none. */
export function heard(answer: LookUp): PaymentEvent {
  if (answer.is === 'declined') return { is: 'declined', why: withoutCardNumbers(answer.why).slice(0, TEXT_MAX) }
  if (answer.is !== 'approved') return answer
  // What a record has no place for stays out of it.
  const { is, card: saidByCard, facts, approval, amount, partly } = answer
  if (!isMoney(amount)) return { is: 'silence' }
  const card = saidByCard ? cardFactsIn(saidByCard) : null
  const scan = facts ? scanFactsIn(facts) : null
  return {
    is,
    approval: approvalIn(approval),
    amount,
    ...(partly && { partly }),
    ...(card && { card }),
    ...(scan && { scan }),
  }
}
