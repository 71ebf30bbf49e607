import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Answers, replayRecord } from '#main/acts'
import { money, sum, ZERO, type Money } from './money.ts'
import type { PaidSale } from './paid-sale.ts'
import type { PaymentEvent } from './payment.ts'
import { ordersIn, type Addressed, type Settling } from './payments.ts'
import type { RefundWish } from './refunding.ts'
import { returnAtRest } from './returning.ts'
import { everySale } from './sales.ts'
import { decideAdd, decideCash } from './selling.ts'
import { decideTender } from './tendering.ts'
import { NEW_TILL, step, type Till, type TillEvent } from './till.ts'
import { decideGivingBack, mayAskFor, type GivingBackWish } from './voiding.ts'

/** Refunds and voids of a split sale in any order, at acquirers that lose and fail, by a till that is cut off. */
const SETTLES = { acquirer: { pay: 'reversal', void: 'reversal', refund: 'neither' } } as const
const settling: Settling = (port, kind) => (port === 'acquirer' ? SETTLES.acquirer[kind] : 'look-up')
const STATION = { station: '01', epoch: 1 }

type Fate = 'yes' | 'no' | 'lost-answer' | 'lost-request' | 'part'
type Move =
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
const move: fc.Arbitrary<Move> = fc.oneof(
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

/** A till with its journal as text, and what the acquirers have really given back. */
class Counter {
  till: Till = NEW_TILL
  readonly gaveBack = new Map<string, Money>()
  private readonly journal: string[] = []
  private waiting: Addressed[] = []
  private approvals = 0

  happens(event: TillEvent): void {
    this.till = step(this.till, event, 0)
    this.journal.push(JSON.stringify({ event, reply: null }))
    this.waiting.push(...ordersIn(event))
    const next = event.is === 'payment-told' ? returnAtRest(this.till) : null
    if (next) this.happens(next)
  }

  sale(): PaidSale {
    const [sale] = everySale(this.till.sales)
    if (!sale) throw new Error('nothing was sold')
    return sale
  }

  back(what: GivingBackWish['what'] & { readonly act: 'void-paid' | 'refund' }): boolean {
    const wish = { what, reason: 'other' as const, asker: '03', ...STATION }
    const asked = mayAskFor(this.till, wish, '11', 0)
    if (!asked.ok) return false
    const id = `approval-${++this.approvals}`
    this.happens({ is: 'approval-given', approval: { id, ...asked.value } })
    const decided = decideGivingBack(this.till, wish, { approvalId: id, expired: false, settling })
    if (!decided.ok) throw new Error(decided.why)
    this.happens(decided.value.event)
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
    for (const body of this.journal) {
      again = replayRecord(again, new Answers(), { ts: 0, txn: 'txn', body: JSON.parse(body) as unknown })
    }
    expect(again).toEqual(before)
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

function sold(byCard: number, byScan: number): Counter {
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
  const facts = { operator: '03', ...STATION, limit: 0, settling }
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
function backBy(counter: Counter, place: number): { readonly said: Money; readonly truly: Money } {
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

function make(counter: Counter, next: Move): void {
  const { receipt } = counter.sale()
  const refund = (wish: RefundWish) => counter.back({ act: 'refund', receipt, wish })
  if (next.do === 'lines') refund({ by: 'lines', lines: [{ place: next.place, quantity: next.quantity }] })
  else if (next.do === 'amount') refund({ by: 'amount', amount: money(next.amount) })
  else if (next.do === 'void') counter.back({ act: 'void-paid', receipt })
  else if (next.do === 'answer') counter.answer(next)
  else if (next.do === 'crash') counter.crash()
  else counter.decide()
}

describe('money that goes back of a split sale', () => {
  it('is never more than was paid, of the sale and of each tender, whatever comes in which order', () => {
    const met = new Map<string, number>()
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.array(move, { minLength: 5, maxLength: 30 }),
        (byCard, byScan, moves) => {
          const counter = sold(byCard, byScan)
          for (const next of moves) {
            make(counter, next)
            const { tenders, total, returns } = counter.sale()
            const backs = tenders.map((_, place) => backBy(counter, place))
            for (const [place, { said, truly }] of backs.entries()) {
              expect(said).toBeLessThanOrEqual(tenders[place]?.amount ?? 0)
              expect(truly).toBeLessThanOrEqual(tenders[place]?.amount ?? 0)
            }
            expect(sum(backs.map(({ said }) => said))).toBeLessThanOrEqual(total)
            for (const { kind, parts } of returns.slice(-1))
              met.set(kind, (met.get(kind) ?? 0) + (parts.every(({ state }) => state === 'done') ? 1 : 0))
          }
        },
      ),
      { numRuns: 2_000 },
    )
    expect(met.get('refund')).toBeGreaterThan(500)
    expect(met.get('void')).toBeGreaterThan(100)
  })

  it('all goes back in the end, and then nothing more', () => {
    const counter = sold(1000, 1500)
    const { receipt } = counter.sale()
    for (let piece = 0; piece < 9; piece++) {
      const place = piece < 2 ? 0 : piece < 5 ? 1 : 2
      expect(counter.back({ act: 'refund', receipt, wish: { by: 'lines', lines: [{ place, quantity: 1 }] } })).toBe(
        true,
      )
      for (let orders = 0; orders < 2; orders++) counter.answer({ do: 'answer', fate: 'yes', undone: true })
    }
    const { tenders } = counter.sale()
    expect(tenders.map((_, place) => backBy(counter, place))).toEqual(
      tenders.map(({ amount }) => ({ said: amount, truly: amount })),
    )
    expect(counter.back({ act: 'void-paid', receipt })).toBe(false)
    expect(counter.back({ act: 'refund', receipt, wish: { by: 'amount', amount: money(1) } })).toBe(false)
  })
})
