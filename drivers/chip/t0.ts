import { SHORT_MAX, type Apdu } from './apdu.ts'

/**
 * APDUs on T=0 (ISO/IEC 7816-3, 12.2): five bytes, then data one way. What is to come back after data went there is
 * fetched by GET RESPONSE, and a card that knows the length better says so.
 */
export interface T0 {
  /** What goes to the card first. */
  readonly first: Uint8Array
  /** What the card answered: what goes to it next, or the end. Throws after the end. */
  readonly take: (answer: Uint8Array) => T0Step
}
export type T0Step =
  | { readonly is: 'send'; readonly bytes: Uint8Array }
  | { readonly is: 'answer'; readonly bytes: Uint8Array }
  | { readonly is: 'misread' }

const GET_RESPONSE = 0xc0
const [MORE, WRONG_LENGTH] = [0x61, 0x6c]
const WELL = 0x9000
/** Of the class: what names a logical channel (ISO/IEC 7816-4, 5.4.1). */
const CHANNEL = 0x03
/** An answer of so many parts is a card that never ends. */
const STEPS_MAX = 260

/** Null for an APDU that T=0 has no bytes for: one of extended length. */
export function beginT0({ header, data, wanted, extended }: Apdu): T0 | null {
  if (extended) return null
  const first = Uint8Array.of(...header, data.length > 0 ? data.length : (wanted ?? 0) % SHORT_MAX, ...data)
  const channel = (header[0] ?? 0) & CHANNEL
  const parts: Uint8Array[] = []
  let asked: Uint8Array = first
  let isFetching = false
  let left = wanted ?? 0
  let steps = 0

  const send = (bytes: Uint8Array): T0Step => {
    asked = bytes
    return { is: 'send', bytes }
  }
  const fetch = (bytes: number): T0Step => {
    isFetching = true
    return send(Uint8Array.of(channel, GET_RESPONSE, 0, 0, Math.min(bytes, left) % SHORT_MAX))
  }
  const take = (answer: Uint8Array): T0Step => {
    const [high, low] = answer.subarray(-2)
    if (++steps > STEPS_MAX || high === undefined || low === undefined) return { is: 'misread' }
    const body = answer.subarray(0, -2)
    const isIncoming = data.length === 0 || isFetching
    // More than was asked for, or where nothing was.
    if (body.length > (isIncoming ? left : 0)) return { is: 'misread' }
    if (high === WRONG_LENGTH && isIncoming && body.length === 0 && asked[4] !== low)
      return send(Uint8Array.of(...asked.subarray(0, 4), low))
    parts.push(body)
    left -= body.length
    if (high === MORE && left > 0) return fetch(low || SHORT_MAX)
    // 12.2.5: a card that took data and says that all is well is asked for what is wanted.
    if (((high << 8) | low) === WELL && data.length > 0 && !isFetching && left > 0) return fetch(left)
    return { is: 'answer', bytes: Buffer.concat([...parts, Uint8Array.of(high, low)]) }
  }
  return { first, take }
}
