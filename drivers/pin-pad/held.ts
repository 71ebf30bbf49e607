import type { Clock } from '../clock/port.ts'
import type { ByteLine, Found, Pipe, SerialOptions, Trouble } from '../pipe/port.ts'
import { makePadLink, type PadLink } from './link.ts'
import type { PinPadStatus } from './port.ts'

export interface LineParts {
  readonly serial: Pipe<ByteLine, SerialOptions>
  /** Which of the lines it is at. */
  readonly isOurs: (found: Found) => boolean
  readonly options: SerialOptions
  readonly clock: Pick<Clock, 'wait' | 'elapsedMs'>
}

/** The line to a pad while it is there, opened when it is needed. */
export interface HeldLine {
  readonly status: () => PinPadStatus
  readonly onStatus: (listener: () => void) => void
  readonly turn: (status: PinPadStatus) => void
  readonly open: () => Promise<PadLink | null>
  readonly close: () => Promise<void>
}

const STATUS: Readonly<Record<Trouble, PinPadStatus>> = {
  ...{ absent: 'absent', busy: 'busy', denied: 'denied', unsupported: 'fault', fault: 'fault' },
}

export function holdLine({ serial, isOurs, options, clock }: LineParts): HeldLine {
  let status: PinPadStatus = 'absent'
  let held: { readonly line: ByteLine; readonly link: PadLink } | null = null
  let opening: Promise<PadLink | null> | null = null
  let closed = false
  const listeners: (() => void)[] = []
  const turn = (next: PinPadStatus) => {
    if (next === status) return
    status = next
    for (const tell of listeners) tell()
  }
  async function openNow(): Promise<PadLink | null> {
    const found = (await serial.list()).find(isOurs)
    const opened = found ? await serial.open(found, options) : null
    if (!opened?.ok) {
      turn(STATUS[opened?.why ?? 'absent'])
      return null
    }
    const own = { line: opened.line, link: makePadLink(opened.line, clock) }
    held = own
    opened.line.onEnd(() => {
      if (held !== own) return
      held = null
      turn('absent')
      void own.line.close()
    })
    return own.link
  }
  return {
    turn,
    status: () => status,
    onStatus: (listener) => void listeners.push(listener),
    open: () => {
      if (closed) return Promise.resolve(null)
      if (held) return Promise.resolve(held.link)
      opening ??= openNow().finally(() => (opening = null))
      return opening
    },
    close: async () => {
      closed = true
      const own = held
      held = null
      turn('absent')
      await own?.line.close()
    },
  }
}
