import { makeAcm } from './acm.ts'
import type { Gadget } from './port.ts'

/** A cash drawer with its trigger behind a USB plug that looks like a serial line: whatever byte comes opens it. */
export interface DrawerGadget {
  readonly gadget: Gadget
  readonly isOpen: () => boolean
  readonly openings: () => number
  /** What it was opened with, as hex. */
  readonly pulses: () => readonly string[]
  /** A hand pushes it shut. */
  readonly shut: () => void
  /** Takes no byte (NAK) from now on, or does again. */
  readonly hang: (hangs: boolean) => void
}

export function makeDrawerGadget(): DrawerGadget {
  let [isOpen, hangs] = [false, false]
  const pulses: string[] = []
  const { gadget } = makeAcm({
    ...{ vendor: 0x1a86, product: 0x7523, strings: ['Twin', 'Drawer trigger', 'TILL001'] },
    take: async (bytes, stop) => {
      // What is held off, and given up by the host, never comes.
      if (hangs) await new Promise((_, reject) => stop.addEventListener('abort', () => reject(new Error('held off'))))
      if (bytes.length > 0) pulses.push(Buffer.from(bytes).toString('hex'))
      isOpen ||= bytes.length > 0
      return 'taken'
    },
  })
  return {
    ...{ gadget, isOpen: () => isOpen, openings: () => pulses.length, pulses: () => pulses },
    shut: () => {
      isOpen = false
    },
    hang: (next) => {
      hangs = next
    },
  }
}
