import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money, type Money } from './money.ts'
import { saleTotal } from './pricing.ts'
import { everySale, saleAt } from './sales.ts'
import { decideAdd, decideCash, decideQuantity, decideRemoval } from './selling.ts'
import type { TillEvent } from './events.ts'
import { NEW_TILL, step, type Till } from './till.ts'
import { planApproval } from './approving.ts'
import { decideGivingBack } from './voiding.ts'
import { afterRestore } from './terminal/terminal.ts'
import { enteredBy, NOBODY_WAITS } from '../../tests/world/approving.ts'

const water = { sku: 'DRK001', name: '农夫山泉 550ml', price: money(200), unit: 'piece' } as const
const cola = { sku: 'DRK005', name: '可口可乐 330ml 罐', price: money(300), unit: 'piece' } as const
const people: TillEvent = {
  is: 'operators-made',
  operators: [
    { number: '03', name: '收银员', role: 'cashier' },
    { number: '11', name: '店长', role: 'manager' },
  ],
  signedIn: '03',
}
const voiding = (receipt: string) => ({
  what: { act: 'void-paid' as const, receipt },
  ...{ reason: 'other' as const, asker: '03', station: '01', epoch: 1 },
})
const facts = (approvalId: string) => ({
  ...{ approvalId, expired: false, nowMs: 0, settling: () => 'reversal' as const },
})
const ask = (till: Till, receipt: string, approver = '11') =>
  planApproval(till, voiding(receipt), enteredBy(approver), NOBODY_WAITS)

function after(till: Till, decided: { ok: true; value: { event: TillEvent } } | { ok: false; why: string }, atMs = 0) {
  if (!decided.ok) throw new Error(decided.why)
  return step(till, decided.value.event, atMs)
}
const cash = (due: Money, given: Money) => ({
  due,
  given,
  operator: '03',
  station: '01',
  epoch: 1,
  rounding: 'none' as const,
  limit: 0,
})
const of = (quantity: number) => ({ quantity, label: null })
const soldOne = (): Till => {
  const till = after(step(NEW_TILL, people, 0), decideAdd(NEW_TILL, water, of(2)))
  return after(till, decideCash(till, cash(money(400), money(500))), 1000)
}
const RECEIPT = [...everySale(soldOne().sales)][0]?.receipt ?? ''

describe('the open sale', () => {
  it('counts the same goods up on their line, and gives removed line numbers to nobody', () => {
    let till = after(NEW_TILL, decideAdd(NEW_TILL, water, of(1)))
    till = after(till, decideAdd(till, cola, of(1)))
    till = after(till, decideAdd(till, water, of(1)))
    expect(till.sale.lines.map(({ line, quantity }) => [line, quantity])).toEqual([
      [1, 2],
      [2, 1],
    ])
    till = after(till, decideRemoval(till, 2))
    till = after(till, decideAdd(till, cola, of(1)))
    expect(till.sale.lines.map(({ line }) => line)).toEqual([1, 3])
  })

  it('refuses what would pass its limits, and says which', () => {
    const till = after(NEW_TILL, decideAdd(NEW_TILL, water, of(999)))
    expect(decideAdd(till, water, of(1))).toEqual({ ok: false, why: 'quantity-too-large' })
    const gold = { sku: 'G', name: '金', price: money(100_000_000), unit: 'piece' } as const
    expect(decideAdd(till, gold, of(1))).toEqual({ ok: false, why: 'amount-too-large' })
    expect(decideQuantity(till, 9, 1)).toEqual({ ok: false, why: 'no-such-line' })
    expect(decideRemoval(NEW_TILL, 1)).toEqual({ ok: false, why: 'no-sale' })
  })
})

describe('cash', () => {
  it('gives change and a number, and clears the counter for the next sale', () => {
    const till = soldOne()
    const sale = saleAt(till.sales, RECEIPT)
    expect(sale).toMatchObject({ total: 400, given: 500, change: 100, print: 'waiting', paidAtMs: 1000 })
    expect(till.sale.lines).toEqual([])
    expect(till.paid).toBe(RECEIPT)
  })

  it('takes nothing when the total is not the one the cashier saw, or the cash is short', () => {
    const till = after(NEW_TILL, decideAdd(NEW_TILL, water, of(1)))
    expect(decideCash(till, cash(money(100), money(500)))).toEqual({ ok: false, why: 'total-changed' })
    expect(decideCash(till, cash(money(200), money(199)))).toEqual({ ok: false, why: 'too-little-cash' })
    expect(decideCash(NEW_TILL, cash(money(0), money(0)))).toEqual({ ok: false, why: 'no-sale' })
  })

  it('takes a forged payment for a bug and changes nothing', () => {
    const till = soldOne()
    const forged = { ...{ is: 'sale-paid' as const, receipt: RECEIPT, counter: 1, operator: '03' } }
    expect(() =>
      step(till, { ...forged, total: money(0), rounded: money(0), given: money(0), change: money(0), tenders: [] }, 0),
    ).toThrow()
  })
})

/** A manager's yes, and the void with it. */
function voided(till: Till, receipt: string, id = 'approval-1'): Till {
  const asked = ask(till, receipt)
  if (!asked.ok) throw new Error(asked.why)
  const approved = step(till, { is: 'approval-given', approval: { id, ...asked.value.approval, factor: null } }, 0)
  return after(approved, decideGivingBack(approved, voiding(receipt), facts(id)), 2000)
}

