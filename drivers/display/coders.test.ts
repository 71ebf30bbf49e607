import { makePoleScreen } from '#drivers/gadget/pole-screen'
import { MAKES as MAKES_OF_DEVICES } from '#drivers/makes/makes'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeCd5220 } from './cd5220.ts'
import { coderOf } from './coders.ts'
import { makeDmD } from './dm-d.ts'
import { LED8 } from './led8.ts'
import type { AmountKind, DisplayCoder, Picture } from './port.ts'

const KINDS: readonly AmountKind[] = ['price', 'total', 'received', 'change']
const MAKES = [
  ['led8', 'ascii', LED8],
  ['cd5220', 'ascii', makeCd5220('ascii')],
  ['cd5220', 'gb18030', makeCd5220('gb18030')],
  ['dm-d', 'ascii', makeDmD('ascii')],
  ['dm-d', 'gb18030', makeDmD('gb18030')],
] as const

const shown = (coder: DisplayCoder, [kind, codePage]: readonly [string, string, unknown], ...pictures: Picture[]) => {
  const screen = makePoleScreen(kind as 'led8', codePage as 'ascii') // of the table above
  screen.take(coder.begin)
  for (const picture of pictures) screen.take(coder.bytesOf(picture))
  expect(screen.errors()).toEqual([])
  return screen.shows()
}
const amount = (kind: AmountKind, text: string): Picture => ({ is: 'amount', kind, amount: text })
const lines = (upper: string, lower = ''): Picture => ({ is: 'lines', upper, lower })

describe('the bytes of an amount', () => {
  it.each([
    ['LED8', LED8, '1b514131322e35300d1b7332'],
    ['CD5220', makeCd5220('ascii'), `1b5141${'544f54414c'.padEnd(40, '20')}0d1b5142${'20'.repeat(15)}31322e35300d`],
    ['DM-D', makeDmD('ascii'), `1f240101${'544f54414c'.padEnd(40, '20')}1f240102${'20'.repeat(15)}31322e3530`],
    ['Chinese', makeCd5220('gb18030'), `1b5141${'d7dcbcc6'.padEnd(40, '20')}0d1b5142${'20'.repeat(15)}31322e35300d`],
  ])('are these on %s', (_name, coder, hex) => {
    expect(Buffer.from(coder.bytesOf(amount('total', '12.50'))).toString('hex')).toBe(hex)
  })
})

describe('eight digits', () => {
  const [led] = MAKES
  it.each([
    ['12.50', '    12.50'],
    ['-3.00', '    -3.00'],
    ['0.00', '     0.00'],
    ['999999.99', '999999.99'],
    ['12345678', '12345678'],
    ['1000000.00', '--------'],
    ['12,50', '--------'],
    ['', '--------'],
  ])('show %j as %j, and never a part of it', (text, digits) => {
    expect(shown(LED8, led, amount('total', text))).toEqual({ is: 'digits', digits: digits.padStart(8), lamp: '总计' })
  })

  it('light one lamp for each kind, and none for words', () => {
    expect(KINDS.map((kind) => shown(LED8, led, amount(kind, '1.00')))).toMatchObject(
      ['单价', '总计', '收款', '找零'].map((lamp) => ({ lamp })),
    )
    for (const picture of [lines('欢迎'), { is: 'clear' } as const])
      expect(shown(LED8, led, amount('total', '1.00'), picture)).toEqual({
        is: 'digits',
        digits: '        ',
        lamp: null,
      })
  })
})

