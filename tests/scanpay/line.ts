import { sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createPlain } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import { makeRealClock } from '#drivers/clock/real'
import type { Clock } from '#drivers/clock/port'
import { makeRealRandom } from '#drivers/random/real'
import type { PlatformAddress } from '#drivers/scanpay/dial'
import { makeHttpTransport, type HttpParts } from '#drivers/scanpay/http'
import { privateKeyOf, publicKeyOf } from '#drivers/scanpay/signing'
import type { Exchanged, ExchangeTrace } from '#drivers/scanpay/transport'
import { makeCertificate } from '../world/certificate.ts'
import { makeRsaKeys } from './openssl.ts'

/** A platform that does what a test says, byte for byte, on a real socket. */
export const MERCHANT = makeRsaKeys()
export const PLATFORM = makeRsaKeys()
export const TLS = makeCertificate()
export const APPID = 'OP00000003'
export const NOW_S = 1_795_000_000

const running: (() => void)[] = []
/** After each test. */
export function closeAll(): void {
  for (const close of running.splice(0)) close()
}

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  running.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port // it listens on a port, so it has one
}

/** Calls `hear` with all that a client has said so far, whenever it says more. */
export function platformOf(hear: (socket: TLSSocket, said: Buffer) => void, tls = TLS): Promise<number> {
  const server = createServer(tls, (socket) => {
    let said = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (bytes: Buffer) => hear(socket, (said = Buffer.concat([said, bytes]))))
  })
  server.on('tlsClientError', () => undefined)
  return listening(server)
}
export const plainServer = (hear: (socket: Socket) => void): Promise<number> => listening(createPlain(hear))

/** A request that is here whole; null before. */
export function wholeRequest(said: Buffer): { head: string; body: string } | null {
  const end = said.indexOf('\r\n\r\n')
  const head = said.subarray(0, end).toString()
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  return end < 0 || said.length < end + 4 + length ? null : { head, body: said.subarray(end + 4).toString() }
}

export function signedHeaders(body: string, timestampS = NOW_S, key = PLATFORM.key): string[] {
  const text = [APPID, 'p1', timestampS, 'n1', body, ''].join('\n')
  return [
    ...[`Lklapi-Appid: ${APPID}`, 'lklapi-serial: p1', `LKLAPI-TIMESTAMP: ${timestampS}`, 'Lklapi-Nonce: n1'],
    `Lklapi-Signature: ${sign('sha256', Buffer.from(text), key).toString('base64')}`,
  ]
}
export const responseOf = (body: string, headers = signedHeaders(body), status = '200 OK'): string =>
  [
    ...[`HTTP/1.1 ${status}`, ...headers, 'Lklapi-Traceid: trace-7', `Content-Length: ${Buffer.byteLength(body)}`],
    ...['', body],
  ].join('\r\n')

/** The time of day stands, and limits pass fifty times as fast. */
const real = makeRealClock()
export const quick: Clock = {
  ...{ nowMs: () => NOW_S * 1000, elapsedMs: real.elapsedMs },
  wait: (ms, signal) => real.wait(Math.ceil(ms / 50), signal),
}

export const REQUEST = { path: '/api/v3/labs/query/tradequery', body: '{"req_data":{"subject":"小麦店"}}' }

export function lineTo(port: number, own: Partial<PlatformAddress> = {}, parts: Partial<HttpParts> = {}) {
  const traces: ExchangeTrace[] = []
  const transport = makeHttpTransport({
    address: { host: '127.0.0.1', port, ca: TLS.cert, proxy: null, ...own },
    signer: { appid: APPID, serial: 'm1', key: privateKeyOf(MERCHANT.key) },
    ...{ platformKey: publicKeyOf(PLATFORM.certificate), bodyKey: null, clock: quick, random: makeRealRandom() },
    onTrace: (trace) => void traces.push(trace),
    ...parts,
  })
  const send = (request = REQUEST, noMore = new AbortController().signal): Promise<Exchanged> =>
    transport.exchange(request, noMore)
  return { send, traces }
}
