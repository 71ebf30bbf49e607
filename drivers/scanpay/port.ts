import type { Answer, LookUp, PaymentPort, PortOrder, Prompt, Reversal } from '../payment/port.ts'
import { createCounterOrder } from './counter.ts'
import { ask, beijingTime, whyOf, type Operation, type Said } from './envelope.ts'
import { given, givenAgain, leftAlone, type BackOrder } from './giving-back.ts'
import { micropay, preorder } from './operations.ts'
import { approved, orderOf, paidIn, payment, type PaidBy, type Terms } from './orders.ts'
import { beating, QUERY_RHYTHM } from './rhythm.ts'
import type { Booked } from './shapes.ts'
import { undone } from './undoing.ts'
import { isPaymentCode } from './wallet.ts'

/** Whatever the platform was asked it can be asked about, so no order of its is undone unasked. */
export const SCANPAY_SETTLES = { pay: 'look-up', void: 'look-up', refund: 'look-up' } as const

export interface LakalaParts extends Terms {
  /** What the customer reads on the telephone. */
  readonly subject: string
}

/** So long a code that is shown is good; the platform’s own default. Nobody asks after it any longer. */
export const QR_MINUTES = 5
const MINUTE_MS = 60_000
/**
 * A request that is late on its way charges its customer as long as their code is good, about a minute. Until so long
 * after it was sent, one that the platform does not know may still come.
 */
export const CODE_LIFE_MS = 90_000
/** What gives money back needs no code: so long after it was sent it may still be carried out. */
export const REQUEST_LIFE_MS = 180_000
/** Orders whose kind is remembered. The platform tells it too, of those that it knows. */
const REMEMBERED_MAX = 100
const isBack = (order: PortOrder): order is BackOrder => order.kind === 'void' || order.kind === 'refund'
const SILENCE: Answer = { is: 'silence' }

/** A scan payment platform as the one through whom a shop’s code payments move. Orders come one at a time. */
export class LakalaPort implements PaymentPort {
  readonly settlesBy = SCANPAY_SETTLES
  private readonly parts: LakalaParts
  private readonly sent = new Map<string, { readonly by: PaidBy | null; readonly atMs: number }>()
  /** What was sent before is not remembered: it was sent by then. */
  private readonly bornMs: number
  private readonly listeners: ((attempt: string, prompt: Prompt | null) => void)[] = []

  constructor(parts: LakalaParts) {
    this.parts = parts
    this.bornMs = parts.clock.elapsedMs()
  }

  send(order: PortOrder, noMore: AbortSignal): Promise<Answer> {
    switch (order.kind) {
      case 'pay':
        return order.code === undefined ? this.show(order, noMore) : this.charge(order, order.code, noMore)
      case 'void':
      case 'refund':
        return this.giveBack({ ...order, kind: order.kind }, noMore)
      case 'hold':
      case 'release':
      case 'complete':
        return Promise.resolve({ is: 'declined', why: 'no-holds' })
    }
  }

  async lookUp(order: PortOrder, noMore: AbortSignal): Promise<LookUp> {
    if (order.kind === 'pay') {
      const { by = null } = this.sent.get(order.attempt) ?? {}
      return paidIn(await payment(this.parts, orderOf(order), by, noMore), order.amount)
    }
    if (!isBack(order)) return SILENCE
    return order.isGivenUp ? this.leftAlone(order, noMore) : this.givingBack(order, givenAgain, noMore)
  }

  async reverse(order: PortOrder, noMore: AbortSignal): Promise<Reversal> {
    return { is: (await this.isUndone(order, noMore)) ? 'reversal-confirmed' : 'reversal-failed' }
  }

  /** An exchange has a line to itself: what comes late comes to nobody. */
  onLate(): void {}

  onPrompt(listener: (attempt: string, prompt: Prompt | null) => void): void {
    this.listeners.push(listener)
  }

  private async isUndone(order: PortOrder, noMore: AbortSignal, isUnseen = false): Promise<boolean> {
    const { kind, attempt, amount } = order
    const { by = null, atMs = this.bornMs } = this.sent.get(attempt) ?? {}
    if (isBack(order)) return (await this.leftAlone(order, noMore)).is === 'declined'
    if (kind !== 'pay') return false
    // Ours nobody can pay who has not seen it.
    const sureFromMs = by === 'qr' || by === 'counter' ? 0 : atMs + CODE_LIFE_MS
    return undone(this.parts, { attempt, amount, by, sureFromMs, isUnseen }, noMore)
  }

