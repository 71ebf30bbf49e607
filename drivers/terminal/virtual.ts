import { createServer, type Socket } from 'node:net'
import type { Clock } from '../clock/port.ts'
import type { Random } from '../random/port.ts'
import { listenHere } from '../twin/listening.ts'
import { makeMessageReader, prefixed } from './frames.ts'
import { bodyOf, makeBooks, type Booked, type Books } from './virtual-books.ts'

/** A terminal's twin on a real socket of this machine, with books of its own. */
export interface VirtualTerminal {
  readonly port: number
  readonly books: Books
  readonly setMood: (mood: TerminalMood) => void
  /** Switched off and on: it is well, and remembers what it did. */
  readonly revive: () => void
  readonly close: () => Promise<void>
}

/**
 * `lost-request`: it never sees it · `lost-answer`, `garbage`, `oversized`, `other-service`, `halved`: done, and what
 * comes back is nothing, no JSON, too long, the answer to something else, or one without an amount · `cut-before`,
 * `cut-during`, `cut-after`: the line breaks · `late-answer`: after nobody waits any more · `slow`: half a minute, in
 * which it may be given up · `pieces`: byte by byte · `dead`: done, and from then on it says nothing · `away`: it hangs
 * up on everybody · `locked`: it greets nobody · `mixed-up`: its answer is lost, and the first time it is asked it says
 * how another one ended.
 */
export type TerminalMood =
  | 'approve'
  | 'decline'
  | 'lost-request'
  | 'lost-answer'
  | 'garbage'
  | 'oversized'
  | 'other-service'
  | 'halved'
  | 'cut-before'
  | 'cut-during'
  | 'cut-after'
  | 'late-answer'
  | 'slow'
  | 'pieces'
  | 'dead'
  | 'away'
  | 'locked'
  | 'mixed-up'

export const MOODS: readonly TerminalMood[] = [
  ...([
    'approve',
    'decline',
    'lost-request',
    'lost-answer',
    'garbage',
    'oversized',
    'other-service',
    'halved',
  ] as const),
  ...([
    'cut-before',
    'cut-during',
    'cut-after',
    'late-answer',
    'slow',
    'pieces',
    'dead',
    'away',
    'locked',
    'mixed-up',
  ] as const),
]

interface TwinParts {
  readonly clock: Pick<Clock, 'wait'>
  readonly random: Pick<Random, 'below'>
}
interface Twin extends TwinParts {
  readonly books: Books
  mood: TerminalMood
  dead: boolean
}
interface Request {
  readonly category: string
  readonly service: string
  readonly header: Readonly<Record<string, unknown>>
  readonly body: Readonly<Record<string, unknown>>
}

const [WORK_MS, SLOW_MS, LATE_MS] = [2_000, 30_000, 200_000]

export async function makeVirtualTerminal(parts: TwinParts): Promise<VirtualTerminal> {
  const twin: Twin = { ...parts, books: makeBooks(), mood: 'approve', dead: false }
  const server = createServer((socket) => {
    if (twin.mood === 'away') socket.destroy()
    const reader = makeMessageReader()
    socket.on('data', (bytes) => {
      const messages = reader.take(bytes)
      if (messages === 'broken') socket.destroy()
      else for (const message of messages) void take(twin, socket, readRequest(message))
    })
  })
  const { port, stop } = await listenHere(server)
  return {
    port,
    books: twin.books,
    setMood: (mood) => {
      twin.mood = mood
    },
    revive: () => {
      twin.mood = 'approve'
      twin.dead = false
    },
    close: stop,
  }
}

