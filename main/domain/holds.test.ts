import { describe, expect, it } from 'vitest'
import { enteredBy, NOBODY_WAITS } from '../../tests/world/approving.ts'
import { planApproval } from './approving.ts'
import type { TillEvent } from './events.ts'
import { decideHold } from './holding.ts'
import { HOLDS_MAX, HOLDS_OVER_KEPT, holdState } from './holds.ts'
import { money } from './money.ts'
import type { PaymentEvent } from './payment.ts'
import { attemptKey } from './payments.ts'
import type { Result } from './result.ts'
import { decideAdd } from './selling.ts'
import { decideTender } from './tendering.ts'
import { NEW_TILL, step, type Till } from './till.ts'
import { decideRelease, decideTenderVoid } from './voiding.ts'
import { whatOf } from './wishes.ts'

const STATION = { station: '01', epoch: 1 }
const BY = { operator: '03', ...STATION, settling: () => 'reversal' as const }
const CASHIER = { number: '03', name: '收银员', role: 'cashier' } as const
const MANAGER = { number: '11', name: '店长', role: 'manager' } as const
const water = { sku: 'DRK001', name: '农夫山泉 550ml', price: money(200), unit: 'piece' } as const

/** A till as its events make it, and the newest order’s attempt. */
class Desk {
  till: Till = step(NEW_TILL, { is: 'operators-made', operators: [CASHIER, MANAGER], signedIn: '03' }, 0)
  private approvals = 0

  does(decided: Result<{ readonly event: TillEvent }, string>): string {
    if (!decided.ok) throw new Error(decided.why)
    this.till = step(this.till, decided.value.event, 0)
    return attemptKey(STATION, this.till.orders)
  }
  told(attempt: string, ...events: readonly PaymentEvent[]): void {
    for (const event of events) this.till = step(this.till, { is: 'payment-told', attempt, event }, 0)
  }
  yes(attempt: string): void {
    const amount = this.till.payments.get(attempt)?.payment.amount ?? money(0)
    this.told(attempt, { is: 'approved', approval: `A-${attempt}`, amount })
  }
  sells(quantity = 3): void {
    this.does(decideAdd(this.till, water, { quantity, label: null }))
  }
  asksHold(amount: number): string {
    return this.does(decideHold(this.till, { ...BY, port: 'acquirer', amount: money(amount), note: '302' }))
  }
  holds(amount: number): string {
    const attempt = this.asksHold(amount)
    this.yes(attempt)
    return attempt
  }
  takes(hold: string, amount: number, left = 600) {
    const what = { method: 'card', port: 'terminal', hold, amount: money(amount), left: money(left) } as const
    return decideTender(this.till, { ...BY, ...what, limit: 1000 })
  }
  /** A manager's yes to letting go, or giving back, what has this attempt. */
  undoes(attempt: string, by: typeof decideRelease | typeof decideTenderVoid = decideRelease, yesTo = attempt) {
    const wish = (of: string) => ({
      ...{ what: { act: 'void-tender', attempt: of } as const, reason: 'other' as const, asker: '03', ...STATION },
    })
    const planned = planApproval(this.till, wish(yesTo), enteredBy('11'), NOBODY_WAITS)
    if (!planned.ok) return planned
    const id = `approval-${++this.approvals}`
    const approval = { id, ...planned.value.approval, factor: null }
    this.till = step(this.till, { is: 'approval-given', approval }, 0)
    const facts = { approvalId: id, expired: false, nowMs: 0, settling: BY.settling }
    return by(this.till, wish(attempt), facts)
  }
  is(attempt: string) {
    const hold = this.till.holds.get(attempt)
    return hold && holdState(hold)
  }
}

const SILENCE = { is: 'silence' } as const
const REVERSED = { is: 'reversal-confirmed' } as const
const FAILED = { is: 'reversal-failed' } as const

