import type { Did } from './known.ts'
import type { Swipe, SwipeFault } from '#drivers/reader/port'

/** Longer codes than any of goods may be somebody's money, such as the code of a wallet. */
const GOODS_CODE_DIGITS = 14
const ENDS = 4
const LONG_DIGITS = new RegExp(`\\d{${String(GOODS_CODE_DIGITS + 1)},}`, 'g')
const CHARACTERS_MAX = 60
/** Separators and other signs that a screen has no picture of. */
const CONTROL = /[\u0000-\u001f\u007f]/gu

/** A code as the device screen may show it. */
export function shownCode(code: string): string {
  const masked = code.replace(LONG_DIGITS, (digits) => `${digits.slice(0, ENDS)}…${digits.slice(-ENDS)}`)
  return masked.replace(CONTROL, '␣').slice(0, CHARACTERS_MAX)
}

/** Of a swipe: what is on the card as far as it may be shown, or what went wrong. */
export const shownSwipe = (swipe: Swipe | SwipeFault): Pick<Did, 'what' | 'text'> =>
  'fault' in swipe ? { what: `swipe-${swipe.fault}`, text: '' } : { what: 'swiped', text: swipe.card ?? '' }
