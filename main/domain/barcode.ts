/**
 * Codes on goods. GS1 General Specifications 7.9: from the right, without the check digit, the digits weigh
 * 3, 1, 3 …; the check digit brings the sum to a multiple of ten.
 */
export function gtinCheckDigit(digits: string): number {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    sum += Number(digits[digits.length - 1 - place]) * (place % 2 === 0 ? 3 : 1)
  }
  return (10 - (sum % 10)) % 10
}

/** True where the last digit is the check digit of those before it; only for digits. */
export const hasGtinCheckDigit = (digits: string): boolean =>
  gtinCheckDigit(digits.slice(0, -1)) === Number(digits.at(-1))

/**
 * The one form under which goods are stored, whatever a symbol or a list pads it to: GTIN-8 as 8 digits, GTIN-12 and
 * GTIN-13 as 13, and 14 digits only where they name another trade item, such as a case (indicator 1–8) or goods of
 * variable measure (9). GS1 General Specifications 3.3.2: shorter numbers are filled with zeros on the left, and no
 * GTIN-12 or GTIN-13 begins with the five zeros that fill a GTIN-8.
 * Takes 8, 12, 13 or 14 digits with their check digit already verified.
 */
export function normalGtin(digits: string): string {
  const full = digits.padStart(14, '0')
  if (full.startsWith('000000')) return full.slice(6)
  return full.startsWith('0') ? full.slice(1) : full
}

/**
 * UPC-E, a GTIN-12 with zeros left out, as that GTIN-12 (GS1 General Specifications 5.2.2, UPC-E: the last of its six
 * digits says where the zeros were). Takes 8 digits of which the first is 0. Null for a wrong check digit, which is
 * the expanded number's, and for a short form that the number does not have.
 */
export function expandUpcE(digits: string): string | null {
  const match = /^0(\d)(\d)(\d)(\d)(\d)(\d)(\d)$/.exec(digits)
  if (!match) return null
  const [, a = '', b = '', c = '', d = '', e = '', last = '', check = ''] = match
  // Each number has one short form: what could have been shortened otherwise is misread.
  if ((last === '3' && c < '3') || (last === '4' && d === '0') || (last >= '5' && e === '0')) return null
  const expanded = `0${zerosPut(a, b, c, d, e, last)}${check}`
  return hasGtinCheckDigit(expanded) ? expanded : null
}

function zerosPut(...[a, b, c, d, e, last]: readonly [string, string, string, string, string, string]): string {
  if (last <= '2') return `${a}${b}${last}0000${c}${d}${e}`
  if (last === '3') return `${a}${b}${c}00000${d}${e}`
  if (last === '4') return `${a}${b}${c}${d}00000${e}`
  return `${a}${b}${c}${d}${e}0000${last}`
}

/**
 * Normalises EAN-13, EAN-8, UPC-A, UPC-E and GTIN-14 to the digits goods are stored under (`normalGtin`). Null for
 * anything else, and for a wrong check digit: a misread code must never become some other goods. Eight digits are
 * EAN-8 where they can be, and UPC-E only where they can not.
 */
export function readGoodsCode(text: string): string | null {
  const code = text.trim()
  if (!/^(\d{8}|\d{12,14})$/.test(code)) return null
  if (hasGtinCheckDigit(code)) return normalGtin(code)
  const upc = expandUpcE(code)
  return upc === null ? null : normalGtin(upc)
}
