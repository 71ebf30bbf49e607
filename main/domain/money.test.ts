import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney, money, plus, portion, readMoney, split, sum, times, ZERO } from './money.ts'

const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(money)

describe('money', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [1234, '12.34'],
    [-1234, '−12.34'],
    [10_000_000_000, '100000000.00'],
  ])('writes %i fen as %s', (fen, text) => {
    expect(formatMoney(money(fen))).toBe(text)
  })

  it.each(['', '-1', '1.234', '1e3', '１２', '1,5', 'abc', '999999999999', ' '])(
    'reads no amount from "%s"',
    (text) => {
      expect(readMoney(text)).toBeNull()
    },
  )

  it('reads what it wrote, for every amount a till can hold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999 }).map(money), (amount) => {
        expect(readMoney(formatMoney(amount))).toBe(amount)
      }),
    )
  })

  it.each([0.5, Number.NaN, Infinity, 10_000_000_001, -0])('takes %d for a bug, not for money', (value) => {
    expect(() => money(value)).toThrow()
  })

  it('never loses or makes a fen in a split, and keeps each part within one fen of its share', () => {
    fc.assert(
      fc.property(amounts, fc.array(fc.nat(10_000), { minLength: 1, maxLength: 40 }), (amount, weights) => {
        const total = weights.reduce((a, b) => a + b, 0)
        fc.pre(total > 0)
        const parts = split(amount, weights)
        expect(sum(parts)).toBe(amount)
        for (const [i, part] of parts.entries()) {
          expect(Math.abs(part - (amount * (weights[i] ?? 0)) / total)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('rounds a portion as it is told, halves away from zero', () => {
    expect(portion(money(5), 1, 2, 'half-up')).toBe(3)
    expect(portion(money(-5), 1, 2, 'half-up')).toBe(-3)
    expect(portion(money(5), 1, 2, 'down')).toBe(2)
    expect(portion(money(-5), 1, 2, 'down')).toBe(-2)
    expect(portion(money(9_999_999_999), 999_999, 1_000_000, 'down')).toBe(9_999_989_999)
  })

  it('multiplies as repeated adding does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }).map(money), fc.nat(50), (amount, count) => {
        let added = ZERO
        for (let i = 0; i < count; i++) added = plus(added, amount)
        expect(times(amount, count)).toBe(added)
      }),
    )
  })
})
