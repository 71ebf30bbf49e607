import { refusal, taken, type Read } from './codec/read.ts'
import { tlvBytes, type TlvObject } from './tlv.ts'

/** Which objects of EMV Book 3, Annex A (and of UnionPay, 9F63 and DF31) go into F55 of which message. */
export const REQUEST_TAGS: readonly string[] = [
  ...['9F26', '9F27', '9F10', '9F37', '9F36', '95', '9A', '9C', '9F02', '5F2A', '82', '9F1A', '9F03', '9F33'],
  ...['9F34', '9F35', '9F1E', '84', '9F09', '9F41', '9F63'],
]
/** Of a reversal; DF31 is what came of the issuer’s script. */
export const REVERSAL_TAGS: readonly string[] = ['95', '9F10', '9F1E', '9F36', 'DF31']
/** Of the notice of a script’s result (0620). */
export const SCRIPT_NOTICE_TAGS: readonly string[] = [
  ...['9F33', '95', '9F37', '9F1E', '9F10', '9F26', '9F36', '82', 'DF31', '9F1A', '9A'],
]
const CHIP_DATA_MAX = 255

/**
 * F55 with those of the objects that are asked for, in that order. Nothing else goes out: a reader may hand over the
 * card number and track among them. Refused where one is there twice.
 */
export function chipData(tags: readonly string[], objects: readonly TlvObject[]): Read<Uint8Array> {
  const chosen: TlvObject[] = []
  for (const tag of tags) {
    const found = objects.filter((object) => object.tag === tag)
    if (found.length > 1) return refusal('tag', 55)
    chosen.push(...found)
  }
  const bytes = tlvBytes(chosen)
  if (!bytes.ok) return refusal(bytes.why, 55)
  return bytes.value.length > CHIP_DATA_MAX ? refusal('too-long', 55) : taken(bytes.value)
}

/** The first object of that tag that has a value. */
export function valueOf(objects: readonly TlvObject[], tag: string): Uint8Array | null {
  for (const object of objects) if (object.tag === tag && 'value' in object) return object.value
  return null
}
