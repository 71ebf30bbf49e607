import { hasGtinCheckDigit } from './barcode.ts'

/**
 * Card numbers (PAN, ISO/IEC 7812) in what people and machines write. None may get into a record: who reads the
 * journal, a log or a backup must not be able to pay with what is in it.
 */

/** First digits that issuers have, each with the lengths its cards come in. */
const ISSUERS: readonly (readonly [first: RegExp, lengths: readonly number[]])[] = [
  [/^62/, [13, 14, 15, 16, 17, 18, 19]], // UnionPay
  [/^4/, [13, 16, 19]], // Visa
  [/^5[1-5]|^2(22[1-9]|2[3-9]|[3-6]|7[01]|720)/, [16]], // Mastercard
  [/^3[47]/, [15]], // American Express
  [/^3(0[0-5]|[689])/, [14, 15, 16, 17, 18, 19]], // Diners Club
  [/^35(2[89]|[3-8])/, [16, 17, 18, 19]], // JCB
  [/^(5[06-8]|6[0134-8])/, [16, 17, 18, 19]], // Maestro, Discover
  [/^9558/, [19]], // bank cards of China from before UnionPay
]
const DIGITS_MIN = 13
const DIGITS_MAX = 19

/** Digits with at most one space, dot or hyphen between two of them, as cards are written; also in full width. */
const RUN = /[\d０-９](?:[ \u00a0\u3000.·-]?[\d０-９])*/g
const GROUP = /[\d０-９]+/g
const FULL_WIDTH_ZERO = '０'.charCodeAt(0)
const plainDigits = (text: string): string =>
  text.replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - FULL_WIDTH_ZERO))

/** ISO/IEC 7812-1, Annex B (Luhn): from the right every second digit counts twice, by the sum of its digits. */
function hasCardCheckDigit(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const twice = place % 2 === 1 ? digit * 2 : digit
    sum += twice > 9 ? twice - 9 : twice
  }
  return sum % 10 === 0
}

/** 13 or 14 digits with a check digit of GS1 are goods: cards of that length are all but gone, goods are everywhere. */
const isGoodsCode = (digits: string): boolean => digits.length <= 14 && hasGtinCheckDigit(digits)

export const isCardNumber = (digits: string): boolean =>
  ISSUERS.some(([first, lengths]) => lengths.includes(digits.length) && first.test(digits)) &&
  hasCardCheckDigit(digits) &&
  !isGoodsCode(digits)

interface Found {
  readonly at: number
  readonly end: number
  readonly lastFour: string
}

/** Where card numbers stand in a text, in order. A run of more digits than any card has, without a gap, is none. */
function cardNumbersIn(text: string): Found[] {
  const found: Found[] = []
  for (const run of text.matchAll(RUN)) {
    const groups = [...run[0].matchAll(GROUP)].map((group) => ({ at: run.index + group.index, digits: group[0] }))
    for (let first = 0; first < groups.length; first++) {
      let digits = ''
      for (let last = first; last < groups.length && digits.length < DIGITS_MAX; last++) {
        const group = groups[last]
        digits += plainDigits(group?.digits ?? '')
        if (!group || digits.length < DIGITS_MIN || !isCardNumber(digits)) continue
        found.push({
          ...{ at: groups[first]?.at ?? 0, end: group.at + group.digits.length },
          lastFour: digits.slice(-4),
        })
        first = last
        break
      }
    }
  }
  return found
}

export const holdsCardNumber = (text: string): boolean => text.length >= DIGITS_MIN && cardNumbersIn(text).length > 0

/** The text with each card number as `****1234`: what may be kept of one. */
export function withoutCardNumbers(text: string): string {
  let rest = 0
  const kept = cardNumbersIn(text).map(({ at, end, lastFour }) => {
    const before = text.slice(rest, at)
    rest = end
    return `${before}****${lastFour}`
  })
  return `${kept.join('')}${text.slice(rest)}`
}

/** At most the first six and the last four digits (PCI DSS 4.0.1, 3.4.1). */
export const maskedCard = (digits: string): string =>
  `${digits.slice(0, 6)}${'*'.repeat(Math.max(1, digits.length - 10))}${digits.slice(-4)}`
