import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount, guarded, number, rowText, text, unguarded } from './cells.ts'

describe('a text that a spreadsheet would take for a formula', () => {
  it.each([
    ...['=1+1', '+86', '-5', '@SUM(A1)', '\tx', '\rx', '＝1+1', '＋1', '－1', '＠x'],
    ...['  =1', '"=1"', "'=1", ' "=1', '\u3000=1', '“=1”', ' \t=1', "''=1", '=cmd|’/C calc’!A0'],
  ])('%j is neutralised, and comes back as it was', (words) => {
    expect(guarded(words)).toBe(`'${words}`)
    expect(unguarded(guarded(words))).toBe(words)
  })
  it.each(['', '矿泉水', '03 收银员', 'A-1', 'O’Neil', "'quoted'", '5+5', '"', '农夫山泉 550ml', '2026-05-04'])(
    '%j is none, and stays as it is',
    (words) => {
      expect(guarded(words)).toBe(words)
      expect(unguarded(words)).toBe(words)
    },
  )
})

describe('a row', () => {
  it('keeps numbers numbers, with the sign that spreadsheets know, and quotes texts', () => {
    const cells = [number(7), amount(-1250), amount(0), amount(null), text(null), text('a,"b"\r\nc'), text('=1')]
    expect(rowText(cells)).toBe(`7,-12.50,0.00,,,"a,""b""\r\nc","'=1"\r\n`)
  })

  it('gives any text back through another’s reader, and no cell begins a formula', () => {
    const signs = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      "'",
      '"',
      ',',
      ' ',
      '＝',
      '甲',
      'a',
      '1',
      '\ufeff',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(signs).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), (all) => {
        const [cells = []] = parse(rowText(all.map(text)), { record_delimiter: '\r\n' })
        expect(cells.map(unguarded)).toEqual(all)
        for (const cell of cells) expect(cell).not.toMatch(/^[\s"]*[=+\-@＝＋－＠]/)
      }),
      { numRuns: 2_000 },
    )
  })
})
