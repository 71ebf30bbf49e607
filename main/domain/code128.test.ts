import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCode128, rowOf } from '../../tests/world/read-code128.ts'
import { code128, code128Values, QUIET_MODULES } from './code128.ts'

const drawn = (content: string, hasFnc3: boolean): string => {
  const { modules, bars } = code128(content, hasFnc3)
  return rowOf(modules, bars)
}
/** Widths of bar, space, bar …, without the quiet zones. */
const widths = (row: string): string =>
  (row.replaceAll(/^0+|0+$/g, '').match(/1+|0+/g) ?? []).map(({ length }) => length).join('')

const PRINTABLE = String.fromCharCode(...Array.from({ length: 95 }, (_, at) => at + 32))

describe('a code in Code 128', () => {
  it('has start, function 3, the data, the check character worked out by hand, and stop', () => {
    // 104 + 96·1 + 52·2 + 37·3 + 50·4 + 45·5 + 41·6 + 36·7 + 17·8 + 19·9 + 17·10 + 14·11 = 1969 = 19·103 + 12
    expect(code128Values('TERMID131.', true)).toEqual([104, 96, 52, 37, 50, 45, 41, 36, 17, 19, 17, 14, 12, 106])
    // 104 + 33·1 = 137 = 103 + 34
    expect(code128Values('A', false)).toEqual([104, 33, 34, 106])
  })

  it.each([
    ['TERMID131.', true, '2112141143112133111321132311311131232313111123131232212211321232211222311122322331112'],
    ['Code 128 ~', false, '2112141313211341111412211122142122221232212232113112222122221311414131112331112'],
  ])('is drawn as others draw it: %s', (content, hasFnc3, others) => {
    expect(widths(drawn(content, hasFnc3))).toBe(others)
  })

  it('is read as what was meant, whatever it is', () => {
    expect(readCode128(drawn(PRINTABLE, false))).toEqual({ content: PRINTABLE, hasFnc3: false })
    const content = fc.string({ unit: fc.constantFrom(...Array.from(PRINTABLE)), minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(content, fc.boolean(), (text, hasFnc3) => {
        expect(readCode128(drawn(text, hasFnc3))).toEqual({ content: text, hasFnc3 })
      }),
      { numRuns: 300 },
    )
  })

  it('has eleven modules a character, thirteen of stop, and quiet zones', () => {
    expect(code128('TERMID131.', true).modules).toBe(13 * 11 + 13 + 2 * QUIET_MODULES)
  })

  it('would not be read with a bar a module off, a quiet zone too narrow, or another character', () => {
    const row = drawn('TERMID131.', true)
    expect(readCode128(row.slice(1))).toBe('quiet zone')
    expect(readCode128(row.replace('110', '100'))).toBe('character')
    const other = rowOf(row.length, code128('TERMID130.', true).bars)
    expect(readCode128(row.slice(0, 130) + other.slice(130))).toBe('check')
  })

  it.each(['', '密', 'a\n', '\u007f'])('is not made of what code set B has not: %j', (content) => {
    expect(() => code128(content, false)).toThrow()
  })
})
