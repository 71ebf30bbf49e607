import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gtinCheckDigit } from './barcode.ts'
import { holdsCardNumber, isCardNumber, withoutCardNumbers } from './card-number.ts'

/** Numbers that issuers publish for trying, and made-up ones. */
const CARDS = [
  ...['6212345678901232', '6200000000000005', '6212345678900000003', '4111111111111111', '5555555555554444'],
  ...['2223003122003222', '378282246310005', '30569309025904', '3530111333300000', '6011000990139424'],
]

describe('a card number', () => {
  it.each(CARDS)('%s is one, however it is written', (digits) => {
    const full = digits.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
    const four = digits.replace(/(\d{4})(?=\d)/g, '$1 ')
    for (const written of [
      digits,
      four,
      four.replaceAll(' ', '-'),
      full,
      `卡号${digits}，`,
      `x${digits}y`,
      `12 ${four}`,
    ]) {
      expect(holdsCardNumber(written), written).toBe(true)
      const kept = withoutCardNumbers(written)
      expect(holdsCardNumber(kept), kept).toBe(false)
      expect(kept).toContain(`****${digits.slice(-4)}`)
    }
  })

  it.each(CARDS)('%s with one digit wrong is none', (digits) => {
    for (let place = 0; place < digits.length; place++) {
      const wrong = digits.slice(0, place) + String((Number(digits[place]) + 1) % 10) + digits.slice(place + 1)
      expect(isCardNumber(wrong)).toBe(false)
    }
  })

  it.each([
    ...['农夫山泉 550ml', '电话 13812345678', '2026-05-04 09:00', 'S01-1-000001O', '6901028075831', '4006381333931'],
    ...['4200001234202605041234567890', '2026050422001412345678901234', '16901028075838', '1777852800000', '', '4111'],
    ...['41111111111111111111', '4111111111111112', '+86 138 1234 5678', '010-62345678'],
  ])('%j is none', (text) => {
    expect(holdsCardNumber(text)).toBe(false)
    expect(withoutCardNumbers(text)).toBe(text)
  })

  it('is never seen in the number of goods, on 100,000 of them', () => {
    let alarms = 0
    for (let n = 0; n < 100_000; n++) {
      const digits = `${['690', '694', '400', '490', '300', '500'][n % 6]}${String(n * 7919)
        .padStart(9, '0')
        .slice(-9)}`
      if (holdsCardNumber(`${digits}${gtinCheckDigit(digits)}`)) alarms++
    }
    expect(alarms).toBe(0)
  })

  it('is taken out of any text, and nothing else is', () => {
    const pieces = fc.constantFrom(...CARDS, ' ', '-', '卡', '6901028075831', '12', 'a', '６２')
    fc.assert(
      fc.property(fc.array(pieces), (all) => {
        const kept = withoutCardNumbers(all.join(''))
        expect(withoutCardNumbers(kept)).toBe(kept)
      }),
    )
  })
})
