import fc from 'fast-check'
import { anchored } from '#domain/anchor'
import { planApproval } from '#domain/approving'
import { money, sum, ZERO, type Money } from '#domain/money'
import type { PaidSale } from '#domain/paid-sale'
import type { PaymentEvent } from '#domain/payment'
import { ordersIn, type Addressed, type Settling } from '#domain/payments'
import type { RefundWish } from '#domain/refunding'
import { returnAtRest } from '#domain/returning'
import { everySale } from '#domain/sales'
import { decideAdd, decideCash } from '#domain/selling'
import { decideTender } from '#domain/tendering'
import type { TillEvent } from '#domain/events'
import { NEW_TILL, step, type Till } from '#domain/till'
import { decideGivingBack } from '#domain/voiding'
import { whatOf, type WhatOf, type Wish } from '#domain/wishes'
import { SETTLES } from '#drivers/payment/virtual-pair'
import { replayRecord } from '#main/acts'
import { isDeepStrictEqual } from 'node:util'
import { enteredBy, NOBODY_WAITS } from '../world/approving.ts'

/** Refunds and voids of a split sale in any order, at acquirers that lose and fail, by a till that is cut off. */
const settling: Settling = (port, kind) =>
  kind === 'void' || kind === 'refund' ? SETTLES[port === 'acquirer' ? 'card' : 'scan'][kind] : 'reversal'
const STATION = { station: '01', epoch: 1 }

export type Fate = 'yes' | 'no' | 'lost-answer' | 'lost-request' | 'part'
export type Move =
  | { readonly do: 'lines'; readonly place: number; readonly quantity: number }
  | { readonly do: 'amount'; readonly amount: number }
  | { readonly do: 'void' }
  | { readonly do: 'answer'; readonly fate: Fate; readonly undone: boolean }
  | { readonly do: 'crash' }
  | { readonly do: 'decide' }

const answered = fc.record({
  do: fc.constant('answer' as const),
  fate: fc.constantFrom<Fate>('yes', 'yes', 'yes', 'no', 'lost-answer', 'lost-request', 'part'),
  undone: fc.boolean(),
})
export const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: answered },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ do: fc.constant('lines' as const), place: fc.nat(3), quantity: fc.integer({ min: 1, max: 4 }) },
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('amount' as const), amount: fc.integer({ min: 1, max: 3000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('void' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('decide' as const) }) },
)

/** Stands for every record's: nothing here looks at it. */
const HASH = 'x'.repeat(43)

/** A till with its journal as text, and what the acquirers have really given back. */
export class Counter {
  till: Till = NEW_TILL
  readonly gaveBack = new Map<string, Money>()
  private readonly journal: string[] = []
  private waiting: Addressed[] = []
  private approvals = 0

  happens(event: TillEvent): void {
    this.journal.push(JSON.stringify({ event, reply: null }))
    this.till = anchored(step(this.till, event, 0), event, { seq: this.journal.length, hash: HASH })
    this.waiting.push(...ordersIn(event))
    const next = event.is === 'payment-told' ? returnAtRest(this.till) : null
    if (next) this.happens(next)
  }

  sale(): PaidSale {
    const [sale] = everySale(this.till.sales)
    if (!sale) throw new Error('nothing was sold')
    return sale
  }

  back(what: WhatOf<'void-paid' | 'refund'>): boolean {
    const wish = { what, reason: 'other' as const, asker: '03', ...STATION }
    const id = `approval-${++this.approvals}`
    const code = `code-${id}`
    if (what.act === 'refund' && !this.sendCode(code, wish)) return false
    const planned = planApproval(this.till, wish, enteredBy('11', { code: true }), NOBODY_WAITS)
    if (!planned.ok) return false
    this.happens({ is: 'approval-given', approval: { id, ...planned.value.approval, factor: null } })
    const facts = { approvalId: id, expired: false, nowMs: 0, settling }
    const decided = decideGivingBack(this.till, wish, facts)
    if (!decided.ok) throw new Error(decided.why)
    this.happens(decided.value.event)
    return true
  }

  /** A one-time code for just this; whether there is anything to be had one for. */
  private sendCode(id: string, wish: Wish): boolean {
    const named = whatOf(this.till, wish)
    if (!named.ok) return false
    const { subject: receipt, goods, amount } = named.value
    const code = { id, receipt, goods, amount, ...STATION, asker: '03', manager: '11', hash: '0'.repeat(64) }
    this.happens({ is: 'refund-code-made', code: { ...code, madeMs: 0, expiresMs: 1 } })
    return true
  }

  tell(attempt: string, event: PaymentEvent): void {
    this.happens({ is: 'payment-told', attempt, event })
  }

