import { money } from '#domain/money'
import { describe, expect, it } from 'vitest'
import { quickAmounts, withTyped } from './cash-entry.ts'

describe('amounts offered for cash', () => {
  it.each([
    [2830, [2830, 3000, 4000, 5000]],
    [300, [300, 500, 1000, 2000]],
    [10_000, [10_000]],
    [9_990, [9_990, 10_000]],
    [123_456, [123_456, 123_500, 124_000, 125_000]],
  ])('for %i fen are the exact one and what notes come to', (due, offered) => {
    expect(quickAmounts(money(due))).toEqual(offered)
  })
})

describe('an amount being typed', () => {
  it.each([
    ['', '50', '50'],
    ['', '.5', '0.5'],
    ['0', '7', '7'],
    ['12.3', '45', '12.34'],
    ['12', '.', '12.'],
    ['12.', '.', '12.'],
    ['12', ',5', '12.5'],
    ['12', 'abc-', '12'],
    ['12345678', '9', '12345678'],
  ])('%j with %j typed is %j', (entry, text, after) => {
    expect(withTyped(entry, text)).toBe(after)
  })
})
