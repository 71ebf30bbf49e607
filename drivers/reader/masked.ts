import type { Swipe } from './port.ts'

/**
 * What may be known of a card, from the second track as a reader masks it (ISO/IEC 7813): `;` number `=` YYMM, service
 * code. Whatever sign stands for a masked digit, no more than six and four are kept.
 */
const TRACK_2 = /^;([^=]{12,19})=(\d{4})?(\d)?/
const NUMBER = /^(\d{6}).{2,9}(\d{4})$/
const CHIP: ReadonlySet<string | undefined> = new Set(['2', '6'])

export function readMasked(track: string): Pick<Swipe, 'card' | 'expiry' | 'hasChip'> {
  const [, number = '', expiry = null, service] = TRACK_2.exec(track) ?? []
  const [, first, last] = NUMBER.exec(number) ?? []
  const card = first === undefined || last === undefined ? null : `${first}${'*'.repeat(number.length - 10)}${last}`
  return { card, expiry, hasChip: CHIP.has(service) }
}
