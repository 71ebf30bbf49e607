import { describe, expect, it } from 'vitest'
import { decideCancel, decidePark, decideRecall, decideReprint, PARKED_MAX } from './adjusting.ts'
import { money, ZERO } from './money.ts'
import { everySale } from './sales.ts'
import type { PaidSale } from './paid-sale.ts'
import type { TillEvent } from './events.ts'
import { NEW_TILL, step, type Till } from './till.ts'

const cola = { sku: 'C', name: '可乐', price: money(300), unit: 'piece', quantity: 1, label: null } as const
const add: TillEvent = { is: 'goods-added', ...cola }
const steps = (till: Till, ...events: readonly TillEvent[]): Till =>
  events.reduce((so, each) => step(so, each, 7), till)
const park = (slot: number): TillEvent => ({ is: 'sale-parked', slot, operator: '03' })

describe('a parked sale', () => {
  it('comes back as it was, discounts and line numbers too, and its number is free again', () => {
    const open = steps(NEW_TILL, add, {
      is: 'discount-set',
      line: null,
      discount: { is: 'permille', permille: 50 },
      granted: ZERO,
    })
    const parked = steps(open, park(1))
    expect([parked.sale.lines, parked.parked.map(({ slot }) => slot)]).toEqual([[], [1]])
    const recalled = steps(parked, { is: 'sale-recalled', slot: 1 })
    expect(recalled.sale).toEqual(open.sale)
    expect(recalled.parked).toEqual([])
    expect(decidePark(recalled, '03')).toMatchObject({ value: { answer: { slot: 1 } } })
  })

  it('has the lowest free number, and there is an end to them', () => {
    let till = NEW_TILL
    for (let slot = 1; slot <= PARKED_MAX; slot++) till = steps(till, add, park(slot))
    expect(decidePark(steps(till, add), '03')).toEqual({ ok: false, why: 'too-many-parked' })
    const freed = steps(till, { is: 'sale-recalled', slot: 4 }, { is: 'sale-cancelled', operator: '03' }, add)
    expect(decidePark(freed, '03')).toMatchObject({ value: { answer: { slot: 4 } } })
  })

  it('is not recalled over an open sale, nor twice, nor is nothing parked', () => {
    const till = steps(NEW_TILL, add, park(1), add)
    expect(decideRecall(till, 1)).toEqual({ ok: false, why: 'sale-open' })
    expect(decideRecall(till, 2)).toEqual({ ok: false, why: 'no-such-parked' })
    expect(decidePark(NEW_TILL, '03')).toEqual({ ok: false, why: 'no-sale' })
    expect(decideCancel(NEW_TILL, '03')).toEqual({ ok: false, why: 'no-sale' })
    for (const forged of [{ is: 'sale-recalled', slot: 1 } as const, park(1)])
      expect(() => steps(till, forged)).toThrow()
  })
})

describe('a slip', () => {
  const paid = steps(NEW_TILL, add, {
    ...{ is: 'sale-paid', receipt: 'S01-1-000001O', counter: 1, operator: '03' },
    ...{ total: money(300), rounded: money(0), given: money(300), change: money(0), tenders: [] },
  })
  const sold = (till: Till): PaidSale => {
    const [sale] = everySale(till.sales)
    if (!sale) throw new Error('nothing was sold')
    return sale
  }
  const ended = (till: Till, print: 'printed' | 'refused' | 'unknown') =>
    steps(till, { is: 'slip-ended', receipt: 'S01-1-000001O', slip: 'sale', print })

  it('that came out, or may have, is printed again as a copy; one that was refused whole is not one', () => {
    expect(decideReprint(sold(paid), 'sale')).toEqual({ ok: false, why: 'still-printing' })
    expect(decideReprint(sold(ended(paid, 'printed')), 'sale')).toMatchObject({ value: { event: { copy: 1 } } })
    expect(decideReprint(sold(ended(paid, 'unknown')), 'sale')).toMatchObject({ value: { event: { copy: 1 } } })
    expect(decideReprint(sold(ended(paid, 'refused')), 'sale')).toMatchObject({ value: { event: { copy: 0 } } })
  })

  it('that was refused is owed until it is sent again; a till that dies then does not know', () => {
    const refused = ended(paid, 'refused')
    expect(refused.owed).toEqual([{ receipt: 'S01-1-000001O', slip: 'sale' }])
    expect(steps(refused, { is: 'started' }).owed).toEqual([{ receipt: 'S01-1-000001O', slip: 'sale' }])
    const again = steps(refused, { is: 'slip-again', receipt: 'S01-1-000001O', slip: 'sale', copy: 0 })
    expect([again.owed, sold(again).print]).toEqual([[], 'waiting'])
    const restarted = steps(again, { is: 'started' })
    expect([restarted.owed, sold(restarted).print]).toEqual([[], 'unknown'])
  })

  it('is not sent again under another count', () => {
    for (const copy of [0, 2]) {
      expect(() =>
        steps(ended(paid, 'printed'), { is: 'slip-again', receipt: 'S01-1-000001O', slip: 'sale', copy }),
      ).toThrow()
    }
  })
})
