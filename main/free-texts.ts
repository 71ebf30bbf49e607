import { holdsCardNumber, withoutCardNumbers } from '#domain/card-number'
import type { TillEvent } from '#domain/events'

/**
 * Fields of events that hold codes with a shape of their own, whose digits may look like a card's by chance: goods and
 * orders must stay what they are. Every other text is somebody's words, those of fields to come included.
 */
const CODES = new Set([
  ...['sku', 'attempt', 'approval', 'id', 'subject', 'receipt'],
  // Of one-time codes and passkeys.
  ...['hash', 'code', 'credential', 'key'],
  // Of another station's answer.
  ...['request', 'signature'],
  // Of card slips: the shop's own number at its acquirer, and what a chip signs with.
  ...['merchant', 'cryptogram'],
  // A scan payment platform's numbers.
  ...['tradeNo', 'logNo'],
  // Of head office, and of files.
  ...['token', 'device', 'sha256', 'digest', 'document'],
  // Of devices that are plugged in.
  ...['serial', 'place'],
])

/** Whether somebody's words in it hold what looks like a card number. */
export const hasCardNumber = (event: TillEvent): boolean => holds(event)

function holds(value: unknown): boolean {
  if (typeof value === 'string') return holdsCardNumber(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, inner]) => !isCode(name, inner) && holds(inner))
}

const isCode = (name: string, value: unknown): boolean => typeof value === 'string' && CODES.has(name)

/** The event with card numbers taken out of such words, but for their last four digits. */
export function withoutCards(event: TillEvent): TillEvent {
  // Texts are replaced by texts, so it is an event still.
  return hasCardNumber(event) ? (cleaned(event) as TillEvent) : event
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return withoutCardNumbers(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isCode(name, inner) ? (inner as unknown) : cleaned(inner)]),
  )
}
