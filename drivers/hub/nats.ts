import { credsAuthenticator, errors, type Authenticator, type NatsConnection } from '@nats-io/transport-node'
import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import { OF_TLS } from '../messenger/port.ts'
import { dialHub, NotConnected, type HubPlace } from './dial.ts'
import { loginOf } from './names.ts'
import { NatsLine } from './nats-line.ts'
import type { Hub, HubFailure } from './port.ts'

/** What a station's settings say of its hub, and what head office gave it. */
export interface NatsAddress extends HubPlace {
  /** The credentials file, whole. */
  readonly credentials: Uint8Array
  readonly shop: string
  readonly station: string
}

/** All servers, one after the other. */
const CONNECT_MS = 15_000
/** A line over which nothing comes is asked whether it is there, and is over after two that were not answered. */
const PING_MS = 10_000
const PINGS_MAX = 2

/** The hub as NATS servers with JetStream. Whoever calls connects anew: the library's own way of it is off. */
export function makeNatsHub(address: NatsAddress, { wait }: Pick<Clock, 'wait'>): Hub {
  const name = loginOf(address)
  // Not all stations begin with the same one.
  const caller = { ...address, name, inboxPrefix: `_INBOX.${name}`, turn: Number(address.station) }
  return { connect: calling(caller, { wait }, (connection) => new NatsLine(connection, { ...address, wait })) }
}

/** Who calls a hub, and what it shows. */
export interface Caller extends HubPlace {
  readonly credentials: Uint8Array
  readonly name: string
  /** Where answers go; without one, where nobody guesses. */
  readonly inboxPrefix?: string
  /** Which of the servers is called first; each time the next one. */
  readonly turn: number
}

/** How this caller connects: a line, or why there is none. Never rejects. */
export function calling<Line>(
  caller: Caller,
  { wait }: Pick<Clock, 'wait'>,
  lineOf: (connection: NatsConnection) => Line,
): (noMore: AbortSignal) => Promise<Line | HubFailure> {
  let { turn } = caller
  return async (noMore) => {
    if (noMore.aborted) return { is: 'unreachable' }
    const { servers } = caller
    const from = turn++ % Math.max(1, servers.length)
    const over = new AbortController()
    const until = AbortSignal.any([noMore, over.signal])
    const dialling = dialled(caller, [...servers.slice(from), ...servers.slice(0, from)], until)
    let giveUp: () => void = () => undefined
    const given = new Promise<'given-up'>((resolve) => (giveUp = () => resolve('given-up')))
    noMore.addEventListener('abort', giveUp)
    const first = await within(wait, CONNECT_MS, Promise.race([dialling, given]), 'late')
    // Whoever calls lives for months: what was connected must not hang on how it would have been given up.
    noMore.removeEventListener('abort', giveUp)
    giveUp()
    if (typeof first !== 'string') return 'is' in first ? first : lineOf(first)
    over.abort()
    // What opened too late is closed.
    void dialling.then((late) => ('is' in late ? undefined : late.close()))
    return { is: 'unreachable' }
  }
}

/** Where none lets it in, what counts is why one that was reached did not. */
async function dialled(
  { credentials, name, inboxPrefix, ca }: Caller,
  servers: readonly string[],
  until: AbortSignal,
): Promise<NatsConnection | HubFailure> {
  const authenticator = authenticatorOf(credentials)
  if (authenticator === null) return { is: 'refused' }
  const own = { authenticator, name, ...(inboxPrefix === undefined ? {} : { inboxPrefix }) }
  try {
    return await dialHub({ servers, ca }, { ...own, pingInterval: PING_MS, maxPingOut: PINGS_MAX }, until)
  } catch (cause) {
    if (!(cause instanceof NotConnected)) throw cause
    return { is: cause.causes.map(failureOf).find((is) => is !== 'unreachable') ?? 'unreachable' }
  }
}

/** Null where the file holds no credentials: no hub lets anybody in by it. */
function authenticatorOf(credentials: Uint8Array): Authenticator | null {
  try {
    const authenticator = credsAuthenticator(credentials)
    authenticator(TRIED)
    return authenticator
  } catch {
    // The library says only by throwing that it can not read them, and only when they are used.
    return null
  }
}

const TRIED = 'tried'
const REFUSALS = [errors.AuthorizationError, errors.UserAuthenticationExpiredError]

/** The library wraps what happened, sometimes twice. */
function failureOf(cause: unknown): HubFailure['is'] {
  for (let each = cause; each instanceof Error; each = each.cause) {
    const { message } = each
    if (REFUSALS.some((refusal) => each instanceof refusal)) return 'refused'
    const code = 'code' in each && typeof each.code === 'string' ? each.code : ''
    if (OF_TLS.test(code) || message === NO_TLS) return 'insecure'
  }
  return 'unreachable'
}

/** Word for word what the library says of a server without TLS. */
const NO_TLS = "server does not support 'tls'"
