import { refusal, taken, type Read } from './codec/read.ts'

/**
 * BER-TLV of chip data (EMV Book 3, Annex B): a tag of one to three bytes, a length of one to three, a value; where
 * bit 6 of the tag’s first byte is set the value is objects again. Lengths are as short as they can be, so that what is
 * read is written the same; only filler (00 and FF) between objects is left out.
 */
export type TlvObject =
  | { readonly tag: string; readonly value: Uint8Array }
  | { readonly tag: string; readonly children: readonly TlvObject[] }

const [TAG_BYTES_MAX, LENGTH_BYTES_MAX] = [3, 3]
/** Of data in a message; an issuer’s template in a template is two. */
export const TLV_DEPTH_MAX = 4
/** Of all objects together. */
export const TLV_BYTES_MAX = 1_024
const [CONSTRUCTED, MORE_FOLLOWS, LONG_TAG] = [0x20, 0x80, 0x1f]

interface Span {
  readonly bytes: Uint8Array
  readonly depth: number
}

export function readTlv(bytes: Uint8Array): Read<readonly TlvObject[]> {
  return bytes.length > TLV_BYTES_MAX ? refusal('too-long') : objectsIn({ bytes, depth: 1 })
}

function objectsIn({ bytes, depth }: Span): Read<readonly TlvObject[]> {
  if (depth > TLV_DEPTH_MAX) return refusal('depth')
  const objects: TlvObject[] = []
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] === 0x00 || bytes[at] === 0xff) {
      at++
      continue
    }
    const tag = tagAt(bytes, at)
    if (!tag.ok) return tag
    const length = lengthAt(bytes, at + tag.value)
    if (!length.ok) return length
    const begin = at + tag.value + length.value.bytes
    const end = begin + length.value.length
    if (end > bytes.length) return refusal('truncated')
    const object = objectOf(bytes.subarray(at, at + tag.value), { bytes: bytes.subarray(begin, end), depth })
    if (!object.ok) return object
    objects.push(object.value)
    at = end
  }
  return taken(objects)
}

function objectOf(tagBytes: Uint8Array, { bytes, depth }: Span): Read<TlvObject> {
  const tag = Buffer.from(tagBytes).toString('hex').toUpperCase()
  if (!isConstructed(tag)) return taken({ tag, value: Uint8Array.from(bytes) })
  const children = objectsIn({ bytes, depth: depth + 1 })
  return children.ok ? taken({ tag, children: children.value }) : children
}

const isConstructed = (tag: string): boolean => (parseInt(tag.slice(0, 2), 16) & CONSTRUCTED) !== 0

/** How many bytes the tag has. */
function tagAt(bytes: Uint8Array, at: number): Read<number> {
  if (((bytes[at] ?? 0) & LONG_TAG) !== LONG_TAG) return taken(1)
  for (let count = 2; count <= TAG_BYTES_MAX; count++) {
    const byte = bytes[at + count - 1]
    if (byte === undefined) return refusal('truncated')
    // Its number does not begin with noughts. EMV has numbers in two bytes that one had room for (9F02).
    if (count === 2 && byte === MORE_FOLLOWS) return refusal('tag')
    if ((byte & MORE_FOLLOWS) === 0) return taken(count)
  }
  return refusal('tag')
}

function lengthAt(bytes: Uint8Array, at: number): Read<{ readonly length: number; readonly bytes: number }> {
  const first = bytes[at]
  if (first === undefined) return refusal('truncated')
  if (first < 0x80) return taken({ length: first, bytes: 1 })
  const count = first - 0x80
  if (count < 1 || count >= LENGTH_BYTES_MAX) return refusal('length')
  if (at + count >= bytes.length) return refusal('truncated')
  const length = bytes.subarray(at + 1, at + 1 + count).reduce((sum, byte) => 256 * sum + byte, 0)
  const isShortest = count === 1 ? length >= 0x80 : length >= 0x100
  return isShortest ? taken({ length, bytes: 1 + count }) : refusal('length')
}

export function tlvBytes(objects: readonly TlvObject[]): Read<Buffer> {
  const written = objectsBytes({ objects, depth: 1 })
  return written.ok && written.value.length > TLV_BYTES_MAX ? refusal('too-long') : written
}

function objectsBytes({
  objects,
  depth,
}: {
  readonly objects: readonly TlvObject[]
  readonly depth: number
}): Read<Buffer> {
  if (depth > TLV_DEPTH_MAX) return refusal('depth')
  const parts: Uint8Array[] = []
  for (const object of objects) {
    if (!isTag(object.tag) || isConstructed(object.tag) !== 'children' in object) return refusal('tag')
    const value =
      'children' in object ? objectsBytes({ objects: object.children, depth: depth + 1 }) : taken(object.value)
    if (!value.ok) return value
    if (value.value.length > TLV_BYTES_MAX) return refusal('too-long')
    parts.push(Buffer.from(object.tag, 'hex'), lengthBytes(value.value.length), value.value)
  }
  return taken(Buffer.concat(parts))
}

function isTag(tag: string): boolean {
  if (!/^([0-9A-F]{2}){1,3}$/.test(tag) || tag.startsWith('00') || tag.startsWith('FF')) return false
  const bytes = Buffer.from(tag, 'hex')
  const read = tagAt(bytes, 0)
  return read.ok && read.value === bytes.length
}

function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  return length < 0x100 ? Uint8Array.of(0x81, length) : Uint8Array.of(0x82, length >> 8, length & 0xff)
}
