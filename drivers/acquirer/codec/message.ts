import { formatOf } from './fields.ts'
import { packField, takeField, type FieldValue } from './kinds.ts'
import type { AcquirerProfile } from './profile.ts'
import { inField, refusal, taken, type Read } from './read.ts'

/**
 * A message of ISO 8583:1987 with one bitmap: the type (MTI), which fields there are, the fields in order. What is
 * unpacked packs to the same bytes, and what would not is refused.
 */
export interface Message {
  /** Four digits, the first nought: the version of 1987. */
  readonly mti: string
  readonly fields: ReadonlyMap<number, FieldValue>
}

const [MTI_BYTES, BITMAP_BYTES] = [2, 8]
export const MESSAGE_BYTES_MIN = MTI_BYTES + BITMAP_BYTES
const [FIELD_FIRST, FIELD_LAST] = [2, 64]
const MTI = /^0\d{3}$/

/** Without those that are undefined. */
export function messageOf(mti: string, fields: Readonly<Record<number, FieldValue | undefined>>): Message {
  const given = Object.entries(fields).flatMap(([field, value]) =>
    value === undefined ? [] : [[Number(field), value] as const],
  )
  return { mti, fields: new Map(given) }
}

/** Null where it is not there, or is no text. */
export function textOf({ fields }: Message, field: number): string | null {
  const value = fields.get(field)
  return typeof value === 'string' ? value : null
}

/** Null where it is not there, or is text. */
export function bytesOf({ fields }: Message, field: number): Uint8Array | null {
  const value = fields.get(field)
  return value === undefined || typeof value === 'string' ? null : value
}

/** The answer to a message has its type and ten more (0200, 0210). */
export const answerMti = (mti: string): string => String(Number(mti) + 10).padStart(4, '0')

export function pack({ mti, fields }: Message, profile: AcquirerProfile): Read<Buffer> {
  if (!MTI.test(mti)) return refusal('mti')
  const bitmap = Buffer.alloc(BITMAP_BYTES)
  const parts: Uint8Array[] = [Buffer.from(mti, 'hex'), bitmap]
  for (const [field, value] of [...fields].sort(([one], [other]) => one - other)) {
    const format = formatOf(field, profile)
    if (!format) return refusal('unknown-field', field)
    const packed = packField(value, format, profile.padNibble)
    if (!packed.ok) return inField(packed, field)
    parts.push(packed.value)
    const byte = (field - 1) >> 3
    bitmap[byte] = (bitmap[byte] ?? 0) | (0x80 >> ((field - 1) & 7))
  }
  return taken(Buffer.concat(parts))
}

export function unpack(bytes: Uint8Array, profile: AcquirerProfile): Read<Message> {
  if (bytes.length < MESSAGE_BYTES_MIN) return refusal('truncated')
  const mti = Buffer.from(bytes.subarray(0, MTI_BYTES)).toString('hex')
  if (!MTI.test(mti)) return refusal('mti')
  const bitmap = bytes.subarray(MTI_BYTES, MESSAGE_BYTES_MIN)
  if (isSet(bitmap, 1)) return refusal('second-bitmap')
  const fields = new Map<number, FieldValue>()
  let at = MESSAGE_BYTES_MIN
  for (let field = FIELD_FIRST; field <= FIELD_LAST; field++) {
    if (!isSet(bitmap, field)) continue
    const format = formatOf(field, profile)
    if (!format) return refusal('unknown-field', field)
    const read = takeField(bytes, at, { format, pad: profile.padNibble })
    if (!read.ok) return inField(read, field)
    fields.set(field, read.value.value)
    at = read.value.next
  }
  return at === bytes.length ? taken({ mti, fields }) : refusal('surplus')
}

const isSet = (bitmap: Uint8Array, field: number): boolean =>
  ((bitmap[(field - 1) >> 3] ?? 0) & (0x80 >> ((field - 1) & 7))) !== 0
