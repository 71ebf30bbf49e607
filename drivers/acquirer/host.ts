import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Clock } from '../clock/port.ts'
import { makeFrameCutter } from './codec/frame.ts'
import { booksOf, type HostBooks } from './virtual/books.ts'
import { deliveryOf, LATE_MS } from './virtual/delivery.ts'
import { befalls, isOrder, type Cut, type Mood } from './virtual/moods.ts'
import type { HostState } from './virtual/state.ts'
import { takeRequest, type TwinParts } from './virtual/twin.ts'

/** An acquirer’s twin on a real socket of this machine. */
export interface VirtualHost {
  readonly port: number
  readonly books: () => HostBooks
  /** As it stands: another host may begin where this one ends. */
  readonly state: () => HostState
  /** What befalls the next requests, one each, in this order; in place of what was to come. */
  readonly will: (...moods: readonly Mood[]) => void
  /** What befalls each order that `will` has nothing for; null: nothing does. */
  readonly setUsual: (mood: Mood | null) => void
  /** What has not befallen any yet. */
  readonly moodsLeft: () => number
  /** Whole requests that came so far. */
  readonly heard: () => number
  /** Lines that are open. */
  readonly lines: () => number
  /** Away, nobody listens at its port, and what was open is cut. */
  readonly setAway: (isAway: boolean) => Promise<void>
  readonly close: () => Promise<void>
}

export interface VirtualHostParts {
  /** Where it listens on this machine; left out: at a port that is free. */
  readonly at?: number
  readonly clock: Pick<Clock, 'wait' | 'nowMs'>
  readonly twin: TwinParts
  readonly state: HostState
  /** PEM of its key and its certificate; null is a plain line. */
  readonly tls: { readonly key: string; readonly cert: string } | null
  /** Called with its books before each answer leaves, which waits for it: what it said it knows tomorrow. */
  readonly keep?: (state: HostState) => Promise<void>
}

interface Host extends Omit<VirtualHostParts, 'state'> {
  readonly closing: AbortController
  state: HostState
  moods: Mood[]
  usual: Mood | null
  heard: number
}

export async function startVirtualHost(parts: VirtualHostParts): Promise<VirtualHost> {
  const host: Host = { ...parts, closing: new AbortController(), moods: [], usual: null, heard: 0 }
  const sockets = new Set<Socket>()
  const onLine = (socket: Socket) => serve(host, socket)
  const server = parts.tls ? createTlsServer({ ...parts.tls, minVersion: 'TLSv1.2' }, onLine) : createServer(onLine)
  // Below TLS too, so that what never got through its greeting is closed as well.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await listening(server, parts.at ?? 0)
  const stop = async () => {
    for (const socket of sockets) socket.destroy()
    if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return {
    port,
    books: () => booksOf(host.state, host.twin.profile),
    state: () => host.state,
    will: (...moods) => {
      host.moods = [...moods]
    },
    setUsual: (mood) => {
      host.usual = mood
    },
    moodsLeft: () => host.moods.length,
    heard: () => host.heard,
    lines: () => sockets.size,
    setAway: async (isAway) => {
      if (isAway) await stop()
      else if (!server.listening) await listening(server, port)
    },
    close: async () => {
      host.closing.abort()
      await stop()
    },
  }
}

async function listening(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** One request after another, as they come over this line. */
function serve(host: Host, socket: Socket): void {
  socket.on('error', () => undefined)
  const cutter = makeFrameCutter(host.twin.profile.lengthLimit)
  let cut: Cut | null = null
  let over = 0
  socket.on('data', (bytes: Buffer) => {
    const [next] = host.moods
    if (!cut && cutter.pending() === 0 && isCutOfRequest(next)) {
      cut = next
      over = 0
      host.moods.shift()
    }
    const left = cut ? cut.at - over : bytes.length
    over += bytes.length
    const { contents, trouble } = cutter.take(bytes.subarray(0, left))
    for (const content of contents) void answer(host, socket, content, cut)
    if (trouble || (cut && over >= cut.at)) socket.destroy()
  })
}

const isCutOfRequest = (mood: Mood | undefined): mood is Cut => typeof mood === 'object' && mood.what === 'request'

async function answer(host: Host, socket: Socket, content: Uint8Array, cut: Cut | null): Promise<void> {
  const { clock, twin, closing } = host
  host.heard++
  const mood = cut ?? moodFor(host, content)
  if (mood === 'lost-request') return
  try {
    if (mood === 'late-request') await clock.wait(LATE_MS, closing.signal)
    const turn = takeRequest(twin, host.state, { content, nowMs: clock.nowMs(), mood })
    host.state = turn.state
    await host.keep?.(turn.state)
    const { afterMs, pieces, hangsUp } = deliveryOf(mood, turn.answer, twin.profile)
    await clock.wait(afterMs, closing.signal)
    for (const piece of pieces) if (!socket.destroyed) socket.write(piece)
    if (hangsUp) socket.destroySoon()
  } catch (cause) {
    if (!closing.signal.aborted) throw cause
  }
}

/** What was to come is used up by what it befalls. */
function moodFor(host: Host, content: Uint8Array): Mood | null {
  const [next] = host.moods
  if (next !== undefined && befalls(next, content)) {
    host.moods.shift()
    return next
  }
  return isOrder(content) ? host.usual : null
}
