import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean } from './clean.ts'
import { readRow } from './read-row.ts'

describe('a name in a list of goods', () => {
  it.each([
    ['甲\u0007乙\u0000', '甲乙', true],
    ['甲\t乙\r\n', '甲 乙', true],
    ['甲\ud800乙\ue000\uffff', '甲乙', true],
    ['\u202e甲乙\u202c', '甲乙', true],
    ['甲\u200b\ufeff乙\u2066', '甲乙', true],
    ['\u001b[31m甲', '[31m甲', true],
    ['甲\u0085乙', '甲乙', true],
    ['甲\u{e0041}\u{e007f}', '甲', true],
    ['<b onclick=x>&amp;', '<b onclick=x>&amp;', false],
    ['=1+1', '=1+1', false],
    ['@SUM(A1)', '@SUM(A1)', false],
    ['+86', '+86', false],
    ['-5 甲', '-5 甲', false],
    ['e\u0301', 'é', false],
    ['甲\u3000\u00a0乙', '甲 乙', false],
    ['👨‍👩‍👧 ☕️ 👍🏽', '👨‍👩‍👧 ☕️ 👍🏽', false],
    ['甲\u200d乙', '甲乙', true],
  ])('%j becomes %j', (name, shown, isNoted) => {
    expect(clean(name)).toEqual({ text: shown, changed: isNoted })
    const { goods, remarks } = readRow({ sku: 'A', name, price: '1' }, [])
    expect(goods?.name).toBe(shown)
    expect(remarks).toEqual(isNoted ? [{ field: 'name', why: 'signs-removed', cell: shown }] : [])
  })

  it('never holds what is not seen, whatever the list holds, and cleaning it again changes nothing', () => {
    const units = fc.constantFrom(
      '甲',
      'a',
      ' ',
      '\u200d',
      '👍',
      '\u202e',
      '\n',
      '\ufeff',
      '\u0301',
      '\ufe0f',
      '\ud800',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(units).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const { text: once } = clean(text)
        expect(once.replaceAll('\u200d', '')).not.toMatch(/[\p{C}\u2028\u2029]/u)
        expect(clean(once)).toEqual({ text: once, changed: false })
      }),
      { numRuns: 500 },
    )
  })
})
