import { assert } from './result.ts'

declare const minorUnits: unique symbol

/** A whole number of minor units (fen) in the station's one currency, CNY. May be negative (a correction). */
export type Money = number & { readonly [minorUnits]: true }

/** One hundred million yuan: far above any sale, far below where doubles stop counting exactly. */
const LIMIT = 10_000_000_000

/** Decimals of the currency: data, so that no code says "times a hundred". */
const DECIMALS = 2
const UNIT = 10 ** DECIMALS

export type Rounding = 'half-up' | 'down'

export const isMoney = (value: unknown): value is Money =>
  Number.isInteger(value) && Math.abs(value as number) <= LIMIT && !Object.is(value, -0)

export function money(fen: number): Money {
  assert(isMoney(fen), `not an amount of money: ${String(fen)}`)
  return fen
}

export const ZERO = money(0)
export const plus = (a: Money, b: Money): Money => money(a + b)
export const minus = (a: Money, b: Money): Money => money(a - b)
export const sum = (amounts: readonly Money[]): Money => amounts.reduce(plus, ZERO)

/** An amount taken a whole number of times: price × quantity. */
export const times = (amount: Money, count: number): Money => {
  assert(Number.isInteger(count), `not a whole count: ${String(count)}`)
  return money(amount * count || 0)
}

/**
 * `numerator / denominator` of an amount: tax, discount, weighed goods. The caller always says how to round;
 * halves round away from zero. Exact: computed in BigInt, since the product may pass 2^53.
 */
export function portion(amount: Money, numerator: number, denominator: number, rounding: Rounding): Money {
  assert(Number.isInteger(numerator) && Number.isInteger(denominator) && denominator > 0, 'a portion needs whole parts')
  const product = BigInt(amount) * BigInt(numerator)
  const divisor = BigInt(denominator)
  const quotient = product / divisor
  const rest = product % divisor
  const size = rest < 0n ? -rest : rest
  const up = rounding === 'half-up' && size * 2n >= divisor
  return money(Number(quotient + (up ? (product < 0n ? -1n : 1n) : 0n)) || 0)
}

/** Splits without losing a fen: the parts always sum to the amount. Weights are whole, not negative, not all zero. */
export function split(amount: Money, weights: readonly number[]): Money[] {
  const total = weights.reduce((a, b) => a + b, 0)
  assert(
    weights.every((weight) => Number.isInteger(weight) && weight >= 0) && total > 0,
    'a split needs whole weights, not all zero',
  )
  let weightSoFar = 0
  let amountSoFar = ZERO
  return weights.map((weight) => {
    weightSoFar += weight
    const upToHere = portion(amount, weightSoFar, total, 'half-up')
    const part = minus(upToHere, amountSoFar)
    amountSoFar = upToHere
    return part
  })
}

/** `1234` → `12.34`: plain digits and a point, for screens, paper and logs alike. */
export function formatMoney(amount: Money): string {
  const digits = String(Math.abs(amount)).padStart(DECIMALS + 1, '0')
  return `${amount < 0 ? '−' : ''}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`
}

/** What a person typed as an amount: `12`, `12.3`, `12.34`. Null when it is none, or has more decimals than money. */
export function readMoney(text: string): Money | null {
  const match = /^(\d{1,8})(?:\.(\d{0,2}))?$/.exec(text.trim())
  if (!match) return null
  const fen = Number(match[1]) * UNIT + Number((match[2] ?? '').padEnd(DECIMALS, '0'))
  return isMoney(fen) ? fen : null
}
