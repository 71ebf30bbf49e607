import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money, split, sum, ZERO } from './money.ts'
import { lineShares, saleTotal } from './pricing.ts'
import { leftByTender, leftOf, planRefund, refundedOf, type Refundable, type RefundWish } from './refunding.ts'

const fen = (max: number) => fc.integer({ min: 1, max }).map(money)
const line = fc.record({
  ...{ price: fen(100_000), unit: fc.constant('piece' as const), quantity: fc.integer({ min: 1, max: 20 }) },
  ...{ label: fc.constant(null), discount: fc.constant(null) },
})
const discount = fc.option(
  fc.record({ is: fc.constant('permille' as const), permille: fc.integer({ min: 1, max: 900 }) }),
)

/** A paid sale of a few lines and tenders, nothing of it given back yet. */
const paid = fc
  .record({ lines: fc.array(line, { minLength: 1, maxLength: 6 }), discount })
  .chain((sale) =>
    fc.tuple(fc.constant(sale), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 })),
  )
  .filter(([, weights]) => weights.some((weight) => weight > 0))
  .map(([sale, weights]): Refundable => {
    const total = saleTotal(sale)
    return { ...sale, total, tenders: split(total, weights), refunds: [] }
  })
  .filter(({ total }) => total > 0)

const wish: fc.Arbitrary<RefundWish> = fc.oneof(
  fc.record({
    by: fc.constant('lines' as const),
    lines: fc.array(fc.record({ place: fc.nat(6), quantity: fc.integer({ min: 0, max: 9 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  fc.record({ by: fc.constant('amount' as const), amount: fc.integer({ min: -5, max: 300_000 }).map(money) }),
)
/** A person says of an unknown refund that it did not happen: it is taken out again. */
const step = fc.oneof({ weight: 5, arbitrary: wish }, { weight: 1, arbitrary: fc.constant('undone' as const) })

const after = (sale: Refundable, wanted: RefundWish): Refundable => {
  const plan = planRefund(sale, wanted)
  return plan.ok ? { ...sale, refunds: [...sale.refunds, plan.value] } : sale
}

describe('refunds of a sale', () => {
  it('never give back more than was paid, of the sale or of a tender, whatever their order', () => {
    fc.assert(
      fc.property(paid, fc.array(step, { maxLength: 25 }), (first, steps) => {
        let sale = first
        for (const each of steps) {
          sale = each === 'undone' ? { ...sale, refunds: sale.refunds.slice(0, -1) } : after(sale, each)
          expect(refundedOf(sale)).toBeLessThanOrEqual(sale.total)
          for (const left of leftByTender(sale)) expect(left).toBeGreaterThanOrEqual(0)
          expect(sum(leftByTender(sale))).toBe(leftOf(sale))
          for (const { amount, parts } of sale.refunds) expect(sum(parts)).toBe(amount)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('never give back more pieces of a line than were sold', () => {
    fc.assert(
      fc.property(paid, fc.array(wish, { maxLength: 25 }), (first, wishes) => {
        const sale = wishes.reduce(after, first)
        sale.lines.forEach(({ quantity }, place) => {
          const back = sale.refunds.reduce((all, { quantities }) => all + (quantities[place] ?? 0), 0)
          expect(back).toBeLessThanOrEqual(quantity)
        })
      }),
      { numRuns: 2000 },
    )
  })

  it('of all lines, piece by piece in any order, give back each line’s share and the whole to the fen', () => {
    fc.assert(
      fc.property(paid, fc.array(fc.nat(5), { maxLength: 60 }), (first, order) => {
        let sale = first
        const shares = lineShares(sale, sale.total)
        const everyPlace = [
          ...order,
          ...sale.lines.flatMap(({ quantity }, place) => Array<number>(quantity).fill(place)),
        ]
        const back = sale.lines.map(() => ZERO)
        for (const place of everyPlace) {
          const before = sale.refunds.length
          sale = after(sale, { by: 'lines', lines: [{ place, quantity: 1 }] })
          const given = sale.refunds.at(-1)
          if (sale.refunds.length > before && given) back[place] = money((back[place] ?? 0) + given.amount)
        }
        // What is worth nothing may stay behind when all the money has gone back.
        expect(leftOf(sale)).toBe(0)
        expect(back).toEqual(shares)
      }),
      { numRuns: 500 },
    )
  })

  it('say what can not be', () => {
    const one = { price: money(500), unit: 'piece', quantity: 2, label: null, discount: null } as const
    const sale: Refundable = {
      ...{ lines: [one], discount: null, total: money(1000), tenders: [money(400), money(600)], refunds: [] },
    }
    const lines = (place: number, quantity: number) => planRefund(sale, { by: 'lines', lines: [{ place, quantity }] })
    expect(lines(1, 1)).toEqual({ ok: false, why: 'no-such-line' })
    expect(lines(0, 3)).toEqual({ ok: false, why: 'more-than-sold' })
    expect(lines(0, 0)).toEqual({ ok: false, why: 'nothing-to-refund' })
    expect(planRefund(sale, { by: 'amount', amount: money(1001) })).toEqual({ ok: false, why: 'more-than-paid' })
    expect(lines(0, 1)).toEqual({
      ok: true,
      value: { quantities: [1], amount: 500, parts: [200, 300] },
    })
    const all = after(sale, { by: 'amount', amount: money(1000) })
    expect(planRefund(all, { by: 'amount', amount: money(1) })).toEqual({ ok: false, why: 'nothing-left' })
  })
})
