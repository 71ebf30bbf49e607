import type { Clock } from '../clock/port.ts'
import type { MessengerMood } from '../bench/port.ts'
import { failed, isDeliverable, limited, type Message, type Messenger } from './port.ts'

/** Mailbox and telephone of everybody at once. */
export interface VirtualMessenger extends Messenger {
  readonly setMood: (mood: MessengerMood) => void
  /** What has arrived, newest last. */
  readonly inbox: () => readonly Message[]
  readonly onChange: (listener: () => void) => void
}

/** When a slow one takes a message. */
const SLOW_MS = 8_000
/** Messages that the inbox keeps. */
const KEPT_MAX = 20

export function makeVirtualMessenger(wait: Clock['wait']): VirtualMessenger {
  const listeners: (() => void)[] = []
  let mood: MessengerMood = 'fine'
  let inbox: readonly Message[] = []
  const take = (message: Message) => {
    inbox = [...inbox, message].slice(-KEPT_MAX)
    for (const listener of listeners) listener()
    return 'sent' as const
  }
  return {
    channels: () => ['email', 'sms'],
    send: async (message, stop) => {
      if (!isDeliverable(message.to)) return failed('bad-address', 'not an address')
      if (mood === 'down') return failed('unreachable', 'down')
      if (mood === 'refuses') return failed('refused', 'refuses')
      if (mood === 'fine') return take(message)
      return limited(wait, stop, async (signal) => {
        await wait(SLOW_MS, signal)
        return take(message)
      })
    },
    setMood: (next) => {
      mood = next
    },
    inbox: () => inbox,
    onChange: (listener) => void listeners.push(listener),
  }
}