describe('the void of a paid sale', () => {
  it('happens once, and names who asked and who approved', () => {
    const undone = voided(soldOne(), RECEIPT)
    expect(saleAt(undone.sales, RECEIPT)?.voided).toEqual({
      ...{ atMs: 2000, reason: 'other', asker: '03', manager: '11', selfApproval: false },
    })
    expect(ask(undone, RECEIPT)).toMatchObject({ why: 'already-voided' })
    expect(decideGivingBack(undone, voiding(RECEIPT), facts('approval-1'))).toMatchObject({
      why: 'already-voided',
    })
  })

  it('is not asked of a cashier, nor for a sale that is not there', () => {
    const till = soldOne()
    expect(ask(till, RECEIPT, '03')).toMatchObject({ why: 'unknown-manager' })
    expect(ask(till, 'S01-1-000009X')).toMatchObject({ why: 'unknown-sale' })
  })

  it('without an approval of its own is taken for a bug or a forged record', () => {
    const till = soldOne()
    const forged = {
      ...{ is: 'sale-voided' as const, receipt: RECEIPT, back: money(400), reason: 'other' as const },
      parts: [{ amount: money(400), sent: null }],
      ...{ asker: '03', manager: '11', approval: 'approval-1', selfApproval: false },
    }
    expect(() => step(till, forged, 0)).toThrow('approval of its own')
    const asked = ask(till, RECEIPT)
    if (!asked.ok) throw new Error(asked.why)
    const given = { id: 'approval-1', ...asked.value.approval, factor: null }
    const approved = step(till, { is: 'approval-given', approval: given }, 0)
    expect(() => step(approved, { ...forged, reason: 'training' }, 0)).toThrow('approval of its own')
    expect(() => step(approved, { ...forged, asker: '11' }, 0)).toThrow('names who asked')
    expect(saleAt(step(approved, forged, 0).sales, RECEIPT)?.voided).not.toBeNull()
  })
})

describe('a restart', () => {
  it('does not know of a slip that was being printed, and keeps the open sale', () => {
    const till = after(soldOne(), decideAdd(NEW_TILL, cola, of(1)))
    const restarted = step(till, { is: 'started' }, 5000)
    expect(saleAt(restarted.sales, RECEIPT)?.print).toBe('unknown')
    expect(restarted.sale).toEqual(till.sale)
  })

  it('from a backup is a restart in which receipts count from one again', () => {
    const till = after(soldOne(), decideAdd(NEW_TILL, cola, of(1)))
    const parent = { parent: '01-e1', forkSeq: 4, hash: 'h'.repeat(43), fork: 'fork-fork' }
    const restored = step(till, { is: 'epoch-began', ...parent }, 5000)
    expect(restored).toEqual({
      ...step(till, { is: 'started' }, 5000),
      ...{ lastCounter: 0, cards: afterRestore(till.cards) },
    })
    const next = decideCash(restored, { ...cash(money(300), money(300)), epoch: 2 })
    expect(next).toMatchObject({ ok: true, value: { event: { counter: 1, receipt: 'S01-2-0000017' } } })
    expect(after(restored, next).sales.size).toBe(2)
  })
})

it('never loses or makes a fen, whatever is scanned, changed, removed, paid and voided', () => {
  const goods = fc.record({
    sku: fc.constantFrom('A', 'B', 'C', 'D'),
    name: fc.constant('x'),
    price: fc.nat(100_000).map(money),
    unit: fc.constant('piece' as const),
  })
  const act = fc.oneof(
    fc.record({ do: fc.constant('add' as const), goods, quantity: fc.integer({ min: 1, max: 20 }) }),
    fc.record({
      do: fc.constant('quantity' as const),
      line: fc.integer({ min: 1, max: 9 }),
      quantity: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({ do: fc.constant('remove' as const), line: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ do: fc.constant('pay' as const), over: fc.nat(10_000) }),
    fc.record({ do: fc.constant('void' as const) }),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      let till = step(NEW_TILL, people, 0)
      let drawer = 0
      for (const each of acts) {
        if (each.do === 'add') {
          const decided = decideAdd(till, each.goods, of(each.quantity))
          if (decided.ok) till = after(till, decided)
        } else if (each.do === 'quantity') {
          const decided = decideQuantity(till, each.line, each.quantity)
          if (decided.ok) till = after(till, decided)
        } else if (each.do === 'remove') {
          const decided = decideRemoval(till, each.line)
          if (decided.ok) till = after(till, decided)
        } else if (each.do === 'pay') {
          const due = saleTotal(till.sale)
          const given = money(due + each.over)
          const decided = decideCash(till, cash(due, given))
          if (decided.ok) {
            till = after(till, decided)
            drawer += given - decided.value.answer.change
          }
        } else if (till.paid !== null) {
          const sale = saleAt(till.sales, till.paid)
          if (sale && !sale.voided) {
            till = voided(till, till.paid, `approval of ${till.paid}`)
            drawer -= sale.total
          }
        }
      }
      let kept = 0
      for (const sale of everySale(till.sales)) kept += sale.voided ? 0 : saleTotal(sale)
      expect(drawer).toBe(kept)
    }),
  )
})