describe('a hold', () => {
  it('is open once it is approved, for what was approved, and is not while its end is not known', () => {
    const desk = new Desk()
    const attempt = desk.asksHold(5_000)
    expect(desk.is(attempt)).toBe('asked')
    desk.told(attempt, SILENCE)
    expect(desk.is(attempt)).toBe('asked')
    desk.told(attempt, FAILED, FAILED, FAILED)
    // It goes on being undone, and the customer was told that nothing is held.
    expect([desk.is(attempt), desk.till.payments.get(attempt)?.payment.at]).toEqual(['failed', 'stuck'])
    const other = desk.asksHold(5_000)
    desk.told(other, { is: 'approved', approval: 'A', amount: money(2_500), partly: true })
    expect([desk.is(other), desk.till.holds.get(other)]).toMatchObject(['open', { amount: 2_500, approval: 'A' }])
  })

  it('bears the card of its message, where the port tells one', () => {
    const desk = new Desk()
    desk.till = step(desk.till, { is: 'terminal-signed-on', batch: 1 }, 0)
    const attempt = desk.asksHold(5_000)
    const sent = { attempt, transaction: 'pre-auth', amount: money(5_000), of: null, stan: 1, batch: 1 } as const
    const card = { entry: 'chip', hasPin: true, card: '620000******0005', isForeign: false } as const
    desk.till = step(desk.till, { is: 'card-sent', ...sent, ...card }, 0)
    desk.yes(attempt)
    expect(desk.till.holds.get(attempt)?.card).toBe('620000******0005')
    expect(desk.till.cards.sent.get(attempt)?.end).toBe('moved')
  })

  it('keeps the counter for itself while a card is waited for', () => {
    const desk = new Desk()
    const first = desk.holds(5_000)
    desk.sells()
    const second = desk.asksHold(1_000)
    expect(desk.takes(first, 600)).toMatchObject({ why: 'payment-open' })
    desk.yes(second)
    desk.does(desk.takes(first, 600))
    const another = decideHold(desk.till, { ...BY, port: 'acquirer', amount: money(1), note: '' })
    expect(another).toMatchObject({ why: 'payment-open' })
  })

  it('is one of so many, and of those that are over the last are remembered', () => {
    const desk = new Desk()
    const all = Array.from({ length: HOLDS_MAX }, () => desk.holds(100))
    expect(() => desk.asksHold(100)).toThrow('too-many-holds')
    for (let nth = 0; nth < HOLDS_OVER_KEPT + 5; nth++) {
      const [, second = ''] = all
      desk.does(desk.undoes(second))
      desk.yes(attemptKey(STATION, desk.till.orders))
      all.splice(1, 1, desk.holds(100))
    }
    expect([desk.till.holds.size, desk.is(all[0] ?? '')]).toEqual([HOLDS_MAX + HOLDS_OVER_KEPT, 'open'])
  })
})

