import { connect, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'

/** Where a hub is, for stations and for head office. */
export interface HubPlace {
  /** `host:port` of each of its servers, by the names that are in their certificates. */
  readonly servers: readonly string[]
  /** PEM of who vouches for them: head office's own authority, and nobody else. */
  readonly ca: string
}

/** Why each of them did not let anybody in, in their order. */
export class NotConnected extends Error {
  readonly causes: readonly unknown[]
  constructor(causes: readonly unknown[]) {
    super(causes.map(String).join('; '))
    this.causes = causes
  }
}

/** One server: name look-up, TCP, TLS and signing in. */
const DIAL_MS = 5_000

/**
 * A connection to the first of the servers that lets us in; none any more once `until` says so. Whoever calls connects
 * anew when it is over: the library's own way of it is off. Throws NotConnected.
 */
export async function dialHub(
  { servers, ca }: HubPlace,
  options: Pick<ConnectionOptions, 'authenticator' | 'name' | 'inboxPrefix' | 'pingInterval' | 'maxPingOut'>,
  until?: AbortSignal,
): Promise<NatsConnection> {
  const causes: unknown[] = []
  for (const server of servers) {
    if (until?.aborted) break
    try {
      const own = { reconnect: false, ignoreClusterUpdates: true, timeout: DIAL_MS }
      return await connect({ ...options, ...own, servers: server, tls: tlsOf(ca, server) })
    } catch (cause) {
      causes.push(cause)
    }
  }
  throw new NotConnected(causes)
}

/** Of a server that is named by its address the library would only ask that its certificate is for `localhost`. */
function tlsOf(ca: string, server: string) {
  const host = server.slice(0, server.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1')
  return { ca, checkServerIdentity: (_: string, shown: PeerCertificate) => checkServerIdentity(host, shown) }
}