  private leftAlone(order: BackOrder, noMore: AbortSignal): Promise<LookUp> {
    const { atMs = this.bornMs } = this.sent.get(order.attempt) ?? {}
    const isSure = this.parts.clock.elapsedMs() >= atMs + REQUEST_LIFE_MS
    return leftAlone(this.parts, order, { isSure, noMore })
  }

  private async charge(order: PortOrder, code: string, noMore: AbortSignal): Promise<Answer> {
    if (!isPaymentCode(code)) return { is: 'declined', why: 'no-payment-code' }
    this.remember(order.attempt, 'code')
    const { party, subject } = this.parts
    const said = await ask(this.parts, micropay(party, { ...orderOf(order), code, subject }), noMore)
    return this.ended(order, said) ?? this.asked(order, noMore)
  }

  private async show(order: PortOrder, noMore: AbortSignal): Promise<Answer> {
    this.remember(order.attempt, this.parts.qrWallet === 'counter' ? 'counter' : 'qr')
    const untilMs = this.parts.clock.nowMs() + QR_MINUTES * MINUTE_MS
    const said = await this.askedForCode(order, untilMs, noMore)
    if (said.is === 'not-sent') return { is: 'not-sent' }
    if (said.is === 'failed') return { is: 'declined', why: whyOf(said) }
    if (said.is !== 'done') {
      // Nobody has its code, so nobody can pay it: it only has to be put away.
      return (await this.isUndone(order, noMore, true)) ? { is: 'declined', why: 'no-code-to-show' } : SILENCE
    }
    this.prompt(order.attempt, { text: said.value, untilMs })
    try {
      return await this.asked(order, noMore)
    } finally {
      this.prompt(order.attempt, null)
    }
  }

  private askedForCode(order: PortOrder, untilMs: number, noMore: AbortSignal): Promise<Said<string>> {
    const { party, subject, qrWallet: wallet } = this.parts
    const own = { ...orderOf(order), subject }
    const operation: Operation<string> =
      wallet === 'counter'
        ? createCounterOrder(party, { ...own, until: beijingTime(untilMs) })
        : preorder(party, { ...own, wallet, minutes: QR_MINUTES })
    return ask(this.parts, operation, noMore)
  }

  private async giveBack(order: BackOrder, noMore: AbortSignal): Promise<Answer> {
    const said = await this.givingBack(order, given, noMore)
    return this.ended(order, said) ?? this.asked(order, noMore)
  }

  /** Whenever it is asked for, it may be so long on its way. */
  private async givingBack<Heard>(
    order: BackOrder,
    asking: (terms: Terms, order: BackOrder, noMore: AbortSignal) => Promise<Heard>,
    noMore: AbortSignal,
  ): Promise<Heard> {
    try {
      return await asking(this.parts, order, noMore)
    } finally {
      this.remember(order.attempt, null)
    }
  }

  /** Null while it is not known. */
  private ended({ amount }: PortOrder, said: Said<Booked> | Answer): Answer | null {
    switch (said.is) {
      case 'done':
        return approved(said.value, amount)
      case 'failed':
        return { is: 'declined', why: whyOf(said) }
      case 'not-sent':
        return { is: 'not-sent' }
      case 'open':
      case 'unknown':
      case 'silence':
        return null
      case 'approved':
      case 'declined':
        return said
    }
  }

  /** What has no end yet is asked after, until it has one or nobody waits any more. */
  private async asked(order: PortOrder, noMore: AbortSignal): Promise<Answer> {
    const beat = beating(QUERY_RHYTHM, this.parts.clock, noMore)
    while (await beat()) {
      const found = await this.lookUp(order, noMore)
      if (found.is === 'approved' || found.is === 'declined') return found
    }
    return SILENCE
  }

  private remember(attempt: string, by: PaidBy | null): void {
    // The newest are the last.
    this.sent.delete(attempt)
    this.sent.set(attempt, { by, atMs: this.parts.clock.elapsedMs() })
    const [oldest] = this.sent.keys()
    if (this.sent.size > REMEMBERED_MAX && oldest !== undefined) this.sent.delete(oldest)
  }

  private prompt(attempt: string, prompt: Prompt | null): void {
    for (const tell of this.listeners) tell(attempt, prompt)
  }
}
