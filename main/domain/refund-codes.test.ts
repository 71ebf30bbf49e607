import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CODE_DIGITS, formatCode, readCode } from './refund-codes.ts'

const digits = fc.stringMatching(new RegExp(`^\\d{${CODE_DIGITS}}$`))

it('is read as it was written, with its dashes or without', () => {
  expect(formatCode('4821903775510')).toMatch(/^4821-9037-7551-0\d$/)
  fc.assert(
    fc.property(digits, (body) => {
      const code = formatCode(body)
      expect(readCode(code)).toBe(body)
      expect(readCode(` ${code.replaceAll('-', ' ')} `)).toBe(body)
    }),
  )
})

it('with any one digit wrong is misread, so that a slip costs no try', () => {
  fc.assert(
    fc.property(digits, fc.nat(CODE_DIGITS), fc.integer({ min: 1, max: 9 }), (body, place, by) => {
      const signs = formatCode(body).replaceAll('-', '')
      const wrong = (Number(signs[place]) + by) % 10
      expect(readCode(`${signs.slice(0, place)}${wrong}${signs.slice(place + 1)}`)).toBeNull()
    }),
  )
})

it.each(['', '4821', '4821-9037-7551-0', '4821-9037-7551-0x', '4821 9037 7551 022'])('takes no %j for one', (text) => {
  expect(readCode(text)).toBeNull()
})
