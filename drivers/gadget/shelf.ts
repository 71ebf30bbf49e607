import type { Clock } from '../clock/port.ts'
import type { Pipes } from '../pipe/port.ts'
import { makeVirtualSockets } from '../pipe/virtual.ts'
import type { Gadget } from './port.ts'
import { makeRealRandom } from '../random/real.ts'
import { makeCardReader } from './card-reader.ts'
import { makeDrawerGadget } from './drawer.ts'
import { makeHidKeyboard } from './hid-keyboard.ts'
import { makeHidScanner } from './hid-scanner.ts'
import { makePinPadGadget } from './pin-pad.ts'
import { makePoleDisplay } from './pole-display.ts'
import { makeUsbPrinter } from './printer.ts'
import { makeSmartCard } from './smart-card.ts'
import { makeStripeReader, PRACTICE_KEY, PRACTICE_KSN } from './stripe-reader.ts'

/** Practice devices: gadgets that are plugged in and out, and used, as by hand. */
export interface Shelf {
  readonly pipes: Pipes
  readonly state: () => readonly ShelfState[]
  readonly plug: (name: string, isIn: boolean) => void
  /** Does with it what it is for: a code to scan, a card to draw through. False where it can not. */
  readonly use: (name: string, text: string) => boolean
}

export interface ShelfState {
  readonly name: string
  readonly plugged: boolean
  /** What is seen on it, such as the text of a display. */
  readonly shows: string
}

interface Kept {
  readonly gadget: Gadget
  readonly place: string
  readonly use: ((text: string) => void) | null
  readonly shows: () => string
}

/** What is seen on one, at most so many signs. */
const SHOWN_MAX = 200

export function makeShelf({ wait }: Pick<Clock, 'wait'>): Shelf {
  const sockets = makeVirtualSockets({ wait })
  const all = new Map(Object.entries(makeGadgets({ wait })))
  const pulls = new Map<string, () => void>()
  const plug = (name: string, isIn: boolean) => {
    const kept = all.get(name)
    if (!kept || isIn === pulls.has(name)) return
    if (isIn) pulls.set(name, sockets.plug(kept.gadget, kept.place))
    else {
      pulls.get(name)?.()
      pulls.delete(name)
    }
  }
  for (const name of all.keys()) plug(name, true)
  return {
    pipes: sockets.pipes,
    state: () => [...all].map(([name, { shows }]) => ({ name, plugged: pulls.has(name), shows: shows() })),
    plug,
    use: (name, text) => {
      const use = pulls.has(name) ? all.get(name)?.use : null
      use?.(text)
      return use !== null && use !== undefined
    },
  }
}

type Clocked = Pick<Clock, 'wait'>

function makeGadgets(clock: Clocked): Record<string, Kept> {
  const scanner = makeHidScanner({ serial: 'PRACTICE-1' })
  const reader = makeStripeReader({ layout: 'magnesafe', serial: 'PRACTICE-2' })
  const typing = makeHidKeyboard({ serial: 'PRACTICE-7' })
  return {
    scanner: { gadget: scanner, place: 'practice-1', use: scanner.scan, shows: () => '' },
    reader: { gadget: reader, place: 'practice-2', use: reader.swipe, shows: () => '' },
    chip: practiceChip(clock),
    'pin-pad': practicePad(clock),
    printer: practicePrinter(),
    drawer: practiceDrawer(),
    display: practiceDisplay(),
    'typing-scanner': { gadget: typing, place: 'practice-7', use: null, shows: () => '' },
  }
}

function practiceChip(clock: Clocked): Kept {
  const { gadget, insert, remove } = makeCardReader(
    { level: 'short', automatic: true, pinPad: false, interrupt: true },
    clock,
  )
  let isIn = false
  const use = () => {
    isIn = !isIn
    if (isIn) insert(makeSmartCard({ protocol: 1 }))
    else remove()
  }
  return { gadget, place: 'practice-3', use, shows: () => (isIn ? '▣' : '▢') }
}

function practicePad(clock: Clocked): Kept {
  const tdes = { base: PRACTICE_KEY, ksn: PRACTICE_KSN }
  const { gadget, type, screen } = makePinPadGadget({ tdes }, { clock, random: makeRealRandom() })
  return { gadget, place: 'practice-4', use: type, shows: () => screen().join('\n') }
}

/** Lines of the newest slip that are shown. */
const SLIP_LINES = 4
const COLUMNS = 48

function practicePrinter(): Kept {
  const { gadget, firmware } = makeUsbPrinter({ columns: COLUMNS })
  return {
    ...{ gadget, place: 'practice-5', use: null },
    shows: () => (firmware.sheets().at(-1) ?? []).slice(0, SLIP_LINES).join('\n').slice(0, SHOWN_MAX),
  }
}

function practiceDrawer(): Kept {
  const { gadget, isOpen, shut } = makeDrawerGadget()
  return { gadget, place: 'practice-8', use: shut, shows: () => (isOpen() ? '▢' : '▣') }
}

function practiceDisplay(): Kept {
  const { gadget, shows } = makePoleDisplay('led8')
  const now = () => {
    const seen = shows()
    return seen.is === 'digits' ? `${seen.digits} ${seen.lamp ?? ''}`.trim() : `${seen.upper}\n${seen.lower}`
  }
  return { gadget, place: 'practice-6', use: null, shows: now }
}
