import { textColumns } from '#domain/columns'
import { printable } from '#domain/printable'
import { paperOf, type Receipt } from '#domain/receipt'
import type { ReceiptPart } from '#domain/receipt-parts'
import { bytesOf } from '#drivers/printer/bytes'
import { decode } from '#drivers/printer/decode'
import { linesOf, sheetsOf } from '#drivers/printer/paper'
import { QR_CHARACTERS_MAX } from '#drivers/printer/port'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandsOf } from './commands.ts'

const HARD = [
  '𠮷',
  '🍎',
  '👨‍👩‍👧',
  '\u202e',
  '\u200f',
  '\u2066',
  '\u0007',
  '\u001b@',
  '\n',
  '\t',
  '\u007f',
  '\u0080',
  '\ud800',
  '\ue000',
]
const sign = fc.oneof(
  fc.constantFrom(...Array.from('农夫山泉天然水可口可乐一龥〇（）·—…￥¥€×°①│ЖéñüßøÅ한カか')),
  fc.constantFrom(...HARD),
  fc.string({ unit: 'grapheme', maxLength: 1 }),
  fc.string({ unit: 'binary', maxLength: 1 }),
)
const text = fc.array(sign, { maxLength: 60 }).map((signs) => signs.join(''))
const size = fc.constantFrom('normal' as const, 'large' as const)
const part: fc.Arbitrary<ReceiptPart> = fc.oneof(
  fc.record({
    is: fc.constant('text' as const),
    text,
    align: fc.constantFrom('left' as const, 'centre' as const),
    size,
  }),
  fc.record({ is: fc.constant('pair' as const), left: text, right: text, size }),
  fc.constant({ is: 'rule' as const }),
  fc.record({
    is: fc.constant('qr' as const),
    content: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: QR_CHARACTERS_MAX }),
  }),
)
const receipt: fc.Arbitrary<Receipt> = fc.record({
  receipt: fc.constant('S01-1-000001O'),
  slip: fc.constant('sale' as const),
  parts: fc.array(part, { maxLength: 12 }),
})

describe('a slip on its way to paper', () => {
  it.each([32, 48])('comes out of the printer as the preview shows it, at %i columns', (columns) => {
    fc.assert(
      fc.property(receipt, (slip) => {
        const decoded = decode(bytesOf(commandsOf(slip, columns)))
        expect(decoded).toMatchObject({ ok: true })
        expect(sheetsOf(decoded.printed).map((sheet) => linesOf(sheet, columns))).toEqual([paperOf(slip, columns)])
      }),
      { numRuns: 300 },
    )
  })

  it('never holds the beginning of a command that a printer carries out at once, whatever waits', () => {
    fc.assert(
      fc.property(receipt, (slip) => {
        const bytes = bytesOf(commandsOf(slip, 32))
        return ![0x04, 0x05, 0x14].some((second) => bytes.includes(Buffer.from([0x10, second])))
      }),
      { numRuns: 100 },
    )
  })
})

describe('each of Unicode’s signs', () => {
  it('that is printable is printed as itself, and takes a column a byte', () => {
    const wrong: string[] = []
    let wide = 0
    for (let code = 0; code <= 0x10ffff; code++) {
      const sign = String.fromCodePoint(code)
      if (printable(sign) !== sign) continue
      if (textColumns(sign) === 2) wide++
      const bytes = bytesOf([{ do: 'line', text: sign, align: 'left', size: 'normal', bold: false }])
      const [line] = decode(bytes).printed
      // ESC @ FS & and the line's end are five bytes.
      if (line?.is !== 'line' || line.text !== sign || bytes.length - 5 !== textColumns(sign)) wrong.push(sign)
    }
    expect(wrong).toEqual([])
    expect(wide).toBe(20_902 + 1 + 682)
  }, 30_000)

  it('becomes something printable, of the width it is counted at', () => {
    const wrong: string[] = []
    for (let code = 0; code <= 0x10ffff; code++) {
      const sign = String.fromCodePoint(code)
      const shown = printable(sign)
      if (printable(shown) !== shown || textColumns(shown) !== textColumns(sign)) wrong.push(sign)
    }
    expect(wrong).toEqual([])
  }, 30_000)

  it.each([
    ['¥9.50', '￥9.50'],
    ['𠮷野家 🍎', '〓野家 〓'],
    ['Jalapeño', 'Jalapeno'],
    ['Nestlé', 'Nestlé'],
    ['한국 €5 ไทย', '〓〓 ?5 ???'],
    ['a\u202eb\u0007c\u00a0d', 'abc d'],
    ['豈更', '豈更'],
  ])('in %j is shown as %j', (text, shown) => {
    expect(printable(text)).toBe(shown)
  })
})
