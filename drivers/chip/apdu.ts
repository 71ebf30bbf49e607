import { APDU_BYTES_MAX } from './port.ts'

/** A command APDU in its parts (ISO/IEC 7816-3, 12.1.3). */
export interface Apdu {
  /** CLA, INS, P1, P2. */
  readonly header: Uint8Array
  readonly data: Uint8Array
  /** The most bytes that are wanted in the answer; null where none are. */
  readonly wanted: number | null
  /** Lengths of more than one byte. */
  readonly extended: boolean
}

const HEADER_BYTES = 4
/** What a length of nought stands for. */
export const SHORT_MAX = 256
const EXTENDED_MAX = 65_536

/** Null where its lengths do not fit its bytes. */
export function readApdu(bytes: Uint8Array): Apdu | null {
  if (bytes.length < HEADER_BYTES || bytes.length > APDU_BYTES_MAX) return null
  const header = bytes.slice(0, HEADER_BYTES)
  const body = bytes.subarray(HEADER_BYTES)
  if (body.length === 0) return { header, data: body.slice(), wanted: null, extended: false }
  return body[0] === 0 && body.length > 1 ? extendedOf(header, body) : shortOf(header, body)
}

function shortOf(header: Uint8Array, body: Uint8Array): Apdu | null {
  const [length = 0] = body
  if (body.length === 1) return { header, data: new Uint8Array(0), wanted: length || SHORT_MAX, extended: false }
  const rest = body.subarray(1 + length)
  if (1 + length > body.length || rest.length > 1) return null
  const [wanted] = rest
  const data = body.slice(1, 1 + length)
  return { header, data, wanted: wanted === undefined ? null : wanted || SHORT_MAX, extended: false }
}

function extendedOf(header: Uint8Array, body: Uint8Array): Apdu | null {
  if (body.length < 3) return null
  const two = (at: number) => ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0)
  const length = two(1)
  if (body.length === 3) return { header, data: new Uint8Array(0), wanted: length || EXTENDED_MAX, extended: true }
  const rest = body.subarray(3 + length)
  if (length === 0 || 3 + length > body.length || (rest.length !== 0 && rest.length !== 2)) return null
  const wanted = rest.length === 0 ? null : two(3 + length) || EXTENDED_MAX
  return { header, data: body.slice(3, 3 + length), wanted, extended: true }
}

const VERIFY = 0x20

/** A VERIFY (ISO/IEC 7816-4, 11.6.6) with a PIN in it; one without asks how many tries are left. */
export const holdsPin = ({ header, data }: Apdu): boolean => (header[1] ?? 0) >> 1 === VERIFY >> 1 && data.length > 0

/** The last two bytes of an answer; null where it has none. */
export function answerOf(bytes: Uint8Array): { readonly data: Uint8Array; readonly status: number } | null {
  const [high, low] = bytes.subarray(-2)
  if (high === undefined || low === undefined) return null
  return { data: Uint8Array.from(bytes.subarray(0, -2)), status: (high << 8) | low }
}
