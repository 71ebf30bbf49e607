import { hasGtinCheckDigit } from './barcode.ts'
import { done, refused, type Result } from './result.ts'

/** FNC1 between elements, as scanners send it (GS1 General Specifications 7.8): ASCII group separator. */
export const FNC1 = '\u001d'

/** Values by their application identifier (AI), each of the form the table gives it. */
export type Elements = ReadonlyMap<string, string>
/**
 * `wrong-element`: an AI that does not exist, or a value its AI does not allow; `wrong-date`: no day of the calendar;
 * `wrong-check-digit`: of a GTIN or SSCC.
 */
export type ElementRefusal = 'wrong-element' | 'wrong-date' | 'wrong-check-digit'

type Shape = 'digits' | 'signs' | 'date' | 'moment' | 'key'
interface Row {
  readonly ai: RegExp
  readonly shape: Shape
  readonly min: number
  readonly max: number
}

const fixed = (ai: RegExp, shape: Shape, length: number): Row => ({ ai, shape, min: length, max: length })
const upTo = (ai: RegExp, shape: Shape, max: number, min = 1): Row => ({ ai, shape, min, max })

/** GS1 General Specifications 3.2, the AIs goods bear at a till; the last digit of the four-digit ones is decimals. */
const TABLE: readonly Row[] = [
  fixed(/^00$/, 'key', 18),
  fixed(/^0[123]$/, 'key', 14),
  fixed(/^1[1235-7]$/, 'date', 6),
  fixed(/^20$/, 'digits', 2),
  upTo(/^(10|21|22)$/, 'signs', 20),
  upTo(/^(30|37)$/, 'digits', 8),
  upTo(/^24[01]$/, 'signs', 30),
  fixed(/^3[1-6]\d[0-5]$/, 'digits', 6),
  upTo(/^39[02]\d$/, 'digits', 15),
  upTo(/^39[13]\d$/, 'digits', 18, 4),
  fixed(/^394[0-3]$/, 'digits', 4),
  fixed(/^395[0-5]$/, 'digits', 6),
  fixed(/^7003$/, 'moment', 10),
]
/** Any other AI is skipped by its kind: its value ends at FNC1, except where 7.8 gives it a length beforehand. */
const OTHER = upTo(/^/, 'signs', 90)
const OTHER_FIXED = [fixed(/^41\d$/, 'key', 13)]

/** How many digits an AI has, by its first two (GS1 General Specifications 3.2). */
const AI_DIGITS: readonly (readonly [RegExp, number])[] = [
  [/^(0[0-3]|1[0-35-7]|2[0-2]|30|37|9\d)/, 2],
  [/^(2[345]|4[0-2]|71)/, 3],
  [/^(3[1-69]|43|7[02]|8[0-2])/, 4],
]

/** GS1 character set 82 (GS1 General Specifications 7.11). */
const SIGNS = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/

function aiAt(text: string): string | null {
  const digits = AI_DIGITS.find(([pattern]) => pattern.test(text))?.[1]
  const ai = digits === undefined ? '' : text.slice(0, digits)
  return /^\d+$/.test(ai) && ai.length === digits ? ai : null
}

const rowOf = (ai: string): Row | null => {
  const known = [...TABLE, ...OTHER_FIXED].find((row) => row.ai.test(ai))
  // An AI of a measure or an amount that is not in the table, such as one with nine decimals, does not exist.
  return known ?? (/^3/.test(ai) ? null : OTHER)
}

/** Reads elements one after the other, as a symbol holds them: `01…3103…` with FNC1 after each of varying length. */
export function readElements(text: string): Result<Elements, ElementRefusal> {
  const pairs: [string, string][] = []
  let rest = text.startsWith(FNC1) ? text.slice(1) : text
  while (rest !== '') {
    const ai = aiAt(rest)
    const row = ai === null ? null : rowOf(ai)
    if (ai === null || row === null) return refused('wrong-element')
    const body = rest.slice(ai.length)
    const end = row.min === row.max ? row.max : endOf(body)
    pairs.push([ai, body.slice(0, end)])
    rest = body.slice(end)
    // FNC1 may also follow a value of fixed length; a reader takes it as it comes.
    if (rest.startsWith(FNC1)) rest = rest.slice(1)
  }
  return gather(pairs)
}

