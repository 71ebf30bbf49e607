import type { HidLine } from '../pipe/port.ts'
import { readIdTech } from './id-tech.ts'
import { readMagneSafe } from './magnesafe.ts'
import { readMagTekClassic } from './magtek-classic.ts'
import type { Swipe, SwipeFault } from './port.ts'

/** Each input report of these readers is one swipe. */
const READ = { magnesafe: readMagneSafe, 'id-tech': readIdTech, 'magtek-classic': readMagTekClassic } as const
export type StripeLayout = keyof typeof READ

/** The last 21 bits of a KSN count its uses (ANSI X9.24-1). */
const COUNTER_MASK = 0x1f_ffff

export interface StripeParts {
  readonly layout: StripeLayout
  readonly onSwipe: (swipe: Swipe | SwipeFault) => void
}

/** A magnetic-stripe reader on its line. A swipe whose key was used before is one that somebody plays again. */
export function driveStripeReader(line: HidLine, { layout, onSwipe }: StripeParts): void {
  let newest: Uint8Array | null = null
  line.onReport((report) => {
    const swipe = READ[layout](report)
    if ('fault' in swipe) {
      onSwipe(swipe)
      return
    }
    const isPlayedAgain = newest !== null && isSameReader(newest, swipe.ksn) && countOf(swipe.ksn) <= countOf(newest)
    if (!isPlayedAgain) newest = swipe.ksn
    onSwipe(isPlayedAgain ? { fault: 'played-again' } : swipe)
  })
}

const countOf = (ksn: Uint8Array): number => Buffer.from(ksn).readUInt32BE(6) & COUNTER_MASK
const isSameReader = (one: Uint8Array, other: Uint8Array): boolean => nameIn(one) === nameIn(other)

function nameIn(ksn: Uint8Array): string {
  const name = Buffer.from(ksn)
  name.writeUInt32BE((name.readUInt32BE(6) & ~COUNTER_MASK) >>> 0, 6)
  return name.toString('hex')
}
