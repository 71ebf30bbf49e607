import { refusal, taken, type Read } from './read.ts'

/**
 * F59 of a UnionPay-style sale by payment code: objects of two signs of tag, three digits of length, text. A3 is the
 * code that was scanned, A4 the voucher code of the answer, which is printed and given with a void or refund.
 */
export interface F59Object {
  readonly tag: string
  readonly text: string
}
const HEAD = /^[0-9A-F]{2}\d{3}$/
const HEAD_BYTES = 5
const TEXT_MAX = 999
const BYTES_MAX = 999
const TEXT = /^[\x20-\x7e]*$/
export const [PAYMENT_CODE, VOUCHER_CODE] = ['A3', 'A4'] as const

export function readF59(bytes: Uint8Array): Read<readonly F59Object[]> {
  if (bytes.length > BYTES_MAX) return refusal('length')
  const all = Buffer.from(bytes).toString('latin1')
  const objects: F59Object[] = []
  for (let at = 0; at < all.length;) {
    const head = all.slice(at, at + HEAD_BYTES)
    if (!HEAD.test(head)) return refusal(head.length < HEAD_BYTES ? 'truncated' : 'tag')
    const end = at + HEAD_BYTES + Number(head.slice(2))
    if (end > all.length) return refusal('truncated')
    const text = all.slice(at + HEAD_BYTES, end)
    if (!TEXT.test(text)) return refusal('characters')
    objects.push({ tag: head.slice(0, 2), text })
    at = end
  }
  return taken(objects)
}

export function f59Bytes(objects: readonly F59Object[]): Read<Uint8Array> {
  if (objects.some(({ text }) => !TEXT.test(text))) return refusal('characters')
  if (objects.some(({ tag }) => !/^[0-9A-F]{2}$/.test(tag))) return refusal('tag')
  if (objects.some(({ text }) => text.length > TEXT_MAX)) return refusal('length')
  const all = objects.map(({ tag, text }) => `${tag}${String(text.length).padStart(3, '0')}${text}`).join('')
  return all.length > BYTES_MAX ? refusal('length') : taken(Buffer.from(all, 'latin1'))
}
