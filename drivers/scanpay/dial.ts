import { request } from 'node:http'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import { OF_TLS } from '../messenger/port.ts'
import type { NotSent } from './transport.ts'

/** Where a platform is. */
export interface PlatformAddress {
  readonly host: string
  readonly port: number
  /** PEM of who vouches for it, where that is nobody whom public servers have; null: who vouches for those. */
  readonly ca: string | null
  /** Through which a shop’s network leaves, by HTTP CONNECT; null: by itself. It sees names, no byte of a request. */
  readonly proxy: { readonly host: string; readonly port: number } | null
}

export type Dialled = { readonly is: 'open'; readonly socket: TLSSocket } | { readonly is: NotSent }

/** Name look-up, proxy, TCP and TLS together. */
export const CONNECT_MS = 15_000
const PROXY_HEADER_BYTES_MAX = 8_192
const HTTP_OK = 200

/** A line over which nothing has been sent yet. */
export async function dial(address: PlatformAddress, wait: Clock['wait'], noMore: AbortSignal): Promise<Dialled> {
  const over = new AbortController()
  const until = AbortSignal.any([noMore, over.signal])
  if (until.aborted) return { is: 'given-up' }
  const dialling = dialled(address, until)
  const first = await within(wait, CONNECT_MS, dialling, null)
  if (first?.is === 'open' && !noMore.aborted) return first
  over.abort()
  // What opened too late is closed.
  void dialling.then((late) => late.is === 'open' && late.socket.destroy())
  if (noMore.aborted) return { is: 'given-up' }
  return first ?? { is: 'too-slow' }
}

async function dialled(address: PlatformAddress, until: AbortSignal): Promise<Dialled> {
  try {
    if (!address.proxy) return await secured(address, null, until)
    const through = await passage(address, address.proxy, until)
    return through ? await secured(address, through, until) : { is: 'proxy' }
  } catch {
    // A port that is none, or a certificate: nothing left.
    return { is: 'insecure' }
  }
}

/** Null where the proxy does not let it through. */
function passage({ host, port }: PlatformAddress, proxy: { host: string; port: number }, signal: AbortSignal) {
  const name = isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`
  return new Promise<Duplex | null>((resolve) => {
    const asking = request({
      ...{ host: proxy.host, port: proxy.port, method: 'CONNECT', path: name, headers: { host: name } },
      ...{ agent: false, signal, maxHeaderSize: PROXY_HEADER_BYTES_MAX },
    })
    asking.once('error', () => resolve(null))
    asking.once('close', () => resolve(null))
    asking.once('connect', ({ statusCode }, socket, head) => {
      // Nobody speaks before TLS has begun.
      const isOpen = statusCode === HTTP_OK && head.length === 0 && !signal.aborted
      if (!isOpen) socket.destroy()
      resolve(isOpen ? socket : null)
    })
    asking.end()
  })
}

function secured({ host, port, ca }: PlatformAddress, through: Duplex | null, until: AbortSignal): Promise<Dialled> {
  return new Promise((resolve) => {
    const socket = connect({
      ...(through ? { socket: through } : { host, port }),
      ...{ minVersion: 'TLSv1.2', rejectUnauthorized: true, ALPNProtocols: ['http/1.1'], ...(ca !== null && { ca }) },
      // TLS asks for a name by a name only; an address is looked for in the certificate all the same.
      ...{ ...(isIP(host) === 0 && { servername: host }), ...(through && isIP(host) !== 0 && { host }) },
    })
    socket.setNoDelay(true)
    const giveUp = () => void socket.destroy()
    until.addEventListener('abort', giveUp)
    socket.once('close', () => {
      until.removeEventListener('abort', giveUp)
      through?.destroy()
      resolve({ is: 'unreachable' })
    })
    // It has come too late to change what an exchange says of it, and must not end the program.
    socket.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
      resolve({ is: OF_TLS.test(code) ? 'insecure' : 'unreachable' })
    })
    socket.once('secureConnect', () => resolve({ is: 'open', socket }))
  })
}