describe('two lines of twenty', () => {
  it.each([
    ['ascii', 'Welcome', 'Welcome'.padEnd(20)],
    ['ascii', '农夫山泉 2.00', `???? 2.00`.padEnd(20)],
    ['ascii', '¥9 €9 é 𠮷 🍎', '?9 ?9 ? ? ?'.padEnd(20)],
    ['ascii', '123456789012345678901', '12345678901234567890'],
    ['ascii', 'a\u001b@\r\u000cb\u202e', 'a@b'.padEnd(20)],
    ['gb18030', '农夫山泉 2.00', '农夫山泉 2.00       '],
    ['gb18030', '¥9 ￥9 é 𠮷 🍎', `?9 ￥9 é ? ?`.padEnd(18)],
    ['gb18030', '一二三四五六七八九十一', '一二三四五六七八九十'],
    ['gb18030', 'a一二三四五六七八九十', 'a一二三四五六七八九 '],
  ])('of %s show %j as %j', (codePage, text, upper) => {
    for (const make of MAKES.filter(([kind, of]) => kind !== 'led8' && of === codePage))
      expect(shown(make[2], make, lines(text))).toMatchObject({ upper, lower: ' '.repeat(20) })
  })

  it('are whole pictures: nothing of the one before stays', () => {
    for (const make of MAKES.filter(([kind]) => kind !== 'led8')) {
      const before = lines('12345678901234567890', '12345678901234567890')
      expect(shown(make[2], make, before, lines('a', 'b'))).toEqual({
        ...{ is: 'text', upper: 'a'.padEnd(20), lower: 'b'.padEnd(20) },
      })
      expect(shown(make[2], make, before, amount('change', '3.40'))).toMatchObject({ lower: '3.40'.padStart(20) })
      expect(shown(make[2], make, before, { is: 'clear' })).toMatchObject({ upper: ' '.repeat(20) })
    }
  })
})

it('no picture is ever bytes that its display does not know', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 })
  const picture: fc.Arbitrary<Picture> = fc.oneof(
    fc.record({ is: fc.constant('amount' as const), kind: fc.constantFrom(...KINDS), amount: text }),
    fc.record({ is: fc.constant('lines' as const), upper: text, lower: text }),
    fc.constant({ is: 'clear' as const }),
  )
  fc.assert(
    fc.property(fc.array(picture, { maxLength: 4 }), fc.constantFrom(...MAKES), (pictures, make) => {
      shown(make[2], make, ...pictures)
    }),
    { numRuns: 500 },
  )
})

it('each make of display that is known can be spoken to', () => {
  const speech = MAKES_OF_DEVICES.flatMap(({ speaks }) => (speaks.role === 'display' ? [speaks] : []))
  expect(speech.length).toBeGreaterThan(0)
  for (const { protocol, codePage } of speech) {
    const screen = makePoleScreen(protocol, codePage)
    const coder = coderOf({ protocol, codePage })
    for (const bytes of [coder.begin, coder.bytesOf(amount('change', '0.50'))]) screen.take(bytes)
    expect([JSON.stringify(screen.shows()).includes('0.50'), screen.errors()]).toEqual([true, []])
  }
})

describe('a display of the bench', () => {
  it.each([
    ['led8', 'ascii', '61', 'no command: 61'],
    ['led8', 'ascii', '1b7335', 'no command: 1b7335'],
    ['led8', 'ascii', `1b5141${'31'.repeat(9)}0d`, `no command: 1b5141${'31'.repeat(9)}0d`],
    ['led8', 'ascii', '1b51412e310d', 'no command: 1b51412e310d'],
    ['led8', 'ascii', '1b5142310d', 'no command: 1b5142'],
    ['cd5220', 'ascii', '1b5141c5a90d', 'no command: 1b5141c5a90d'],
    ['cd5220', 'gb18030', '1b5141c50d', 'no command: 1b5141c50d'],
    ['cd5220', 'ascii', `1b5142${'61'.repeat(21)}0d`, `no command: 1b5142${'61'.repeat(21)}0d`],
    ['cd5220', 'ascii', '1b7331', 'no command: 1b73'],
    ['dm-d', 'ascii', '1f241503', 'no command: 1f241503'],
    ['dm-d', 'ascii', `1f240101${'61'.repeat(21)}`, 'no command: 61'],
    ['dm-d', 'ascii', '07', 'no command: 07'],
  ] as const)('of %s (%s) says what it does not know: %s', (kind, codePage, hex, error) => {
    const whole = makePoleScreen(kind, codePage)
    whole.take(Buffer.from(hex, 'hex'))
    expect(whole.errors()[0]).toBe(error)
    // Byte by byte as well.
    const apart = makePoleScreen(kind, codePage)
    for (const byte of Buffer.from(hex, 'hex')) apart.take(Buffer.from([byte]))
    expect(apart.shows()).toEqual(whole.shows())
    expect(apart.errors().length).toBeGreaterThan(0)
  })
})
