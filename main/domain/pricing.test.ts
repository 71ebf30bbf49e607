import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideDiscount, decidePrice } from './adjusting.ts'
import { givenAway } from './giving.ts'
import { money, sum, ZERO } from './money.ts'
import { cashDue, grossOf, lineAmount, lineShares, saleDiscount, saleTotal, subtotal, takenOff } from './pricing.ts'
import { EMPTY_SALE, withDiscount, withGoods, withPrice, type OpenSale } from './sale.ts'
import { decideCash, decideQuantity } from './selling.ts'
import { NEW_TILL, step, type Till } from './till.ts'

const fen = fc.integer({ min: 1, max: 1_000_000 }).map(money)
const discount = fc.option(
  fc.oneof(
    fc.record({ is: fc.constant('permille' as const), permille: fc.integer({ min: 1, max: 1000 }) }),
    fc.record({ is: fc.constant('amount' as const), amount: fen }),
  ),
)
const line = fc.record({
  ...{ price: fen, unit: fc.constantFrom('piece' as const, 'kg' as const), discount },
  ...{ quantity: fc.integer({ min: 1, max: 999 }), label: fc.option(fen) },
})
const sale = fc.record({ lines: fc.array(line, { minLength: 1, maxLength: 30 }), discount })
const rounding = fc.constantFrom('none' as const, 'down' as const, 'half-up' as const)

describe('money in a sale', () => {
  it('is neither made nor lost by discounts, rounding and spreading them over the lines', () => {
    fc.assert(
      fc.property(sale, rounding, (each, how) => {
        const total = saleTotal(each)
        expect(total + saleDiscount(each)).toBe(subtotal(each))
        expect(subtotal(each)).toBe(each.lines.reduce((all, one) => all + lineAmount(one), 0))
        const due = cashDue(total, how)
        const shares = lineShares(each, due)
        expect(sum(shares)).toBe(due)
        expect(shares.every((share) => share >= 0)).toBe(true)
      }),
    )
  })

  it('is never below nothing, and no discount takes more than there is', () => {
    fc.assert(
      fc.property(sale, (each) => {
        expect(saleTotal(each)).toBeGreaterThanOrEqual(0)
        for (const one of each.lines) {
          expect(lineAmount(one)).toBeGreaterThanOrEqual(0)
          expect(takenOff(grossOf(one), one.discount)).toBeLessThanOrEqual(grossOf(one))
        }
      }),
    )
  })

  it('is rounded to jiao by less than one, down never up', () => {
    fc.assert(
      fc.property(fen, (total) => {
        const down = cashDue(total, 'down')
        expect(down % 10).toBe(0)
        expect(total - down).toBeGreaterThanOrEqual(0)
        expect(total - down).toBeLessThan(10)
        const near = cashDue(total, 'half-up')
        expect(near % 10).toBe(0)
        expect(Math.abs(near - total)).toBeLessThanOrEqual(5)
        expect(cashDue(total, 'none')).toBe(total)
      }),
    )
  })

  // Worked by hand: 532 g at 12.80 is 6.8096; 15.5 % of 9.99 is 1.54845; 12.345 kg at 0.01 is 0.12345.
  it.each([
    [{ unit: 'kg', price: 1280, quantity: 532 }, 681],
    [{ unit: 'kg', price: 1, quantity: 12_345 }, 12],
    [{ unit: 'piece', price: 333, quantity: 3 }, 999],
  ] as const)('of %o is %i fen', ({ unit, price, quantity }, amount) => {
    expect(grossOf({ unit, price: money(price), quantity, label: null })).toBe(amount)
  })
  it('of a label is the label’s, whatever its weight comes to', () => {
    expect(grossOf({ unit: 'kg', price: money(1280), quantity: 532, label: money(680) })).toBe(680)
    expect(takenOff(money(999), { is: 'permille', permille: 155 })).toBe(155)
  })
})

