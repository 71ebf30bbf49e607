import type { Clock } from '../clock/port.ts'
import { CLASS } from '../gadget/descriptors.ts'
import type { Found, Pipe, Trouble, UsbLine, UsbOptions } from '../pipe/port.ts'
import type { Active } from './activation.ts'
import type { Answer } from './ccid.ts'
import { readChipClass, type ChipClass } from './class-descriptor.ts'
import { makeConversation, type Conversation } from './conversation.ts'
import type { ChipReaderStatus } from './port.ts'

export interface ChipReaderParts {
  readonly usb: Pipe<UsbLine, UsbOptions>
  /** Which of the devices that are plugged in it is, such as by its maker and model. */
  readonly isOurs: (found: Found) => boolean
  readonly clock: Pick<Clock, 'wait' | 'elapsedMs'>
}

/** A reader that is open, until it ends. */
export interface Session {
  readonly chip: ChipClass
  readonly conversation: Conversation
  /** The card that has power. */
  active: Active | null
  readonly isOver: () => boolean
  /** Asks it how its slot is; one that does not say is given back, and opened anew later. */
  readonly look: () => Promise<void>
  /** Until something may be different at its slot. */
  readonly changed: (stop: AbortSignal) => Promise<void>
  readonly end: (status: ChipReaderStatus) => Promise<void>
}

export interface Hearer {
  readonly saw: (card: Answer['card']) => void
  readonly ended: (status: ChipReaderStatus) => void
}

const SLOT_MS = 2_000
/** Then the slot is looked at without being told: what the interrupt pipe said may have been lost at its limit. */
const NOTIFY_MS = 5_000
/** Between two looks at the slot of a reader that does not tell. */
const POLL_MS = 700

const STATUS: Readonly<Record<Trouble, ChipReaderStatus>> = {
  ...{ absent: 'absent', busy: 'busy', denied: 'denied', unsupported: 'fault', fault: 'fault' },
}

/** The reader, or why there is none. */
export async function openSession(parts: ChipReaderParts, hearer: Hearer): Promise<Session | ChipReaderStatus> {
  const found = (await parts.usb.list()).find(parts.isOurs)
  if (!found) return 'absent'
  const opened = await parts.usb.open(found, { interfaceClass: CLASS.chip })
  if (!opened.ok) return STATUS[opened.why]
  const { line } = opened
  const chip = readChipClass(line.descriptor)
  // A reader at the level of characters leaves the timing of single bytes to this side: over USB nobody can keep it.
  if (!chip || chip.level === 'character') {
    await line.close()
    return 'fault'
  }
  return sessionOn(line, chip, parts, hearer)
}

function sessionOn(line: UsbLine, chip: ChipClass, { clock }: ChipReaderParts, hearer: Hearer): Session {
  let isOver = false
  let told: ReturnType<UsbLine['notified']> | null = null
  const saw = (card: Answer['card']) => {
    if (card !== 'active') session.active = null
    if (!isOver) hearer.saw(card)
  }
  const end = async (status: ChipReaderStatus) => {
    if (isOver) return
    isOver = true
    session.active = null
    hearer.ended(status)
    await line.close()
  }
  const changed = async (stop: AbortSignal) => {
    // One that was left when a watch ended is awaited by the next.
    told ??= line.notified(NOTIFY_MS).finally(() => (told = null))
    const what = await unlessStopped(told, stop)
    if (what === 'gone') await end('absent')
    if (what === 'unsupported' || what === 'stalled') await clock.wait(POLL_MS, stop).catch(() => undefined)
  }
  const session: Session = {
    ...{ chip, active: null, end, changed, isOver: () => isOver },
    conversation: makeConversation({ line, clock, saw }),
    look: async () => {
      const said = await session.conversation.say('getSlotStatus', {}, SLOT_MS)
      if (said.is === 'none' && said.why !== 'late') await end(said.why === 'broken' ? 'fault' : 'absent')
    },
  }
  line.onEnd(() => void end('absent'))
  return session
}

async function unlessStopped<Value>(work: Promise<Value>, stop: AbortSignal): Promise<Value | 'stopped'> {
  const ended = new AbortController()
  const stopped = new Promise<'stopped'>((resolve) => {
    if (stop.aborted) resolve('stopped')
    stop.addEventListener('abort', () => resolve('stopped'), { signal: ended.signal })
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    ended.abort()
  }
}
