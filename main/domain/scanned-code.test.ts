import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gtinCheckDigit, readGoodsCode } from './barcode.ts'
import { FNC1 } from './gs1.ts'
import { readCode } from './scanned-code.ts'
import { DEFAULT_WEIGHED_RULES } from './weighed.ts'

const checked = (digits: string) => digits + String(gtinCheckDigit(digits))
const read = (text: string) => {
  const result = readCode(text, DEFAULT_WEIGHED_RULES)
  return result.ok ? result.value : result.why
}

describe('codes of goods', () => {
  it.each([
    ['6901234567892', '6901234567892'],
    [']E06901234567892', '6901234567892'],
    ['036000291452', '0036000291452'],
    [']E00036000291452', '0036000291452'],
    ['96385074', '96385074'],
    [']E496385074', '96385074'],
    // A number filled up with zeros is the same item; a case of it is another.
    ['06901234567892', '6901234567892'],
    ['00000096385074', '96385074'],
    ['0000096385074', '96385074'],
    ['00036000291452', '0036000291452'],
    [']I110614141000415', '10614141000415'],
    ['\t6901234567892\r\n', '6901234567892'],
  ])('%j is the item %s', (text, code) => {
    expect(read(text)).toEqual({ is: 'item', code })
  })

  it.each([
    [']E006543217', '0065100004327'],
    [']E001234565', '0012345000065'],
    [']E004252614', '0042100005264'],
    ['06543217', '0065100004327'],
  ])('expands UPC-E: %s is %s', (text, code) => {
    expect(read(text)).toEqual({ is: 'item', code })
    expect(readGoodsCode(text.slice(-8))).toBe(text.endsWith('01234565') ? '01234565' : code)
  })

  it.each([
    ['0', '01200000345'],
    ['1', '01210000345'],
    ['2', '01220000345'],
    ['3', '01230000045'],
    ['4', '01234000005'],
    ['5', '01234500005'],
    ['9', '01234500009'],
  ])('puts the zeros of UPC-E 12345%s into %s', (last, expanded) => {
    expect(read(`]E0012345${last}${gtinCheckDigit(expanded)}`)).toEqual({ is: 'item', code: `0${checked(expanded)}` })
  })

  it('gives both readings of eight digits that may be either, unless the scanner says which', () => {
    expect(read('01234565')).toEqual({ is: 'item', code: '01234565', orElse: '0012345000065' })
    expect(read(']E401234565')).toEqual({ is: 'item', code: '01234565' })
  })

  it.each(['', ' ', '123', '12345678901', '690123456789２', ']E0', 'S01-1-000001X', ']C0ABC', '6901234 567892'])(
    'is no code: %j',
    (text) => {
      expect(read(text)).toBe('not-a-code')
    },
  )
})

describe('GS1 element strings', () => {
  it.each([
    [`]C1010541234500001310ABC123${FNC1}17290331`, { code: '5412345000013', batch: 'ABC123', expiry: '2029-03-31' }],
    [`]e031030001890105412345000013${FNC1}10XYZ`, { code: '5412345000013', grams: 189, batch: 'XYZ' }],
    ['(01)09506000134352(3103)000195(15)220300', { code: '9506000134352', grams: 195, expiry: '2022-03-31' }],
    ['(01)95012345678903 (3922)1234 (3102)000123', { code: '95012345678903', grams: 1230, price: 1234 }],
    [']d201095060001343523201000015', { code: '9506000134352', grams: 680 }],
    [`]Q30109506000134352390212${FNC1}21S/N${FNC1}`, { code: '9506000134352', serial: 'S/N' }],
    [`0109506000134352393215699${FNC1}306`, { code: '9506000134352', price: 99, count: 6 }],
    ['0109506000134352', { code: '9506000134352' }],
    // What the till does not use is passed over by its length or up to the next FNC1.
    [
      `]C1422156${FNC1}410950600013435201095060001343529912${FNC1}17261231`,
      { code: '9506000134352', expiry: '2026-12-31' },
    ],
    ['(01)09506000134352(17)260900(15)260801(16)260815', { code: '9506000134352', expiry: '2026-08-01' }],
    [
      'https://id.gs1.org/01/09506000134352/10/AB%2FC?17=261231&3103=000189&utm=x',
      {
        ...{ code: '9506000134352', batch: 'AB/C', expiry: '2026-12-31', grams: 189 },
      },
    ],
    ['https://brand.example/shop/01/9506000134352', { code: '9506000134352' }],
    ['(01)09506000134352(7003)2601011200', { code: '9506000134352', expiry: '2026-01-01' }],
    [`]C101095060001343523952001990${FNC1}3103000189`, { code: '9506000134352', grams: 189 }],
  ])('%j', (text, holds) => {
    expect(read(text)).toEqual({ is: 'gs1', ...holds })
  })

  it.each([
    ['(01)09506000134353', 'wrong-check-digit'],
    ['(01)09506000134352(00)106141412345678909', 'wrong-check-digit'],
    ['(00)106141412345678908', 'no-goods'],
    ['(02)09506000134352(37)12', 'no-goods'],
    ['(01)09506000134352(17)261301', 'wrong-date'],
    ['(01)09506000134352(17)260230', 'wrong-date'],
    ['(01)09506000134352(7003)2602301200', 'wrong-date'],
    ['https://x.example/01/09506000134352?17=261231&utm=\ufffd', 'wrong-element'],
    ['(01)09506000134352(3109)000195', 'wrong-element'],
    ['(01)09506000134352(3103)00195', 'wrong-element'],
    ['(01)09506000134352(10)', 'wrong-element'],
    ['(01)09506000134352(10)红', 'wrong-element'],
    ['(01)09506000134352(10)A(10)B', 'wrong-element'],
    [`(01)09506000134352(10)${'A'.repeat(21)}`, 'wrong-element'],
    ['(01)09506000134352(05)1', 'wrong-element'],
    [']C10109506000134352310', 'wrong-element'],
    ['(01)09506000134352(3103)000000', 'nothing-weighed'],
    ['(01)09506000134352(3932)978199', 'foreign-price'],
    ['(01)09506000134352(3923)1234', 'wrong-element'],
    ['(01)09506000134352(3920)999999999999999', 'wrong-element'],
    ['https://x.example/01/09506000134352/10/%zz', 'wrong-element'],
    ['https://x.example/01/09506000134353', 'wrong-check-digit'],
    ['https://x.example/goods', 'not-a-code'],
    // Code 128 that is not GS1-128 only looks like one.
    [']C00109506000134352', 'not-a-code'],
  ])('%s is refused: %s', (text, why) => {
    expect(read(text)).toBe(why)
  })

  it('reads the same however it was sent', () => {
    const signs = fc.stringMatching(/^[!"%&'*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/)
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{12}$/), signs, signs, fc.stringMatching(/^\d{6}$/), (body, b, s, kg) => {
        const gtin = checked(body)
        const elements = `01${gtin}3103${kg}10${b}${FNC1}21${s}`
        const once = read(`]C1${elements}`)
        for (const start of [']d2', ']Q3', ']e0', FNC1, '']) expect(read(start + elements)).toEqual(once)
        expect(read(`(01)${gtin}(3103)${kg}(10)${b}(21)${s}`)).toEqual(once)
        if (Number(kg) > 0) expect(once).toEqual({ is: 'gs1', code: gtin, grams: Number(kg), batch: b, serial: s })
      }),
    )
  })
})

