import { hasGtinCheckDigit } from './barcode.ts'
import { isMoney, money, type Money } from './money.ts'
import { done, refused, type Result } from './result.ts'

/**
 * How the shop's scales write a label: EAN-13 with a prefix of 20–29, which GS1 leaves to each shop (GS1 General
 * Specifications 2.1.14.2). After the prefix come the item number, then the value's own check digit where the scales
 * print one, then the value, then the check digit of the whole: `item` + `value` + (1 for `valueCheck`) = 10.
 */
export interface WeighedRule {
  /** Two digits, 20–29. */
  readonly prefix: string
  /** How many digits the item number has. */
  readonly item: number
  /** How many digits the value has; 4 or 5 where it has a check digit of its own. */
  readonly value: number
  readonly holds: 'price' | 'weight'
  /** Decimals of the value, in yuan (0–2) or in kilograms (0–3): 2 makes it fen, 3 makes it grams. */
  readonly decimals: number
  readonly valueCheck?: boolean
}

export interface WeighedCode {
  /** As printed, zeros in front and all; compare by `itemKey`. */
  readonly item: string
  readonly price?: Money
  readonly grams?: number
}

/** What scales do unless told otherwise: five digits of item, five of fen (21) or grams (22). */
export const DEFAULT_WEIGHED_RULES: readonly WeighedRule[] = [
  { prefix: '21', item: 5, value: 5, holds: 'price', decimals: 2 },
  { prefix: '22', item: 5, value: 5, holds: 'weight', decimals: 3 },
]

const DIGITS_BETWEEN = 10
const DECIMALS_MAX = { price: 2, weight: 3 } as const

/** What is wrong with a rule from a shop's settings, or null. */
export function faultOfRule({ prefix, item, value, holds, decimals, valueCheck }: WeighedRule): string | null {
  if (!/^2\d$/.test(prefix)) return 'a prefix is two digits, 20 to 29'
  if (![item, value, decimals].every((each) => Number.isInteger(each) && each >= 0) || item < 1 || value < 1) {
    return 'lengths are whole numbers'
  }
  if (item + value + (valueCheck ? 1 : 0) !== DIGITS_BETWEEN) return 'item, value and check digit make ten digits'
  if (valueCheck && value !== 4 && value !== 5) return 'only a value of 4 or 5 digits has a check digit of its own'
  return decimals <= DECIMALS_MAX[holds] ? null : `a ${holds} has ${DECIMALS_MAX[holds]} decimals at most`
}

/** Spreadsheets drop zeros in front, scales print them: item numbers are equal where they are without. */
export const itemKey = (item: string): string => item.replace(/^0+(?=\d)/, '')

export const ruleFor = (code: string, rules: readonly WeighedRule[]): WeighedRule | undefined =>
  code.length === 13 ? rules.find(({ prefix }) => code.startsWith(prefix)) : undefined

/**
 * Reads 13 digits by their rule. Refused: `wrong-check-digit`, the whole's or the value's; `nothing-weighed`, a value
 * of zero, which is also what scales print where the value has no room.
 */
export function readWeighedCode(
  code: string,
  rule: WeighedRule,
): Result<WeighedCode, 'wrong-check-digit' | 'nothing-weighed'> {
  if (!hasGtinCheckDigit(code)) return refused('wrong-check-digit')
  const itemEnd = rule.prefix.length + rule.item
  const item = code.slice(rule.prefix.length, itemEnd)
  const value = code.slice(-1 - rule.value, -1)
  if (rule.valueCheck && valueCheckDigit(value) !== Number(code[itemEnd])) return refused('wrong-check-digit')
  const amount = Number(value) * 10 ** (DECIMALS_MAX[rule.holds] - rule.decimals)
  if (amount === 0 || !isMoney(amount)) return refused('nothing-weighed')
  return done(rule.holds === 'price' ? { item, price: money(amount) } : { item, grams: amount })
}

/** The weighting factors of GS1 General Specifications 7.9.2–7.9.4, each as its result for the digits 0 to 9. */
const TWO_MINUS = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7] as const
const THREE = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7] as const
const FIVE_PLUS = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9] as const
const FIVE_MINUS = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1] as const

/** The check digit of a price or weight of four digits or five, by the same clauses. */
export function valueCheckDigit(value: string): number {
  if (value.length === 4) return (sumOf(value, [TWO_MINUS, TWO_MINUS, THREE, FIVE_MINUS]) * 3) % 10
  const sum = sumOf(value, [FIVE_PLUS, TWO_MINUS, FIVE_MINUS, FIVE_PLUS, TWO_MINUS])
  return FIVE_MINUS.findIndex((result) => result === (10 - (sum % 10)) % 10)
}

const sumOf = (value: string, factors: readonly (readonly number[])[]): number =>
  factors.reduce((sum, factor, place) => sum + (factor[Number(value[place])] ?? 0), 0)