  /** The acquirer hears of the oldest order that was sent, and what it leaves to be done is done. */
  answer({ fate, undone }: Extract<Move, { do: 'answer' }>): void {
    const isAsked = ({ order }: Addressed) => this.till.payments.get(order.attempt)?.payment.at === 'asked'
    this.waiting = this.waiting.filter(isAsked)
    const next = this.waiting.shift()
    if (!next) return
    const { attempt, amount } = next.order
    if (fate === 'yes' || fate === 'lost-answer') this.gaveBack.set(attempt, amount)
    if (fate === 'part') this.gaveBack.set(attempt, money(Math.max(1, amount - 1)))
    const moved = this.gaveBack.get(attempt)
    const yes = { is: 'approved', approval: 'A', amount: moved ?? ZERO } as const
    this.tell(attempt, fate === 'no' ? NO : fate === 'yes' || fate === 'part' ? yes : { is: 'silence' })
    this.carryOut(attempt, undone)
  }

  carryOut(attempt: string, undone: boolean): void {
    for (let tries = 0; tries < 6; tries++) {
      const duty = this.till.payments.get(attempt)?.duty
      const moved = this.gaveBack.get(attempt)
      if (duty === undefined) return
      if (duty === 'look-up') {
        this.tell(attempt, moved === undefined ? { is: 'not-found' } : { is: 'approved', approval: 'A', amount: moved })
      } else {
        if (undone) this.gaveBack.delete(attempt)
        this.tell(attempt, { is: undone ? 'reversal-confirmed' : 'reversal-failed' })
      }
    }
  }

  /** The power goes; the records alone make the same till, which asks after what was open. */
  crash(): void {
    const before = this.till
    let again = NEW_TILL
    for (const [nth, body] of this.journal.entries()) {
      const record = { seq: nth + 1, ts: 0, body: JSON.parse(body) as unknown }
      again = replayRecord(again, { record, hash: HASH }).till
    }
    if (!isDeepStrictEqual(again, before)) throw new Error('the records make another till')
    this.waiting = []
    this.happens({ is: 'started' })
    for (const [attempt, { payment }] of this.till.payments) {
      if (!['asked', 'unknown', 'reversing'].includes(payment.at)) continue
      this.tell(attempt, { is: 'restarted' })
      this.carryOut(attempt, true)
    }
  }

  /** A manager has seen the statement. */
  decide(): void {
    for (const [attempt, { payment }] of this.till.payments) {
      if (payment.at !== 'stuck' && payment.at !== 'unknown') continue
      this.tell(attempt, { is: 'decided', as: this.gaveBack.has(attempt) ? 'paid' : 'not-paid', by: '11' })
    }
  }
}
const NO = { is: 'declined', why: '51' } as const

export function sold(byCard: number, byScan: number): Counter {
  const counter = new Counter()
  const must = (decided: { ok: true; value: { event: TillEvent } } | { ok: false; why: string }) => {
    if (!decided.ok) throw new Error(decided.why)
    counter.happens(decided.value.event)
  }
  const operators = [
    { number: '03', name: '收银员', role: 'cashier' },
    { number: '11', name: '店长', role: 'manager' },
  ] as const
  counter.happens({ is: 'operators-made', operators, signedIn: '03' })
  for (const [place, price] of [199, 350, 833].entries()) {
    const goods = { sku: `G${place}`, name: '货', price: money(price), unit: 'piece' } as const
    must(decideAdd(counter.till, goods, { quantity: 2 + place, label: null }))
  }
  const facts = { operator: '03', ...STATION, limit: 0, settling, hold: null }
  let left = 199 * 2 + 350 * 3 + 833 * 4
  for (const [method, port, amount] of [
    ['card', 'acquirer', byCard],
    ['scan', 'scanpay', byScan],
  ] as const) {
    must(decideTender(counter.till, { ...facts, method, port, amount: money(amount), left: money(left) }))
    const attempt = counter.till.sale.tenders.at(-1)?.attempt ?? ''
    counter.tell(attempt, { is: 'approved', approval: 'A', amount: money(amount) })
    left -= amount
  }
  must(decideCash(counter.till, { ...facts, due: money(left), given: money(left), rounding: 'none' }))
  return counter
}

/** What the till says went back by a tender, and what really did. */
export function backBy(counter: Counter, place: number): { readonly said: Money; readonly truly: Money } {
  const parts = counter.sale().returns.flatMap(({ parts: of }) => of[place] ?? [])
  const cash = parts.filter(({ attempt }) => attempt === null)
  return {
    said: sum(parts.filter(({ state }) => state !== 'failed').map(({ amount }) => amount)),
    truly: sum([
      ...cash.map(({ amount }) => amount),
      ...parts.map(({ attempt }) => counter.gaveBack.get(attempt ?? '') ?? ZERO),
    ]),
  }
}

export function make(counter: Counter, next: Move): void {
  const { receipt } = counter.sale()
  const refund = (wish: RefundWish) => counter.back({ act: 'refund', receipt, wish })
  if (next.do === 'lines') refund({ by: 'lines', lines: [{ place: next.place, quantity: next.quantity }] })
  else if (next.do === 'amount') refund({ by: 'amount', amount: money(next.amount) })
  else if (next.do === 'void') counter.back({ act: 'void-paid', receipt })
  else if (next.do === 'answer') counter.answer(next)
  else if (next.do === 'crash') counter.crash()
  else counter.decide()
}