const apple = { sku: 'A', name: '苹果', price: money(1000), unit: 'kg' } as const
const cola = { sku: 'C', name: '可乐', price: money(300), unit: 'piece' } as const
const cashier = { manager: false, limit: 100 }
const manager = { manager: true, limit: 100 }

function tillWith(...goods: readonly (typeof apple | typeof cola)[]): Till {
  return goods.reduce<Till>(
    (till, each) => step(till, { is: 'goods-added', ...each, quantity: each.unit === 'kg' ? 500 : 1, label: null }, 0),
    NEW_TILL,
  )
}
function must(result: { ok: true; value: OpenSale } | { ok: false; why: string }): OpenSale {
  if (!result.ok) throw new Error(result.why)
  return result.value
}

describe('what a cashier may give away', () => {
  it('ends at the limit of a line, by discount or by price; a manager may go on', () => {
    const till = tillWith(cola)
    expect(decidePrice(till, { line: 1, price: money(270) }, cashier)).toMatchObject({ ok: true })
    expect(decidePrice(till, { line: 1, price: money(269) }, cashier)).toEqual({ ok: false, why: 'needs-manager' })
    expect(decidePrice(till, { line: 1, price: money(1) }, manager)).toMatchObject({ ok: true })
    const half = { is: 'permille', permille: 500 } as const
    expect(decideDiscount(till, { line: 1, discount: half }, cashier)).toEqual({ ok: false, why: 'needs-manager' })
    expect(decideDiscount(till, { line: 1, discount: half }, manager)).toMatchObject({ ok: true })
  })

  it('is not passed by many small steps: price, line and sale together are measured', () => {
    let till = tillWith(cola)
    const tenth = { is: 'permille', permille: 100 } as const
    till = step(till, { is: 'discount-set', line: 1, discount: tenth, granted: ZERO }, 0)
    expect(decidePrice(till, { line: 1, price: money(299) }, cashier)).toMatchObject({ why: 'needs-manager' })
    expect(decideDiscount(till, { line: null, discount: tenth }, cashier)).toMatchObject({ why: 'needs-manager' })
    // Nor by giving a little on dear goods for much on cheap ones.
    const both = tillWith(cola, apple)
    expect(decideDiscount(both, { line: 1, discount: { is: 'amount', amount: money(31) } }, cashier)).toMatchObject({
      why: 'needs-manager',
    })
  })

  it('does not grow by taking the dear goods out again after a sum was taken off', () => {
    let till = tillWith(cola, apple)
    till = step(
      till,
      { is: 'discount-set', line: null, discount: { is: 'amount', amount: money(80) }, granted: ZERO },
      0,
    )
    const pay = (so: Till, limit: number) =>
      decideCash(so, {
        ...{ due: saleTotal(so.sale), given: money(1000), operator: '03', station: '01', epoch: 1 },
        ...{ rounding: 'none', limit },
      })
    expect(pay(till, 100)).toMatchObject({ ok: true })
    till = step(till, { is: 'line-removed', line: 2 }, 0)
    expect(pay(till, 100)).toEqual({ ok: false, why: 'needs-manager' })
    expect(pay(till, 1000)).toMatchObject({ ok: true })
  })

  it('what a manager let pass, a cashier may go on with, and no further', () => {
    let till = tillWith(cola)
    const given = decideDiscount(till, { line: 1, discount: { is: 'permille', permille: 400 } }, manager)
    if (!given.ok) throw new Error(given.why)
    till = step(till, given.value.event, 0)
    expect(till.sale.granted).toBe(120)
    const less = { line: 1, discount: { is: 'permille', permille: 300 } } as const
    expect(decideDiscount(till, less, cashier)).toMatchObject({ ok: true })
    const more = { line: 1, discount: { is: 'permille', permille: 410 } } as const
    expect(decideDiscount(till, more, cashier)).toEqual({ ok: false, why: 'needs-manager' })
  })

  it('what a manager let pass on cheap goods is no leave for dear ones', () => {
    let till = tillWith({ ...cola, price: money(100) })
    const much = { is: 'permille', permille: 900 } as const
    const given = decideDiscount(till, { line: 1, discount: much }, manager)
    if (!given.ok) throw new Error(given.why)
    till = step(till, given.value.event, 0)
    till = step(till, { is: 'goods-added', ...cola, sku: 'D', price: money(500_000), quantity: 1, label: null }, 0)
    till = step(till, { is: 'discount-set', line: 1, discount: null, granted: ZERO }, 0)
    expect(decideDiscount(till, { line: 2, discount: much }, cashier)).toEqual({ ok: false, why: 'needs-manager' })
  })

  it('is not widened by discounts that come to nothing', () => {
    let till = NEW_TILL
    for (let line = 1; line <= 100; line++) {
      till = step(till, { is: 'goods-added', ...cola, sku: `C${line}`, price: money(400), quantity: 1, label: null }, 0)
      const nothing = { is: 'permille', permille: 1 } as const
      till = step(till, { is: 'discount-set', line, discount: nothing, granted: ZERO }, 0)
    }
    const off = { line: null, discount: { is: 'amount', amount: money(50) } } as const
    expect(decideDiscount(till, off, { manager: false, limit: 0 })).toEqual({ ok: false, why: 'needs-manager' })
  })

  it('is told from list prices for any prices and discounts, rounded up', () => {
    fc.assert(
      fc.property(fen, fen, discount, discount, (list, price, ofLine, ofSale) => {
        const open = must(withGoods(EMPTY_SALE, { ...cola, price: list }, { quantity: 1, label: null }))
        const after = withDiscount(withDiscount(must(withPrice(open, 1, price)), 1, ofLine), null, ofSale)
        const halves = [ofLine, ofSale].filter((each) => each?.is === 'permille').length
        const off = list - saleTotal(after)
        expect(givenAway(after) * list).toBeGreaterThanOrEqual((off - halves / 2) * 1000)
        expect((givenAway(after) - 1) * list).toBeLessThan(Math.max(0, off) * 1000)
      }),
    )
  })

  it('calls a discount by its own name: what is rounded to the fen is no more than was said', () => {
    fc.assert(
      fc.property(fen, fc.integer({ min: 1, max: 1000 }), fc.boolean(), (list, permille, ofLine) => {
        const open = must(withGoods(EMPTY_SALE, { ...cola, price: list }, { quantity: 1, label: null }))
        expect(givenAway(withDiscount(open, ofLine ? 1 : null, { is: 'permille', permille }))).toBeLessThanOrEqual(
          permille,
        )
      }),
    )
  })

  it('refuses a sum above what there is', () => {
    const discount = { is: 'amount', amount: money(301) } as const
    for (const line of [1, null]) {
      expect(decideDiscount(tillWith(cola), { line, discount }, manager)).toEqual({
        ok: false,
        why: 'discount-too-large',
      })
    }
  })
})

describe('a label’s price', () => {
  it('stands: neither the amount nor the price of its line is set by hand, a discount may be given', () => {
    const labelled = step(NEW_TILL, { is: 'goods-added', ...apple, quantity: 500, label: money(480) }, 0)
    expect(saleTotal(labelled.sale)).toBe(480)
    expect(decideQuantity(labelled, 1, 400)).toEqual({ ok: false, why: 'labelled' })
    expect(decidePrice(labelled, { line: 1, price: money(2000) }, manager)).toEqual({ ok: false, why: 'labelled' })
    const discount = { is: 'permille', permille: 100 } as const
    expect(decideDiscount(labelled, { line: 1, discount }, cashier)).toMatchObject({ ok: true })
  })

  it('is no price where what was weighed costs nothing', () => {
    const light = { ...apple, price: money(300) }
    expect(withGoods(EMPTY_SALE, light, { quantity: 1, label: null })).toEqual({ ok: false, why: 'nothing-weighed' })
    expect(withGoods(EMPTY_SALE, light, { quantity: 2, label: null })).toMatchObject({ ok: true })
  })
})
