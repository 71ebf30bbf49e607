import { createConnection } from 'node:net'
import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import { makeMailbox } from '../pipe/mailbox.ts'
import { makeMessageReader, prefixed } from './frames.ts'

/** A line to one terminal, open. */
export interface TerminalConnection {
  /** `none`: not a byte left. */
  readonly send: (message: string) => Promise<'all' | 'some' | 'none'>
  /** The next message; null where none came by then. `gone`: no more will. */
  readonly next: (untilMs: number) => Promise<Uint8Array | 'gone' | null>
  /** At once, with whatever is under way on it. */
  readonly close: () => void
}
/** Null where nobody is there. */
export type DialTerminal = () => Promise<TerminalConnection | null>
type Time = Pick<Clock, 'wait' | 'elapsedMs'>

export const CONNECT_MS = 5_000
const WRITE_MS = 5_000
/** Messages nobody has looked at: more is a terminal gone wild. */
const KEPT_MAX = 32

export interface TerminalAddress {
  readonly host: string
  readonly port: number
}

export function makeDialTerminal({ host, port }: TerminalAddress, clock: Time): DialTerminal {
  return async () => {
    const socket = createConnection({ host, port, noDelay: true })
    const reader = makeMessageReader()
    const inbox = makeMailbox<Uint8Array>(clock, KEPT_MAX)
    socket.on('data', (bytes) => {
      const read = reader.take(bytes)
      if (read === 'broken') socket.destroy()
      else inbox.put(read)
    })
    // An error is followed by the close, which is what counts.
    socket.on('error', () => undefined)
    const closed = new Promise<false>((resolve) => socket.once('close', () => resolve(false)))
    socket.once('end', inbox.end)
    void closed.then(inbox.end)
    const opened = new Promise<true>((resolve) => socket.once('connect', () => resolve(true)))
    if (!(await within(clock.wait, CONNECT_MS, Promise.race([opened, closed]), false))) {
      socket.destroy()
      return null
    }
    return {
      next: inbox.next,
      close: () => socket.destroy(),
      send: async (message) => {
        if (!socket.writable) return 'none'
        const taken = new Promise<boolean>((resolve) => socket.write(prefixed(message), (cause) => resolve(!cause)))
        return (await within(clock.wait, WRITE_MS, Promise.race([taken, closed]), false)) ? 'all' : 'some'
      },
    }
  }
}
