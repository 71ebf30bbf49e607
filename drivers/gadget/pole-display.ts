import { makeAcm } from './acm.ts'
import { makePoleScreen, type PoleKind, type PoleScreen } from './pole-screen.ts'
import type { Gadget } from './port.ts'

/** A customer display on a USB plug that looks like a serial line. */
export interface PoleDisplay extends Pick<PoleScreen, 'shows' | 'errors'> {
  readonly gadget: Gadget
  /** Hangs (NAK) from now on, or takes bytes again: those it has held off first. */
  readonly hang: (hangs: boolean) => void
  /** Pieces of bytes it was sent. */
  readonly pieces: () => number
}

export function makePoleDisplay(kind: PoleKind, codePage: 'ascii' | 'gb18030' = 'ascii'): PoleDisplay {
  const screen = makePoleScreen(kind, codePage)
  let hangs = false
  let pieces = 0
  const waiting: (() => void)[] = []
  const { gadget } = makeAcm({
    ...{ vendor: 0x1a86, product: 0x55d3, strings: ['Twin', `Display ${kind}`, 'D0001'] },
    take: async (bytes) => {
      pieces++
      if (hangs) await new Promise<void>((resolve) => waiting.push(resolve))
      screen.take(bytes)
      return 'taken'
    },
  })
  return {
    ...{ gadget, shows: screen.shows, errors: screen.errors },
    pieces: () => pieces,
    hang: (next) => {
      hangs = next
      if (!hangs) for (const go of waiting.splice(0)) go()
    },
  }
}
