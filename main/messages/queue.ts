import { done, refused, type Result } from '#domain/result'
import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import {
  failed,
  SEND_MS,
  type Channel,
  type Message,
  type Messenger,
  type NotSent,
  type Why,
} from '#drivers/messenger/port'
import { putNewest } from '../newest.ts'
import { makeTurns } from '../turns.ts'

/**
 * What became of a message. `sent`: a server took it; whether it was read nobody knows. Of a failed one `text` is codes
 * for IT.
 */
export type MessageState =
  { readonly is: 'waiting' | 'sent' } | { readonly is: 'failed'; readonly why: Why; readonly text: string }

/** Messages on their way at once: a shop asks for a refund every few minutes. */
export const WAITING_MAX = 20
/** Before the second and the third try. */
const PAUSES_MS = [4_000, 12_000] as const
/** A code that comes later than this helps nobody who stands at the counter. */
export const GIVEN_UP_MS = 60_000
/** States remembered: more than can wait, and what somebody still looks at. */
const STATES_MAX = 50
/** What may be otherwise a moment later. After a timeout the message may come twice, which does no harm. */
const AGAIN: readonly Why[] = ['unreachable', 'timeout']

export interface QueueParts {
  readonly messenger: Messenger
  readonly clock: Clock
  readonly log: Log
  readonly closing: AbortSignal
  /** Called when a state is another. */
  readonly onChange: () => void
}

export interface Queue {
  /** `id` was never given before. The message is forgotten once it is sent or given up. */
  readonly put: (message: Message) => Result<{ readonly id: string }, 'too-many-messages'>
  /** Null for one that is long over, or that there never was. */
  readonly state: (id: string) => MessageState | null
  readonly idle: () => Promise<void>
}

/** Sends messages beside the selling: one at a time each way, three tries within a minute. Nothing is kept of them. */
export function makeQueue(parts: QueueParts): Queue {
  const lanes = { email: makeTurns(), sms: makeTurns() }
  const states = new Map<string, MessageState>()
  let waiting = 0
  const become = (id: string, state: MessageState) => {
    putNewest(states, id, state, STATES_MAX)
    parts.onChange()
  }
  return {
    put: (message) => {
      if (waiting >= WAITING_MAX) return refused('too-many-messages')
      waiting++
      become(message.id, { is: 'waiting' })
      const askedMs = parts.clock.elapsedMs()
      void lanes[message.to.is].take(async () => {
        const state = await deliver(parts, message, askedMs)
        waiting--
        become(message.id, state)
      })
      return done({ id: message.id })
    },
    state: (id) => states.get(id) ?? null,
    idle: async () => {
      await Promise.all([lanes.email.idle(), lanes.sms.idle()])
    },
  }
}

async function deliver(parts: QueueParts, message: Message, askedMs: number): Promise<MessageState> {
  const { messenger, clock, log, closing } = parts
  let last: NotSent = failed('timeout', 'waited too long')
  for (const pauseMs of [0, ...PAUSES_MS]) {
    // The last try must have ended by then too.
    const leftMs = askedMs + GIVEN_UP_MS - SEND_MS - clock.elapsedMs()
    if (pauseMs > leftMs || !(await waited(clock, pauseMs, closing))) break
    const sending = await tried(messenger, message, closing)
    if (sending === 'sent') return { is: 'sent' }
    last = sending
    log.note('a message was not sent', { why: `${channelOf(message)}: ${sending.why}, ${sending.text}` })
    if (!AGAIN.includes(sending.why)) break
  }
  return last
}

const channelOf = (message: Message): Channel => message.to.is

/** A driver that breaks its promise stops no queue; what it threw may hold the message and is not written. */
async function tried(messenger: Messenger, message: Message, closing: AbortSignal) {
  try {
    return await messenger.send(message, closing)
  } catch (cause) {
    return failed('refused', `bug: ${cause instanceof Error ? cause.name : 'thrown'}`)
  }
}

/** False when the station closes meanwhile. */
async function waited(clock: Clock, ms: number, closing: AbortSignal): Promise<boolean> {
  if (closing.aborted) return false
  try {
    if (ms > 0) await clock.wait(ms, closing)
    return true
  } catch {
    // Only closing ends a wait before its time.
    return false
  }
}
