import { connect, credsAuthenticator, errors, type NatsConnection } from '@nats-io/transport-node'
import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import { OF_TLS } from '../messenger/port.ts'
import { loginOf } from './names.ts'
import { NatsLine } from './nats-line.ts'
import type { Hub, HubFailure } from './port.ts'

/** What a station's settings say of its hub, and what head office gave it. */
export interface NatsAddress {
  /** `host:port` of each of the hub's servers, by the names that are in their certificates. */
  readonly servers: readonly string[]
  /** PEM of who vouches for the hub: head office's own authority, and nobody else. */
  readonly ca: string
  /** The credentials file, whole. */
  readonly credentials: Uint8Array
  readonly shop: string
  readonly station: string
}

/** One server: name look-up, TCP, TLS and signing in. */
const DIAL_MS = 5_000
/** All servers, one after the other. */
const CONNECT_MS = 15_000
/** A line over which nothing comes is asked whether it is there, and is over after two that were not answered. */
const PING_MS = 10_000
const PINGS_MAX = 2

/** The hub as a NATS server with JetStream. Whoever calls connects anew: the library's own way of it is off. */
export function makeNatsHub(address: NatsAddress, { wait }: Pick<Clock, 'wait'>): Hub {
  return {
    connect: async (noMore) => {
      if (noMore.aborted) return { is: 'unreachable' }
      const dialling = dialled(address)
      const given = new Promise<'given-up'>((resolve) =>
        noMore.addEventListener('abort', () => resolve('given-up'), { once: true }),
      )
      const first = await within(wait, CONNECT_MS, Promise.race([dialling, given]), 'late')
      if (typeof first !== 'string') return 'is' in first ? first : new NatsLine(first, { ...address, wait })
      // What opened too late is closed.
      void dialling.then((late) => ('is' in late ? undefined : late.close()))
      return { is: 'unreachable' }
    },
  }
}

async function dialled(address: NatsAddress): Promise<NatsConnection | HubFailure> {
  try {
    return await connect({
      ...{ servers: [...address.servers], tls: { ca: address.ca }, timeout: DIAL_MS },
      authenticator: credsAuthenticator(address.credentials),
      ...{ name: loginOf(address), inboxPrefix: `_INBOX.${loginOf(address)}` },
      ...{ reconnect: false, ignoreClusterUpdates: true, pingInterval: PING_MS, maxPingOut: PINGS_MAX },
    })
  } catch (cause) {
    return { is: failureOf(cause) }
  }
}

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
