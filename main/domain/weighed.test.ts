import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gtinCheckDigit } from './barcode.ts'
import { readCode } from './scanned-code.ts'
import { DEFAULT_WEIGHED_RULES, faultOfRule, itemKey, valueCheckDigit, type WeighedRule } from './weighed.ts'

const RULES: readonly WeighedRule[] = [
  ...DEFAULT_WEIGHED_RULES,
  { prefix: '23', item: 5, value: 4, holds: 'price', decimals: 2, valueCheck: true },
  { prefix: '24', item: 4, value: 5, holds: 'weight', decimals: 2, valueCheck: true },
  { prefix: '25', item: 5, value: 5, holds: 'price', decimals: 1 },
]
const checked = (digits: string) => digits + String(gtinCheckDigit(digits))
const read = (text: string) => {
  const result = readCode(text, RULES)
  return result.ok ? result.value : result.why
}

describe('weighed goods', () => {
  it.each([
    ['210012301234', { item: '00123', price: 1234 }],
    ['221000100585', { item: '10001', grams: 585 }],
    [`2310001${valueCheckDigit('2875')}2875`, { item: '10001', price: 2875 }],
    [`241001${valueCheckDigit('14685')}14685`, { item: '1001', grams: 146_850 }],
    ['251000100125', { item: '10001', price: 1250 }],
  ])('%s holds %j', (digits, holds) => {
    expect(read(checked(digits))).toEqual({ is: 'weighed', ...holds })
    expect(read(`]E0${checked(digits)}`)).toEqual({ is: 'weighed', ...holds })
  })

  it('is an item of the shop’s own where no rule speaks of the prefix', () => {
    expect(read(checked('291000100585'))).toEqual({ is: 'item', code: checked('291000100585') })
    expect(readCode(checked('211000100585'), [])).toMatchObject({ value: { is: 'item' } })
  })

  it('refuses a value of zero and a wrong check digit of the value', () => {
    expect(read(checked('211000100000'))).toBe('nothing-weighed')
    for (let wrong = 0; wrong < 10; wrong++) {
      const text = checked(`2310001${wrong}2875`)
      if (wrong !== valueCheckDigit('2875')) expect(read(text)).toBe('wrong-check-digit')
    }
  })

  it('has the value check digits of the examples in GS1 General Specifications 7.9', () => {
    expect(valueCheckDigit('2875')).toBe(9)
    expect(valueCheckDigit('14685')).toBe(6)
  })

  it('finds every single wrong digit of a value by its check digit', () => {
    const values = fc.integer({ min: 4, max: 5 }).chain((size) => fc.stringMatching(new RegExp(`^\\d{${size}}$`)))
    fc.assert(
      fc.property(values, fc.nat(4), fc.integer({ min: 1, max: 9 }), (value, at, shift) => {
        const place = at % value.length
        const digit = (Number(value[place]) + shift) % 10
        const misread = value.slice(0, place) + String(digit) + value.slice(place + 1)
        expect(valueCheckDigit(misread)).not.toBe(valueCheckDigit(value))
      }),
    )
  })

  it.each<[Partial<WeighedRule>, RegExp]>([
    [{ prefix: '19' }, /20 to 29/],
    [{ item: 4 }, /ten digits/],
    [{ value: 5, valueCheck: true }, /ten digits/],
    [{ item: 3, value: 6, valueCheck: true }, /4 or 5/],
    [{ decimals: 3 }, /2 decimals/],
    [{ item: 2.5, value: 7.5 }, /whole/],
  ])('finds fault with the rule %j', (change, fault) => {
    expect(faultOfRule({ prefix: '21', item: 5, value: 5, holds: 'price', decimals: 2, ...change })).toMatch(fault)
  })

  it('compares item numbers without their zeros, and has sound rules to begin with', () => {
    expect(['00123', '123', '0', '000'].map(itemKey)).toEqual(['123', '123', '0', '0'])
    expect(RULES.map(faultOfRule)).toEqual(RULES.map(() => null))
  })
})
