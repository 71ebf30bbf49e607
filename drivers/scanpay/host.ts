import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Clock } from '../clock/port.ts'
import { listenHere, type Listening } from '../twin/listening.ts'
import { makeMoods, type MoodHandles, type Moods } from '../twin/moods.ts'
import { booksOf, type PlatformBooks } from './virtual/books.ts'
import { customerActs, type Act, type Acted } from './virtual/customer.ts'
import { bytesOf, deliveryOf } from './virtual/delivery.ts'
import type { PlatformParts } from './virtual/facts.ts'
import { befalls, isOrder, type Cut, type Mood } from './virtual/moods.ts'
import type { PlatformState } from './virtual/state.ts'
import { takeRequest } from './virtual/twin.ts'

/** A scan payment platform’s twin: a real HTTPS server on this machine. */
export interface VirtualPlatform extends Omit<Listening, 'stop'>, MoodHandles<Mood> {
  readonly books: () => PlatformBooks
  /** As it stands: another may begin where this one ends. */
  readonly state: () => PlatformState
  /** A customer does something now. */
  readonly customer: (act: Act) => Promise<Acted['why']>
  /** Whole requests that came so far. */
  readonly heard: () => number
  readonly close: () => Promise<void>
}

export interface VirtualPlatformParts {
  /** Where it listens on this machine; left out: at a port that is free. */
  readonly at?: number
  readonly clock: Pick<Clock, 'wait' | 'nowMs'>
  readonly twin: PlatformParts
  readonly state: PlatformState
  /** PEM of its key and its certificate. */
  readonly tls: { readonly key: string; readonly cert: string }
  /** Called with its books before each answer leaves, which waits for it: what it said it knows tomorrow. */
  readonly keep?: (state: PlatformState) => Promise<void>
}

interface Host extends Omit<VirtualPlatformParts, 'state'> {
  readonly closing: AbortController
  readonly cuts: WeakMap<Socket, CutLine>
  readonly moods: Moods<Mood, string>
  state: PlatformState
  heard: number
}
/** A line that breaks within a request. */
interface CutLine {
  readonly cut: Cut
  over: number
}

/** More than any request of a till has. */
const BODY_BYTES = 64 * 1_024
const LIMITS = { maxHeaderSize: 8 * 1_024, headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 60_000 }

export async function startVirtualPlatform(parts: VirtualPlatformParts): Promise<VirtualPlatform> {
  const [closing, cuts] = [new AbortController(), new WeakMap<Socket, CutLine>()]
  const moods = makeMoods(befalls, isOrder)
  const host: Host = { ...parts, closing, cuts, moods, heard: 0 }
  const server = createServer({ ...parts.tls, ...LIMITS, minVersion: 'TLSv1.2' }, (request, response) => {
    void serve(host, request, response)
  })
  server.on('secureConnection', (socket: Socket) => cutWhereAsked(host, socket))
  const { stop, ...listening } = await listenHere(server, parts.at)
  return {
    ...{ ...listening, ...moods.handles },
    books: () => booksOf(host.state),
    state: () => host.state,
    customer: async (act) => {
      const { state, why } = customerActs(host.state, act, host.clock.nowMs())
      host.state = state
      await host.keep?.(state)
      return why
    },
    heard: () => host.heard,
    close: async () => {
      closing.abort()
      await stop()
    },
  }
}

const isCutOfRequest = (mood: Mood): mood is Cut =>
  typeof mood === 'object' && mood.is === 'cut' && mood.what === 'request'

/**
 * Counts what comes over a line, and breaks it where a mood says so. A request that has come is heard only when these
 * bytes are counted: its end is told in a later turn.
 */
function cutWhereAsked(host: Host, socket: Socket): void {
  socket.on('data', (bytes: Buffer) => {
    const next = host.cuts.has(socket) ? null : host.moods.takeIf(isCutOfRequest)
    if (next) host.cuts.set(socket, { cut: next, over: 0 })
    const line = host.cuts.get(socket)
    if (!line) return
    line.over += bytes.length
    if (line.over >= line.cut.at) socket.destroy()
  })
}

async function serve(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { clock, closing, twin } = host
  request.on('error', () => undefined)
  response.on('error', () => undefined)
  const body = await bodyOf(request)
  const line = host.cuts.get(request.socket)
  // Cut within it, or right behind it, it never came.
  if (body === null || (line && line.over >= line.cut.at)) return
  if (request.method !== 'POST' || body === 'too-much') {
    response.writeHead(body === 'too-much' ? 413 : 405, { Connection: 'close' }).end()
    return
  }
  host.cuts.delete(request.socket)
  host.heard++
  const path = request.url ?? ''
  const mood = line?.cut ?? host.moods.of(path)
  const delivery = deliveryOf(mood)
  try {
    await clock.wait(delivery.beforeMs, closing.signal)
    const headers = headersOf(request)
    const turn = takeRequest(twin, host.state, { path, headers, body, nowMs: clock.nowMs(), mood })
    host.state = turn.state
    await host.keep?.(turn.state)
    await clock.wait(delivery.afterMs, closing.signal)
    const { answer } = turn
    if (answer === null || request.socket.destroyed) return
    if (delivery.cutAt === null) response.writeHead(answer.status, answer.headers).end(answer.body)
    else request.socket.end(bytesOf(answer).subarray(0, delivery.cutAt))
  } catch (cause) {
    if (!closing.signal.aborted) throw cause
  }
}

/** One that came twice counts as none. */
function headersOf({ headersDistinct }: IncomingMessage): Record<string, string | undefined> {
  const once = (values: readonly string[] = []) => (values.length === 1 ? values[0] : undefined)
  return Object.fromEntries(Object.entries(headersDistinct).map(([name, values]) => [name, once(values)]))
}

/** Null: it never came whole. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | 'too-much' | null> {
  const pieces: Buffer[] = []
  let bytes = 0
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > BODY_BYTES) return 'too-much'
      pieces.push(piece)
    }
  } catch {
    return null
  }
  return Buffer.concat(pieces)
}
