import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { textOf, unpack } from '#drivers/acquirer/codec/message'
import { CUP_CLASSIC } from '#drivers/acquirer/codec/profile'
import type { AcquirerAddress } from '#drivers/acquirer/connection'
import { startVirtualHost, type VirtualHost } from '#drivers/acquirer/host'
import { makeAcquirerLine } from '#drivers/acquirer/line'
import type { AcquirerLine, Exchanged } from '#drivers/acquirer/line-port'
import { newHostState } from '#drivers/acquirer/virtual/state'
import { makeVirtualClock, type VirtualClock } from '#drivers/clock/virtual'
import { makeCertificate, type Certificate } from '../world/certificate.ts'
import { twinParts } from './terminal.ts'
import { PACKETS } from './vectors.ts'

/** An echo, and what is its answer. */
export const ECHO = PACKETS.echo.subarray(13)
const codeOf = (message: Uint8Array): string | null => {
  const read = unpack(message, CUP_CLASSIC)
  return read.ok && read.value.mti === '0830' && textOf(read.value, 11) === '000008' ? textOf(read.value, 39) : null
}
export const isAnswer = (message: Uint8Array): boolean => codeOf(message) !== null
export const never = () => new AbortController().signal
export const said = (exchanged: Exchanged) =>
  exchanged.is === 'answer' ? [codeOf(exchanged.message), exchanged.asks] : exchanged

let made: Certificate | null = null
/** The host’s, made with the first use. */
export const certificate = (): Certificate => (made ??= makeCertificate())
const running: (() => Promise<void>)[] = []
/** After each test. */
export async function closeAll(): Promise<void> {
  for (const close of running.splice(0)) await close()
}

/** More than any limit of a line, which has a second of its clock for some of the machine’s: TLS takes real time. */
const [SECONDS_MAX, REAL_MS] = [400, 2]
export async function passing<Value>(clock: VirtualClock, work: Promise<Value>): Promise<Value> {
  const ended = { is: false }
  void work.finally(() => (ended.is = true))
  for (let seconds = 0; seconds < SECONDS_MAX && !ended.is; seconds++) {
    await sleep(REAL_MS)
    await clock.advance(1_000)
  }
  if (!ended.is) throw new Error('it takes longer than any limit')
  return work
}

export const clockNow = () => makeVirtualClock(Date.UTC(2026, 10, 26))
export type Own = Partial<AcquirerAddress>
export function lineTo(port: number, clock = clockNow(), own: Own = {}): AcquirerLine {
  const address = { host: '127.0.0.1', port, tls: null, ...own }
  const line = makeAcquirerLine({ address, profile: CUP_CLASSIC, clock })
  running.push(line.close)
  return line
}
export async function hostOn(clock = clockNow(), isTls = false, state = newHostState([], 12)): Promise<VirtualHost> {
  const tls = isTls ? certificate() : null
  const host = await startVirtualHost({ clock, twin: twinParts(), state, tls })
  running.push(host.close)
  return host
}

export async function both(own: Own = {}) {
  const clock = clockNow()
  const host = await hostOn(clock, Boolean(own.tls))
  const line = lineTo(host.port, clock, own)
  const echo = () => passing(clock, line.exchange(ECHO, isAnswer, never()))
  return { clock, host, line, echo }
}

/** A host that does what a test says, on a real socket. */
export async function serverOf(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  running.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return (server.address() as AddressInfo).port // it listens on a port, so it has one
}
export const onData = (say: (socket: Socket) => void) =>
  serverOf(createServer((socket) => void socket.once('data', () => say(socket))))
