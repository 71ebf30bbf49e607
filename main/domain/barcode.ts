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

/**
 * Normalises EAN-13, EAN-8 and UPC-A to the 13 or 8 digits goods are stored under. Null for anything else, and for a
 * wrong check digit: a misread code must never become some other goods.
 */
export function readGoodsCode(text: string): string | null {
  const code = text.trim()
  if (!/^(\d{8}|\d{12}|\d{13})$/.test(code)) return null
  if (gtinCheckDigit(code.slice(0, -1)) !== Number(code.at(-1))) return null
  // UPC-A is EAN-13 with its leading zero left off.
  return code.length === 12 ? `0${code}` : code
}
