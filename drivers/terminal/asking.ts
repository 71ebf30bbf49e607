import type { Clock } from '../clock/port.ts'
import type { DialTerminal, TerminalConnection } from './connection.ts'
import { readResponse, requestOf, type Category, type Parties, type Response } from './messages.ts'

/** Requests to one terminal on a line that is dialled when it is needed. */
export interface Asking {
  /** Null where there is none. */
  readonly open: () => Promise<TerminalConnection | null>
  /** Away with the line, and with whatever is still on it. */
  readonly hangUp: () => void
  readonly ask: (asked: Request) => Promise<Asked>
  /** Sends what has no answer; nothing without a line. */
  readonly tell: (category: Category, service: string, body: object) => Promise<boolean>
  readonly isOpen: () => boolean
}
export interface Request {
  readonly category: Category
  readonly service: string
  readonly body: object
  readonly limitMs: number
}
/** `absent`: nobody is there · `not-sent`: not a byte left · `lost`: sent, and no answer came. */
export type Asked =
  { readonly is: 'response'; readonly response: Response } | { readonly is: 'absent' | 'not-sent' | 'lost' }

export interface AskingParts {
  readonly dial: DialTerminal
  readonly clock: Pick<Clock, 'elapsedMs'>
  readonly parties: Parties
}

/** Messages that answer something else: displays, events, an answer that was given up. */
const STRAYS_MAX = 64

export function makeAsking({ dial, clock, parties }: AskingParts): Asking {
  let line: TerminalConnection | null = null
  const open = async () => (line ??= await dial())
  const hangUp = () => {
    line?.close()
    line = null
  }
  return {
    ...{ open, hangUp, isOpen: () => line !== null },
    tell: async (category, service, body) =>
      line !== null && (await line.send(requestOf(category, service, parties, body))) !== 'none',
    ask: async ({ category, service, body, limitMs }) => {
      const own = await open()
      if (!own) return { is: 'absent' }
      const sent = await own.send(requestOf(category, service, parties, body))
      if (sent !== 'all') hangUp()
      if (sent === 'none') return { is: 'not-sent' }
      const until = clock.elapsedMs() + limitMs
      for (let strays = 0; strays < STRAYS_MAX; strays++) {
        const message = await own.next(until)
        if (message === null || message === 'gone') break
        const response = readResponse(message, category, service, parties)
        if (response) return { is: 'response', response }
      }
      // Whatever still comes on it belongs to nobody.
      hangUp()
      return { is: 'lost' }
    },
  }
}