describe('misreads', () => {
  /** Forms with one check digit over every digit; the symbology named where eight digits may be two things. */
  const codes = fc.oneof(
    fc.stringMatching(/^\d{11,13}$/).map((body) => ({ start: '', digits: checked(body) })),
    fc.stringMatching(/^2[1-5]\d{10}$/).map((body) => ({ start: '', digits: checked(body) })),
    fc.stringMatching(/^\d{7}$/).map((body) => ({ start: ']E4', digits: checked(body) })),
    fc.stringMatching(/^[1-9]\d{12}$/).map((body) => ({ start: '(01)', digits: checked(body) })),
  )
  const refusedAs = ['wrong-check-digit', 'nothing-weighed']

  it('of one digit are all refused', () => {
    fc.assert(
      fc.property(codes, fc.nat(13), fc.integer({ min: 1, max: 9 }), ({ start, digits }, at, shift) => {
        const place = at % digits.length
        const digit = (Number(digits[place]) + shift) % 10
        expect(read(start + digits.slice(0, place) + String(digit) + digits.slice(place + 1))).toBe('wrong-check-digit')
      }),
      { numRuns: 2000 },
    )
  })

  it('by swapped neighbours are refused, but for digits five apart, which no such check digit tells apart', () => {
    fc.assert(
      fc.property(codes, fc.nat(12), ({ start, digits }, at) => {
        const place = at % (digits.length - 1)
        const [a = '', b = ''] = [digits[place], digits[place + 1]]
        const swapped = read(start + digits.slice(0, place) + b + a + digits.slice(place + 2))
        if (a !== b && Math.abs(Number(a) - Number(b)) !== 5) expect(refusedAs).toContain(swapped)
      }),
      { numRuns: 2000 },
    )
  })

  it('of UPC-E are never read as the same goods', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{6}$/), fc.nat(6), fc.integer({ min: 1, max: 9 }), (six, at, shift) => {
        const check = Array.from('0123456789').find((digit) => typeof read(`]E00${six}${digit}`) !== 'string') ?? ''
        fc.pre(check !== '')
        const sound = `0${six}${check}`
        const digit = (Number(sound[at + 1]) + shift) % 10
        const misread = read(`]E0${sound.slice(0, at + 1)}${digit}${sound.slice(at + 2)}`)
        expect(misread).not.toEqual(read(`]E0${sound}`))
      }),
      { numRuns: 3000 },
    )
  })

  it('never throw, whatever the text', () => {
    const parts = fc.constantFrom(
      FNC1,
      '(01)',
      '(3103)',
      ']C1',
      ']E0',
      '01',
      '3103',
      '17',
      'https://a/01/',
      '%',
      '?',
      '21',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc
        .array(fc.oneof(parts, fc.stringMatching(/^\d{0,14}$/), fc.string()), { maxLength: 8 })
        .map((all) => all.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        expect(typeof readCode(text, DEFAULT_WEIGHED_RULES).ok).toBe('boolean')
        expect(() => readGoodsCode(text)).not.toThrow()
      }),
      { numRuns: 3000 },
    )
  })
})
