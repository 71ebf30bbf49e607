import { expandUpcE, hasGtinCheckDigit, normalGtin } from './barcode.ts'
import { DATE_DIGITS, dayOf, FNC1, measured, readBracketed, readDigitalLink, readElements } from './gs1.ts'
import type { ElementRefusal, Elements } from './gs1.ts'
import { isMoney, type Money } from './money.ts'
import { done, refused, type Result } from './result.ts'
import { readWeighedCode, ruleFor, type WeighedCode, type WeighedRule } from './weighed.ts'

/** What a code on goods says. Codes are normalised (`normalGtin`). */
export type ScannedCode =
  | {
      readonly is: 'item'
      readonly code: string
      /** Eight digits may be EAN-8 or UPC-E, and only some scanners say which: look this up where `code` is unknown. */
      readonly orElse?: string
    }
  | ({ readonly is: 'weighed' } & WeighedCode)
  | ({ readonly is: 'gs1'; readonly code: string } & Gs1Facts)

export interface Gs1Facts {
  readonly grams?: number
  /** Pieces in a pack of variable count (AI 30). */
  readonly count?: number
  readonly price?: Money
  readonly batch?: string
  /** `YYYY-MM-DD`: the earliest of use-by (17), sell-by (16) and best-before (15). */
  readonly expiry?: string
  readonly serial?: string
}

/**
 * `not-a-code`: of no code's form; `wrong-check-digit`: misread or mistyped; `nothing-weighed`: a weight or price of
 * zero; `wrong-element`, `wrong-date`: a GS1 element string that breaks its table; `no-goods`: one that names no goods,
 * such as a pallet's; `foreign-price`: a price in another currency.
 */
export type CodeRefusal = ElementRefusal | 'not-a-code' | 'nothing-weighed' | 'no-goods' | 'foreign-price'
export type ReadCode = Result<ScannedCode, CodeRefusal>

/** Longer than any symbol a scanner sends for goods; more is rubbish, and is not looked into. */
export const CODE_LENGTH_MAX = 512
/** What drivers and screens put in the place of what they lost (Unicode, U+FFFD); it is in no code. */
export const LOST = '\ufffd'

/** Identifiers (ISO/IEC 15424) of symbols that hold GS1 elements: GS1-128, DataBar, DataMatrix, QR, DotCode. */
const GS1_SYMBOL = /^\](C1|e0|d2|Q3|J1)/
const SYMBOL = /^\]([A-Za-z][0-9A-Za-z])/

/** Reads whatever came out of a scanner, with or without its symbology identifier, or was typed in its place. */
export function readCode(text: string, rules: readonly WeighedRule[]): ReadCode {
  if (text.length > CODE_LENGTH_MAX) return refused('not-a-code')
  if (text.includes(LOST)) return refused('wrong-element')
  // Not trim(): it would take a trailing FNC1 for nothing, but also any other white space for harmless.
  const code = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
  if (GS1_SYMBOL.test(code)) return ofElements(readElements(code.slice(3)))
  const symbol = SYMBOL.exec(code)?.[1] ?? null
  const body = symbol === null ? code : code.slice(3)
  if (/^\d+$/.test(body) && body.length <= 14) return ofDigits(body, symbol, rules)
  const read = readBracketed(body) ?? readDigitalLink(body)
  if (read) return ofElements(read)
  // A scanner that names no symbology and drops the first FNC1 sends elements bare; a GTIN in front gives them away.
  const bare = symbol === null && (body.includes(FNC1) || /^01\d{14}/.test(body))
  return bare ? ofElements(readElements(body)) : refused('not-a-code')
}

function ofDigits(digits: string, symbol: string | null, rules: readonly WeighedRule[]): ReadCode {
  if (![8, 12, 13, 14].includes(digits.length)) return refused('not-a-code')
  if (digits.length === 8) return ofEight(digits, symbol)
  if (!hasGtinCheckDigit(digits)) return refused('wrong-check-digit')
  const code = normalGtin(digits)
  const rule = ruleFor(code, rules)
  if (!rule) return done({ is: 'item', code })
  const weighed = readWeighedCode(code, rule)
  return weighed.ok ? done({ is: 'weighed', ...weighed.value }) : weighed
}

/** AIM calls EAN-8 `]E4` and every other EAN/UPC symbol `]E0`, so that eight digits of `]E0` are UPC-E. */
function ofEight(digits: string, symbol: string | null): ReadCode {
  const upc = symbol === 'E4' ? null : expandUpcE(digits)
  const ean = symbol === 'E0' || !hasGtinCheckDigit(digits) ? null : digits
  if (ean !== null) return done({ is: 'item', code: ean, ...(upc !== null && { orElse: normalGtin(upc) }) })
  return upc === null ? refused('wrong-check-digit') : done({ is: 'item', code: normalGtin(upc) })
}

function ofElements(read: Result<Elements, ElementRefusal>): ReadCode {
  if (!read.ok) return read
  const elements = read.value
  const gtin = elements.get('01')
  if (gtin === undefined) return refused('no-goods')
  const grams = gramsOf(elements)
  const price = priceOf(elements)
  if (typeof price === 'string') return refused(price)
  const count = elements.has('30') ? Number(elements.get('30')) : null
  if (grams === 0 || price === 0 || count === 0) return refused('nothing-weighed')
  const [batch, serial, expiry] = [elements.get('10'), elements.get('21'), expiryOf(elements)]
  return done({
    ...{ is: 'gs1', code: normalGtin(gtin) },
    ...(grams !== null && { grams }),
    ...(price !== null && { price }),
    ...(count !== null && { count }),
    ...(batch !== undefined && { batch }),
    ...(serial !== undefined && { serial }),
    ...(expiry !== undefined && { expiry }),
  })
}

/** A pound is 453.59237 g exactly; without the point, every step below stays whole. */
const POUND = 45_359_237
const POUND_DECIMALS = 5

/** Net weight in grams: kilograms (310n) or pounds (320n). What is less than a gram is the customer's. */
function gramsOf(elements: Elements): number | null {
  const kilograms = measured(elements, '310')
  if (kilograms) return Math.floor(shifted(kilograms.digits, 3 - kilograms.decimals))
  const pounds = measured(elements, '320')
  if (!pounds) return null
  return Math.floor((Number(pounds.digits) * POUND) / 10 ** (POUND_DECIMALS + pounds.decimals))
}

const shifted = (digits: string, places: number): number =>
  places >= 0 ? Number(digits) * 10 ** places : Number(digits) / 10 ** -places

/** ISO 4217: yuan. */
const CNY = '156'
const FEN_DECIMALS = 2

/**
 * The price of goods of variable measure, in fen: 392n in the shop's own currency, 393n in a named one. 390n and 391n
 * are amounts of payment slips and coupons, never a price of goods.
 */
function priceOf(elements: Elements): Money | null | 'foreign-price' | 'wrong-element' {
  const named = measured(elements, '393')
  if (named && !named.digits.startsWith(CNY)) return 'foreign-price'
  const found = named ? { ...named, digits: named.digits.slice(CNY.length) } : measured(elements, '392')
  if (!found) return null
  const fen = shifted(found.digits, FEN_DECIMALS - found.decimals)
  return isMoney(fen) ? fen : 'wrong-element'
}

function expiryOf(elements: Elements): string | undefined {
  const days = ['15', '16', '17', '7003'].flatMap((ai) => dayOf((elements.get(ai) ?? '').slice(0, DATE_DIGITS)) ?? [])
  return days.sort()[0]
}