const endOf = (body: string): number => {
  const end = body.indexOf(FNC1)
  return end < 0 ? body.length : end
}

/** Reads what is printed below a symbol: `(01)…(3103)…`. Null where the text is not of that form. */
export function readBracketed(text: string): Result<Elements, ElementRefusal> | null {
  if (!/^\(\d{2,4}\)/.test(text)) return null
  const parts = text.split(/\((\d{2,4})\)/).slice(1)
  return gather(parts.flatMap((ai, i) => (i % 2 === 0 ? [[ai, (parts[i + 1] ?? '').trim()] as const] : [])))
}

/**
 * Reads a GS1 Digital Link (GS1 Digital Link Standard: URI Syntax, 4): `https://any.host/01/…/10/…?17=…&3103=…`. Null
 * where the text is no address with a GTIN in its path.
 */
export function readDigitalLink(text: string): Result<Elements, ElementRefusal> | null {
  const match = /^https?:\/\/[^/?#]+(?:\/[^?#]*?)?\/01\/([^?#]+)(?:\?([^#]*))?/i.exec(text)
  if (!match) return null
  const path = `01/${match[1] ?? ''}`.split('/').filter((part) => part !== '')
  const query = (match[2] ?? '').split(/[&;]/).map((part) => part.split('='))
  try {
    const named = path.map(decodeURIComponent)
    const inPath = named.flatMap((ai, i) => (i % 2 === 0 ? [[ai, named[i + 1] ?? ''] as const] : []))
    // What is not an AI in the query belongs to whoever made the link.
    const inQuery = query.flatMap(([ai = '', value = '']) =>
      /^\d{2,4}$/.test(ai) ? [[ai, decodeURIComponent(value)] as const] : [],
    )
    return gather([...inPath, ...inQuery].map(([ai, value]) => [ai, ai === '01' ? value.padStart(14, '0') : value]))
  } catch {
    // decodeURIComponent has no other way to say that the escapes are broken.
    return refused('wrong-element')
  }
}

/** `YYMMDD`; a moment has `hhmm` after it. */
export const DATE_DIGITS = 6

function gather(pairs: readonly (readonly [string, string])[]): Result<Elements, ElementRefusal> {
  const elements = new Map<string, string>()
  for (const [ai, value] of pairs) {
    const row = aiAt(ai) === ai ? rowOf(ai) : null
    const wrong = row === null ? 'wrong-element' : faultOf(row, value)
    if (wrong !== null) return refused(wrong)
    // GS1 General Specifications 4.14: an element may be there twice, but not with two values.
    if (elements.has(ai) && elements.get(ai) !== value) return refused('wrong-element')
    elements.set(ai, value)
  }
  return done(elements)
}

function faultOf({ shape, min, max }: Row, value: string): ElementRefusal | null {
  const form = shape === 'signs' ? SIGNS : /^\d+$/
  if (value.length < min || value.length > max || !form.test(value)) return 'wrong-element'
  if (shape === 'key' && !hasGtinCheckDigit(value)) return 'wrong-check-digit'
  const isDated = shape === 'date' || shape === 'moment'
  return isDated && dayOf(value.slice(0, DATE_DIGITS)) === null ? 'wrong-date' : null
}

/**
 * `YYMMDD` as `YYYY-MM-DD`; day 00 is the month's last (GS1 General Specifications 3.4). Null where there is no such
 * day. The year is of this century: 7.12 would call 77–99 the last one, and no goods sold at a till are of then.
 */
export function dayOf(value: string): string | null {
  const [year, month, day] = [value.slice(0, 2), value.slice(2, 4), value.slice(4, 6)].map(Number)
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12) return null
  const last = month === 2 ? (year % 4 === 0 ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  if (day > last) return null
  return `20${value.slice(0, 2)}-${value.slice(2, 4)}-${day === 0 ? last : value.slice(4, 6)}`
}

export interface Measured {
  /** The AI without its last digit, which is the decimals. */
  readonly digits: string
  readonly decimals: number
}

/** The value of a four-digit AI such as 310n, with its decimals; null where it is not there. */
export function measured(elements: Elements, ai: string): Measured | null {
  for (const [key, digits] of elements) {
    if (key.length === 4 && key.startsWith(ai)) return { digits, decimals: Number(key[3]) }
  }
  return null
}
