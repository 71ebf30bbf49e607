/** A customer’s payment code, as far as it tells by itself whose it is: for the screen. The platform alone decides. */
export type Wallet = 'wechat' | 'alipay' | 'unionpay' | 'e-cny' | 'bestpay' | 'suning'

/** By the first two digits; how many there are in all, where that is known. */
const WALLETS: readonly (readonly [Wallet, first: RegExp, digits: readonly [least: number, most: number]])[] = [
  ['wechat', /^1[0-5]/, [18, 18]],
  ['alipay', /^(2[5-9]|30)/, [16, 24]],
  ['unionpay', /^62/, [19, 19]],
  ['e-cny', /^01/, [16, 32]],
  ['bestpay', /^51/, [16, 32]],
  ['suning', /^83/, [16, 32]],
]

/** As the platform takes them (`auth_code`). */
const DIGITS_MAX = 32
const [SHOWN_FIRST, SHOWN_LAST] = [2, 4]
/** Of what is shorter, what is shown would be most of it. */
const MASKED_MIN = 12

export const isPaymentCode = (text: string): boolean => /^\d+$/.test(text) && text.length <= DIGITS_MAX

/** Null for what looks like no wallet’s. */
export function walletOf(code: string): Wallet | null {
  if (!isPaymentCode(code)) return null
  const found = WALLETS.find(
    ([, first, [least, most]]) => first.test(code) && code.length >= least && code.length <= most,
  )
  return found?.[0] ?? null
}

/** For logs: who has a code can charge its owner for about a minute. */
export function maskedCode(code: string): string {
  if (!isPaymentCode(code) || code.length < MASKED_MIN) return '*'.repeat(Math.min(code.length, DIGITS_MAX))
  const hidden = '*'.repeat(code.length - SHOWN_FIRST - SHOWN_LAST)
  return `${code.slice(0, SHOWN_FIRST)}${hidden}${code.slice(-SHOWN_LAST)}`
}
