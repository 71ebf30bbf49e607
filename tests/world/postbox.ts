import type { CodeMessage, Delivery } from '#main/authority/ports'

/** Where one-time codes arrive in tests: what every manager has in hand. */
export interface Postbox extends Delivery {
  /** The newest code for a sale, as it was written to the manager; null where none came. */
  readonly codeFor: (receipt: string) => string | null
  readonly received: readonly CodeMessage[]
  readonly setMood: (mood: 'fine' | 'down' | 'nobody') => void
}

export function makePostbox(): Postbox {
  const received: CodeMessage[] = []
  const states = new Map<string, ReturnType<Delivery['state']>>()
  let mood: 'fine' | 'down' | 'nobody' = 'fine'
  return {
    received,
    reach: (manager) => (mood === 'nobody' ? [] : [{ channel: 'email', to: `m***${manager}@shop.example` }]),
    send: (message) => {
      if (mood === 'fine') received.push(message)
      states.set(message.id, mood === 'fine' ? { is: 'sent' } : { is: 'failed', why: 'unreachable' })
    },
    state: (id) => states.get(id) ?? null,
    codeFor: (receipt) => received.findLast((each) => each.receipt === receipt)?.code ?? null,
    setMood: (now) => (mood = now),
  }
}
