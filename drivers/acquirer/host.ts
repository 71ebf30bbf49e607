import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Clock } from '../clock/port.ts'
import { listenHere, type Listening } from '../twin/listening.ts'
import { makeMoods, type MoodHandles, type Moods } from '../twin/moods.ts'
import { makeFrameCutter } from './codec/frame.ts'
import { booksOf, type HostBooks } from './virtual/books.ts'
import { deliveryOf, LATE_MS } from './virtual/delivery.ts'
import { befalls, isOrder, type Cut, type Mood } from './virtual/moods.ts'
import type { HostState } from './virtual/state.ts'
import { takeRequest, type TwinParts } from './virtual/twin.ts'

/** An acquirer’s twin on a real socket of this machine. */
export interface VirtualHost extends Omit<Listening, 'stop'>, MoodHandles<Mood> {
  readonly books: () => HostBooks
  /** As it stands: another host may begin where this one ends. */
  readonly state: () => HostState
  /** Whole requests that came so far. */
  readonly heard: () => number
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
  readonly moods: Moods<Mood, Uint8Array>
  state: HostState
  heard: number
}

export async function startVirtualHost(parts: VirtualHostParts): Promise<VirtualHost> {
  const moods = makeMoods(befalls, isOrder)
  const host: Host = { ...parts, closing: new AbortController(), moods, heard: 0 }
  const onLine = (socket: Socket) => serve(host, socket)
  const server = parts.tls ? createTlsServer({ ...parts.tls, minVersion: 'TLSv1.2' }, onLine) : createServer(onLine)
  const { stop, ...listening } = await listenHere(server, parts.at)
  return {
    ...{ ...listening, ...moods.handles },
    books: () => booksOf(host.state, host.twin.profile),
    state: () => host.state,
    heard: () => host.heard,
    close: async () => {
      host.closing.abort()
      await stop()
    },
  }
}

/** One request after another, as they come over this line. */
function serve(host: Host, socket: Socket): void {
  socket.on('error', () => undefined)
  const cutter = makeFrameCutter(host.twin.profile.lengthLimit)
  let cut: Cut | null = null
  let over = 0
  socket.on('data', (bytes: Buffer) => {
    if (!cut && cutter.pending() === 0) {
      cut = host.moods.takeIf(isCutOfRequest)
      over = 0
    }
    const left = cut ? cut.at - over : bytes.length
    over += bytes.length
    const { contents, trouble } = cutter.take(bytes.subarray(0, left))
    for (const content of contents) void answer(host, socket, content, cut)
    if (trouble || (cut && over >= cut.at)) socket.destroy()
  })
}

const isCutOfRequest = (mood: Mood): mood is Cut => typeof mood === 'object' && mood.what === 'request'

async function answer(host: Host, socket: Socket, content: Uint8Array, cut: Cut | null): Promise<void> {
  const { clock, twin, closing } = host
  host.heard++
  const mood = cut ?? host.moods.of(content)
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
