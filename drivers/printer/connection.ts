import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import type { PrinterStatus } from './port.ts'

/** A way to one printer, open. Nothing here rejects: a printer that is gone is an answer. */
export interface Connection {
  /** Whether the printer can be heard; by a one-way device it can not, and `read` gives null at once. */
  readonly answers: boolean
  /**
   * What a printer says late, to a connection before this one, may come on this one: its way is a cable, not a call.
   */
  readonly keepsAnswers?: boolean
  /** How the printer is by the lines of its plug, where there are such; null where they say nothing that can be. */
  readonly glance?: () => Promise<PrinterStatus | null>
  /** Has the printer throw away all that it was sent and be as switched on, where its way can; whether it did. */
  readonly reset?: () => Promise<boolean>
  /** Hands bytes over, within `WRITE_MS`. `none`: not one left · `some`: some may have, and no more will. */
  readonly write: (bytes: Uint8Array) => Promise<'all' | 'some' | 'none'>
  /** The next byte the printer says; null where none comes within the time, or the printer is gone. */
  readonly read: (limitMs: number) => Promise<number | null>
  /** Lets what was handed over arrive, within `CLOSE_MS`. */
  readonly close: () => Promise<void>
}

/** Opens the way, within `CONNECT_MS`; null where there is no printer at its end. */
export type Connect = () => Promise<Connection | null>
export type Wait = Clock['wait']

/** A way that may be held from one job to the next. */
export interface Way {
  readonly connect: Connect
  /** Gives it back for good, when the job on it is over; waits for that `CLOSE_MS` at most. */
  readonly release: () => Promise<void>
}

export const CONNECT_MS = 3_000
/** A printer takes bytes as fast as it prints them, when its buffer is full: 4 kB of text are some 30 cm of paper. */
export const WRITE_MS = 15_000
export const CLOSE_MS = 2_000

/** Bytes a printer said that nobody has read yet; a status is one byte. */
const INBOX_BYTES_MAX = 1_024

export interface Inbox {
  readonly put: (bytes: Uint8Array) => void
  /** Nothing more will come. */
  readonly end: () => void
  readonly next: (limitMs: number) => Promise<number | null>
}

export function makeInbox(wait: Wait): Inbox {
  const bytes: number[] = []
  let ended = false
  let wake: () => void = () => undefined
  return {
    put: (more) => {
      bytes.push(...more.subarray(0, INBOX_BYTES_MAX - bytes.length))
      wake()
    },
    end: () => {
      ended = true
      wake()
    },
    next: async (limitMs) => {
      if (bytes.length === 0 && !ended && limitMs > 0) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve
        })
        await within(wait, limitMs, woken, undefined)
      }
      return bytes.shift() ?? null
    },
  }
}