describe('a completion', () => {
  it('takes no more than is held or left, of a hold that is open, and ends it', () => {
    const desk = new Desk()
    const [hold, small] = [desk.holds(5_000), desk.holds(100)]
    desk.sells()
    expect(desk.takes(small, 600)).toMatchObject({ why: 'more-than-held' })
    expect(desk.takes(hold, 601)).toMatchObject({ why: 'too-much-tendered' })
    expect(desk.takes('01-1-9', 600)).toMatchObject({ why: 'no-such-hold' })
    const attempt = desk.does(desk.takes(hold, 600))
    const of = { attempt: hold, approval: `A-${hold}` }
    expect(desk.till.payments.get(attempt)).toMatchObject({ port: 'acquirer', payment: { kind: 'complete', of } })
    expect(desk.is(hold)).toBe('completing')
    desk.yes(attempt)
    expect([desk.is(hold), desk.takes(hold, 1)]).toMatchObject(['completed', { ok: false }])
    expect(desk.till.sale.tenders).toMatchObject([{ state: 'done', amount: 600 }])
  })

  it('that is declined or reversed leaves the hold open, and nothing else takes of it before', () => {
    const desk = new Desk()
    const hold = desk.holds(5_000)
    desk.sells()
    desk.told(desk.does(desk.takes(hold, 600)), { is: 'declined', why: '05' })
    expect(desk.is(hold)).toBe('open')
    const attempt = desk.does(desk.takes(hold, 600))
    desk.told(attempt, SILENCE, FAILED, FAILED, FAILED)
    // The customer may pay otherwise, but what the acquirer holds is not known.
    expect([desk.is(hold), desk.takes(hold, 600)]).toMatchObject(['unclear', { why: 'no-such-hold' }])
    desk.told(attempt, { is: 'retry' }, REVERSED)
    expect(desk.is(hold)).toBe('open')
    // A yes that comes late is undone; until it is, the hold is none to rely on.
    desk.yes(attempt)
    expect(desk.is(hold)).toBe('completing')
    desk.told(attempt, REVERSED)
    expect(desk.is(hold)).toBe('open')
  })

  it('that is voided makes the hold open again, when the void is done', () => {
    const desk = new Desk()
    const hold = desk.holds(5_000)
    desk.sells()
    const attempt = desk.does(desk.takes(hold, 200))
    desk.yes(attempt)
    const first = desk.does(desk.undoes(attempt, decideTenderVoid))
    expect(desk.is(hold)).toBe('completed')
    desk.told(first, { is: 'declined', why: '25' })
    expect(desk.is(hold)).toBe('completed')
    desk.yes(desk.does(desk.undoes(attempt, decideTenderVoid)))
    expect(desk.is(hold)).toBe('open')
    const again = desk.does(desk.takes(hold, 600))
    desk.yes(again)
    // Nothing late about the first one says anything of the second.
    desk.yes(attempt)
    desk.yes(first)
    expect([desk.is(hold), desk.till.holds.get(hold)?.end?.attempt]).toEqual(['completed', again])
  })

  it('is by card', () => {
    const desk = new Desk()
    const hold = desk.holds(5_000)
    desk.sells()
    const what = { port: 'scanpay', hold, amount: money(600), left: money(600), limit: 1000 } as const
    expect(decideTender(desk.till, { ...BY, ...what, method: 'scan' })).toMatchObject({ why: 'no-such-hold' })
  })
})

describe('a release', () => {
  it('lets all of it go, by a manager’s yes to just this hold', () => {
    const desk = new Desk()
    const [hold, other] = [desk.holds(5_000), desk.holds(5_000)]
    expect(desk.undoes(hold, decideRelease, other)).toMatchObject({ why: 'approval-for-another' })
    const attempt = desk.does(desk.undoes(hold))
    expect(desk.till.payments.get(attempt)?.payment).toMatchObject({ kind: 'release', amount: 5_000 })
    expect([desk.is(hold), desk.undoes(hold)]).toMatchObject(['releasing', { why: 'no-such-tender' }])
    desk.yes(attempt)
    expect([desk.is(hold), desk.is(other)]).toEqual(['released', 'open'])
  })

  it('whose end nobody knows is for the machine, and then for a person', () => {
    const desk = new Desk()
    const hold = desk.holds(5_000)
    const attempt = desk.does(desk.undoes(hold))
    desk.told(attempt, SILENCE, FAILED, FAILED, FAILED)
    expect(desk.is(hold)).toBe('unclear')
    desk.told(attempt, { is: 'decided', as: 'not-paid', by: '11' })
    expect(desk.is(hold)).toBe('open')
  })

  it('is no tender, nor a tender a hold', () => {
    const desk = new Desk()
    const hold = desk.holds(5_000)
    expect(desk.undoes(hold, decideTenderVoid)).toMatchObject({ why: 'no-such-tender' })
    const wish = { reason: 'other', asker: '03', ...STATION } as const
    const named = whatOf(desk.till, { ...wish, what: { act: 'void-tender', attempt: hold } })
    expect(named).toMatchObject({ ok: true, value: { amount: 5_000, sinceMs: null } })
  })
})

it('an event that ends no open hold, or takes more than it is, is forged', () => {
  const desk = new Desk()
  const hold = desk.holds(5_000)
  const order = { kind: 'complete', settlesBy: 'reversal', amount: money(5_001), attempt: '01-1-9' } as const
  const asked = (attempt: string) => {
    const of = { attempt, approval: '' }
    return step(desk.till, { is: 'payment-asked', port: 'acquirer', order: { ...order, of }, tender: null }, 0)
  }
  expect(() => asked(hold)).toThrow('no more is taken')
  expect(() => asked('01-1-8')).toThrow('a hold ends that is open')
})
