import type { Clock } from '../clock/port.ts'

/** Takes a message to somebody's mailbox or telephone. */
export interface Messenger {
  /** Ways that are set up. */
  readonly channels: () => readonly Channel[]
  /**
   * Hands one message over, within `SEND_MS` or until it is stopped. `sent`: a server took it, which is all that can be
   * known. After `timeout` it may have been taken all the same. Never rejects for what a network does.
   */
  readonly send: (message: Message, stop?: AbortSignal) => Promise<Sending>
}

export type Channel = 'email' | 'sms'

export interface Address {
  readonly is: Channel
  /** `li@shop.cn`, or digits with or without a leading `+`. */
  readonly address: string
}

export interface Message {
  /** Names it to servers: the same one handed over twice can be told by it. */
  readonly id: string
  readonly to: Address
  /** Not sent by SMS. */
  readonly subject: string
  readonly text: string
}

export type Sending = 'sent' | NotSent

/**
 * `refused`: the server will not have it, now or later · `unreachable`: nobody is there, or nobody who can take it just
 * now · `insecure`: the server offers no TLS, or a certificate nobody vouches for · `auth`: it does not know us ·
 * `bad-address`: nobody has that address.
 */
export type Why = 'refused' | 'unreachable' | 'insecure' | 'auth' | 'timeout' | 'bad-address'

export interface NotSent {
  readonly is: 'failed'
  readonly why: Why
  /** Codes of the server or the system, for IT. Never a server's own words: they may repeat the message. */
  readonly text: string
}

/** Sooner than people give up; a mail server that greets slowly on purpose does it within this. */
export const SEND_MS = 12_000

export const failed = (why: Why, text: string): NotSent => ({ is: 'failed', why, text })

/** How Node and OpenSSL name what is wrong with a certificate, or with TLS at all. */
export const OF_TLS = /CERT|SELF_SIGNED|ISSUER|ALTNAME|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/

/** Gives `work` the time that a message has. It is aborted at its end and its result then lost. */
export async function limited(
  wait: Clock['wait'],
  stop: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Sending>,
): Promise<Sending> {
  const over = new AbortController()
  const late = new Promise<Sending>((resolve) => {
    wait(SEND_MS, over.signal).then(
      () => resolve(failed('timeout', `${SEND_MS} ms`)),
      // What was waited for came first.
      () => undefined,
    )
    stop?.addEventListener('abort', () => resolve(failed('timeout', 'stopped')), { signal: over.signal })
  })
  if (stop?.aborted) return failed('timeout', 'stopped')
  try {
    return await Promise.race([work(over.signal), late])
  } finally {
    over.abort()
  }
}

/** Beside what the formats allow nothing may be in an address that means something to a server. */
export const isDeliverable = ({ is, address }: Address): boolean =>
  is === 'email' ? /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(address) : /^\+?\d{5,15}$/.test(address)