/** Whatever of it is not there is empty: a twin takes only what its own program sends. */
function readRequest(message: Uint8Array): Request {
  const { SaleToPOIRequest } = recordOf(JSON.parse(Buffer.from(message).toString('utf8')))
  const request = recordOf(SaleToPOIRequest)
  const header = recordOf(request.MessageHeader)
  const category = String(header.MessageCategory)
  return { category, service: String(header.ServiceID), header, body: recordOf(request[`${category}Request`]) }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

function responseOf({ header, service }: Request, body: object, other = service): string {
  const answered = { ...header, MessageType: 'Response', ServiceID: other }
  return JSON.stringify({ SaleToPOIResponse: { MessageHeader: answered, ...body } })
}

async function take(twin: Twin, socket: Socket, request: Request): Promise<void> {
  if (twin.dead) return
  const say = (body: object) => void socket.write(prefixed(responseOf(request, body)))
  const { category } = request
  if (category === 'Login')
    say({ LoginResponse: { Response: twin.mood === 'locked' ? FAILED('NotAllowed') : { Result: 'Success' } } })
  else if (category === 'Diagnosis') say({ DiagnosisResponse: DIAGNOSIS })
  else if (category === 'TransactionStatus') say({ TransactionStatusResponse: statusOf(twin, request) })
  else if (category === 'Abort') giveUp(twin, request)
  else await carryOut(twin, socket, request)
}

const FAILED = (why: string) => ({ Result: 'Failure', ErrorCondition: why })
const DIAGNOSIS = {
  Response: { Result: 'Success' },
  POIStatus: { GlobalStatus: 'OK' },
  HostStatus: [{ AcquirerID: '1', IsReachableFlag: true }],
}

function statusOf({ books, mood }: Twin, { body }: Request): object {
  const of = recordOf(body.MessageReference)
  const entry = books.of(String(of.ServiceID))
  if (!entry || entry.kind !== of.MessageCategory) return { Response: FAILED('NotFound') }
  if (entry.state === 'open') return { Response: FAILED('InProgress') }
  if (mood === 'mixed-up' && ++entry.lookedUp === 1) return repeated({ ...entry, ...OTHER })
  return repeated(entry)
}

const OTHER = { service: 'OTHER', state: 'approved', amount: 77_777 } as const

function repeated(entry: Booked): object {
  return {
    Response: { Result: 'Success' },
    RepeatedMessageResponse: {
      MessageHeader: { MessageCategory: entry.kind, ServiceID: entry.service },
      RepeatedResponseMessageBody: bodyOf(entry),
    },
  }
}

/** It may be too late for that, which it does not say. */
function giveUp({ books, random }: Twin, { body }: Request): void {
  const entry = books.of(String(recordOf(body.MessageReference).ServiceID))
  if (entry?.state === 'open' && random.below(2) === 0) entry.giveUp = true
}

const amountOf = ({ body }: Request): number => {
  const asked = recordOf(recordOf(body.PaymentTransaction).AmountsReq).RequestedAmount ?? body.ReversedAmount
  const [whole = '', cents = ''] = String(asked).split('.')
  return Number(whole + cents.padEnd(2, '0'))
}

async function carryOut(twin: Twin, socket: Socket, request: Request): Promise<void> {
  const { mood, clock, books } = twin
  if (mood === 'lost-request') return
  if (mood === 'cut-before') {
    socket.destroy()
    return
  }
  const entry = books.begin(
    request.category === 'Reversal' ? 'Reversal' : 'Payment',
    request.service,
    amountOf(request),
  )
  if (mood === 'cut-during') socket.destroy()
  await clock.wait(mood === 'slow' || mood === 'cut-during' ? SLOW_MS : WORK_MS)
  decide(twin, entry)
  if (mood === 'late-answer') await clock.wait(LATE_MS)
  answer(twin, socket, request, entry)
}

function decide({ mood, random }: Twin, entry: Booked): void {
  const isDeclined = entry.giveUp || mood === 'decline' || (mood !== 'approve' && random.below(4) === 0)
  if (!isDeclined) entry.moved++
  entry.state = isDeclined ? 'declined' : 'approved'
  entry.why = entry.giveUp ? 'Aborted' : 'Refusal'
}

function answer(twin: Twin, socket: Socket, request: Request, entry: Booked): void {
  const whole = prefixed(responseOf(request, bodyOf(entry)))
  const withoutAmount = { [`${entry.kind}Response`]: { Response: { Result: 'Success' } } }
  const said: Partial<Record<TerminalMood, readonly Uint8Array[]>> = {
    'lost-answer': [],
    'mixed-up': [],
    dead: [],
    'cut-after': [],
    garbage: [prefixed('{"SaleToPOIResponse":[1,"\\u0000"')],
    oversized: [Uint8Array.of(0xff, 0xff, 0xff, 0xff, ...whole)],
    'other-service': [prefixed(responseOf(request, bodyOf(entry), 'OTHER'))],
    halved: [prefixed(responseOf(request, withoutAmount))],
    pieces: [...whole].map((byte) => Uint8Array.of(byte)),
  }
  // What else there is to say comes in one piece with it.
  const pieces = said[twin.mood] ?? [Buffer.concat([prefixed('{"SaleToPOIRequest":{}}'), whole])]
  for (const piece of pieces) socket.write(piece)
  if (twin.mood === 'cut-after') socket.destroy()
  if (twin.mood === 'dead') twin.dead = true
}
