import type { Clock } from '../clock/port.ts'
import type { Pipes } from '../pipe/port.ts'
import { makeVirtualSockets } from '../pipe/virtual.ts'
import type { Gadget } from './port.ts'
import { makeHidScanner } from './hid-scanner.ts'
import { makeStripeReader } from './stripe-reader.ts'

/** Practice devices: gadgets that are plugged in and out, and used, as by hand. */
export interface Shelf {
  readonly pipes: Pipes
  readonly state: () => readonly ShelfState[]
  readonly onChange: (listener: () => void) => void
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

export function makeShelf({ wait }: Pick<Clock, 'wait'>): Shelf {
  const sockets = makeVirtualSockets({ wait })
  const listeners: (() => void)[] = []
  const changed = () => {
    for (const tell of listeners) tell()
  }
  const all = new Map(Object.entries(makeGadgets()))
  const pulls = new Map<string, () => void>()
  const plug = (name: string, isIn: boolean) => {
    const kept = all.get(name)
    if (!kept || isIn === pulls.has(name)) return
    if (isIn) pulls.set(name, sockets.plug(kept.gadget, kept.place))
    else {
      pulls.get(name)?.()
      pulls.delete(name)
    }
    changed()
  }
  for (const name of all.keys()) plug(name, true)
  return {
    pipes: sockets.pipes,
    state: () => [...all].map(([name, { shows }]) => ({ name, plugged: pulls.has(name), shows: shows() })),
    onChange: (listener) => void listeners.push(listener),
    plug,
    use: (name, text) => {
      const use = pulls.has(name) ? all.get(name)?.use : null
      use?.(text)
      return use !== null && use !== undefined
    },
  }
}

function makeGadgets(): Record<string, Kept> {
  const stripe = makeStripeReader({ layout: 'magnesafe', serial: 'PRACTICE-1' })
  const scanner = makeHidScanner({ serial: 'PRACTICE-2' })
  return {
    scanner: { gadget: scanner, place: 'practice-1', use: scanner.scan, shows: () => '' },
    reader: { gadget: stripe, place: 'practice-2', use: stripe.swipe, shows: () => '' },
  }
}
