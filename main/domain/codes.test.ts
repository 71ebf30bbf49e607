import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gtinCheckDigit, normalGtin, readGoodsCode } from './barcode.ts'
import { checkCharacter, formatReceiptNumber, readReceiptNumber, receiptNumbersLike } from './receipt-number.ts'

describe('codes on goods', () => {
  it.each([
    ['6901234567892', '6901234567892'],
    ['96385074', '96385074'],
    ['036000291452', '0036000291452'],
    [' 6901234567892\r', '6901234567892'],
  ])('reads %s as %s', (text, code) => {
    expect(readGoodsCode(text)).toBe(code)
  })

  it.each(['6901234567890', '690123456789', '', 'S01-1-000001X', '69012345678921', '６９０１２３４５６７８９２'])(
    'reads no goods from "%s"',
    (text) => {
      expect(readGoodsCode(text)).toBeNull()
    },
  )

  it('refuses every code with one digit misread', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12}$/), fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, place, shift) => {
        const code = body + String(gtinCheckDigit(body))
        const digit = (Number(code[place]) + shift) % 10
        expect(readGoodsCode(code)).toBe(normalGtin(code))
        expect(readGoodsCode(code.slice(0, place) + String(digit) + code.slice(place + 1))).toBeNull()
      }),
    )
  })
})

describe('receipt numbers', () => {
  it('has the check character of ISO/IEC 7064 MOD 37,36 (the GRid standard’s published example)', () => {
    expect(checkCharacter('A12425GABC1234002')).toBe('M')
  })

  it('writes station, epoch and counter, and reads them back however they are typed', () => {
    const number = formatReceiptNumber({ station: '01', epoch: 1, counter: 4219 })
    expect(number).toMatch(/^S01-1-004219[0-9A-Z]$/)
    expect(readReceiptNumber(` ${number.toLowerCase()} `)).toBe(number)
  })

  it('refuses every number with one character misread or two neighbours swapped', () => {
    const number = formatReceiptNumber({ station: '07', epoch: 2, counter: 130_986 })
    for (let place = 0; place < number.length; place++) {
      for (const sign of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        const misread = number.slice(0, place) + sign + number.slice(place + 1)
        if (misread !== number) expect(readReceiptNumber(misread)).toBeNull()
      }
      const swapped =
        number.slice(0, place) + (number[place + 1] ?? '') + (number[place] ?? '') + number.slice(place + 2)
      if (swapped !== number) expect(readReceiptNumber(swapped)).toBeNull()
    }
  })

  it('is meant by what can be read of it, of later epochs first', () => {
    const number = (epoch: number, counter: number) => formatReceiptNumber({ station: '01', epoch, counter })
    const like = (text: string) => receiptNumbersLike(text, { station: '01', epoch: 3 })
    const all = [3, 2, 1].map((epoch) => number(epoch, 4219))
    expect(like('4219')).toEqual(all)
    expect(like(' s01-2-4219 ')).toEqual([all[1]])
    for (const whole of all) expect(like(whole.slice(6))).toContain(whole)
    // A last digit that could be either is taken for both.
    const counter = Array.from({ length: 99 }, (_, n) => n + 1).find((n) => /\d$/.test(number(1, n))) ?? 0
    const digits = number(1, counter).slice(6)
    expect(like(digits)).toEqual(expect.arrayContaining([number(1, counter), number(1, Number(digits))]))
    expect([like('S02-1-004219'), like('S01-4-004219'), like('0')]).toEqual([[], [], []])
    expect([like(''), like('S01'), like('4219-'), like('42 19')]).toEqual([null, null, null, null])
  })

  it('never holds a run of digits as long as a card number', () => {
    expect(formatReceiptNumber({ station: '999', epoch: 999, counter: 999_999_999 })).not.toMatch(/\d{12}/)
  })
})
