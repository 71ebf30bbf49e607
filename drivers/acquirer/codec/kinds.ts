import iconv from 'iconv-lite'
import { bcdBytes, fromBcd, toBcd, type PadNibble } from './bcd.ts'
import type { FieldFormat } from './fields.ts'
import { refusal, taken, type Read } from './read.ts'

/** Text of n, z, an, ans and gbk fields; the bytes of b fields. */
export type FieldValue = string | Uint8Array

/** What each kind of field of ISO 8583:1987 is written with. */
const ALPHABETS = { n: /^\d*$/, z: /^[\d=]*$/, an: /^[0-9A-Za-z]*$/, ans: /^[\x20-\x7e]*$/ } as const
const CONTROLS = /\p{Cc}/u

type Of<Kind extends FieldFormat['kind']> = FieldFormat & { readonly kind: Kind }
const isPacked = (format: FieldFormat): format is Of<'n' | 'z'> => format.kind === 'n' || format.kind === 'z'

/** Of a fixed field half a byte is filled with nought always; the profile’s nibble is for those with a prefix. */
const padOf = ({ prefix }: FieldFormat, pad: PadNibble): PadNibble => (prefix === 0 ? '0' : pad)

export function packField(value: FieldValue, format: FieldFormat, pad: PadNibble): Read<Uint8Array> {
  if (format.kind === 'b') return typeof value === 'string' ? refusal('kind') : measured(value, value.length, format)
  if (typeof value !== 'string') return refusal('kind')
  if (isPacked(format)) {
    if (!ALPHABETS[format.kind].test(value)) return refusal('digits')
    return measured(toBcd(value, format.align, padOf(format, pad)), value.length, format)
  }
  const bytes = signsOf(value, format)
  if (!bytes) return refusal('characters')
  return measured(bytes, bytes.length, format)
}

/** The bytes of a text, filled up where its length is fixed; null where a sign is not of its alphabet. */
function signsOf(value: string, { kind, size, prefix }: FieldFormat): Uint8Array | null {
  if (kind === 'gbk') return gbkBytes(value)
  if (prefix !== 0) return isOf(value, kind) ? Buffer.from(value, 'latin1') : null
  return isOf(value, kind) && !value.endsWith(' ') ? Buffer.from(value.padEnd(size, ' '), 'latin1') : null
}

const isOf = (value: string, kind: FieldFormat['kind']): boolean => ALPHABETS[kind === 'an' ? 'an' : 'ans'].test(value)

/** With its length before it, where it has one. */
function measured(bytes: Uint8Array, length: number, { size, prefix }: FieldFormat): Read<Uint8Array> {
  if (prefix === 0) return length === size ? taken(bytes) : refusal('length')
  if (length > size) return refusal('length')
  return taken(Buffer.concat([Buffer.from(String(length).padStart(2 * prefix, '0'), 'hex'), bytes]))
}

export interface FieldTaken {
  readonly value: FieldValue
  /** Where the next field begins. */
  readonly next: number
}

/** The field that begins at `at`; refused where packing its value would not give the same bytes. */
export function takeField(
  bytes: Uint8Array,
  at: number,
  { format, pad }: { readonly format: FieldFormat; readonly pad: PadNibble },
): Read<FieldTaken> {
  const length = format.prefix === 0 ? taken(format.size) : lengthAt(bytes, at, format)
  if (!length.ok) return length
  const begin = at + format.prefix
  const next = begin + (isPacked(format) ? bcdBytes(length.value) : length.value)
  if (next > bytes.length) return refusal('truncated')
  const value = valueOf(bytes.subarray(begin, next), length.value, { format, pad })
  return value.ok ? taken({ value: value.value, next }) : value
}

function lengthAt(bytes: Uint8Array, at: number, { prefix, size }: FieldFormat): Read<number> {
  if (at + prefix > bytes.length) return refusal('truncated')
  let length = 0
  for (const byte of bytes.subarray(at, at + prefix)) {
    if (byte >> 4 > 9 || (byte & 15) > 9) return refusal('length')
    length = 100 * length + 10 * (byte >> 4) + (byte & 15)
  }
  return length > size ? refusal('length') : taken(length)
}

function valueOf(
  bytes: Uint8Array,
  length: number,
  { format, pad }: { readonly format: FieldFormat; readonly pad: PadNibble },
): Read<FieldValue> {
  if (format.kind === 'b') return taken(Uint8Array.from(bytes))
  if (isPacked(format)) {
    const digits = fromBcd(bytes, length, format.align, padOf(format, pad))
    return !digits.ok || ALPHABETS[format.kind].test(digits.value) ? digits : refusal('digits')
  }
  if (format.kind === 'gbk') return gbkText(bytes)
  const text = Buffer.from(bytes).toString('latin1')
  const value = format.prefix === 0 ? text.trimEnd() : text
  // trimEnd takes more than spaces, which the alphabet has not.
  return isOf(text, 'ans') && isOf(value, format.kind) ? taken(value) : refusal('characters')
}

/** Null for a sign that GBK has not, and for controls. */
export function gbkBytes(text: string): Uint8Array | null {
  if (CONTROLS.test(text)) return null
  const bytes = iconv.encode(text, 'gbk')
  return iconv.decode(bytes, 'gbk') === text ? bytes : null
}

/** Refused where it is no GBK, or has controls in it: it is shown and printed. */
export function gbkText(bytes: Uint8Array): Read<string> {
  const text = iconv.decode(Buffer.from(bytes), 'gbk')
  return !CONTROLS.test(text) && iconv.encode(text, 'gbk').equals(bytes) ? taken(text) : refusal('characters')
}
