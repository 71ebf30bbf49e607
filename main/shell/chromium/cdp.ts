import type { Commands, Handlers, Message } from './protocol.ts'
import type { Readable, Writable } from 'node:stream'

/**
 * The DevTools protocol over two pipes: JSON, each message ended by a NUL. A pipe has no address, so nobody else on
 * the machine can drive the till, and when this process dies the browser sees the pipe end and goes too.
 */
export const COMMAND_LIMIT_MS = 20_000
/** A message is a view, a file of ours or a test's screenshot; more than this is a browser gone wrong. */
const MESSAGE_LIMIT_BYTES = 128 * 1024 * 1024

export interface Cdp {
  readonly send: <Name extends keyof Commands>(
    method: Name,
    params: Commands[Name]['takes'],
    sessionId?: string,
  ) => Promise<Commands[Name]['gives']>
  /** Passes a command on and its answer back, both unread, with no limit of time: for the tests' relay. */
  readonly pass: (message: Message, answered: (answer: Message) => void) => void
  /** Handles the events of one session; of the browser itself where no session is named. */
  readonly handle: (sessionId: string | undefined, handlers: Handlers) => void
  /** The session is no more. Chromium never answers what a page was asked before it died, so that is refused here. */
  readonly forget: (sessionId: string) => void
  /** Sees every event of every session; gives back how to stop. */
  readonly watch: (see: (event: Message) => void) => () => void
  readonly ended: Promise<void>
  readonly isOver: () => boolean
}

export class CdpRefusal extends Error {}

/** Cuts the stream at each NUL. */
export function cutMessages(take: (text: string) => void, tooLong: () => void): (chunk: Buffer) => void {
  let parts: Buffer[] = []
  let bytes = 0
  return (chunk) => {
    let from = 0
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, from)) {
      const text = Buffer.concat([...parts, chunk.subarray(from, end)]).toString('utf8')
      parts = []
      bytes = 0
      from = end + 1
      take(text)
    }
    if (from === chunk.length) return
    parts.push(chunk.subarray(from))
    bytes += chunk.length - from
    if (bytes > MESSAGE_LIMIT_BYTES) tooLong()
  }
}

type Answered = (answer: Message) => void
interface Waiting {
  readonly sessionId: string | undefined
  readonly answered: Answered
}
type AnyHandler = (event: unknown) => void

/** One command with a limit of time; the browser's refusal carries the command's name. */
function sendWithin<Name extends keyof Commands>(
  pass: Cdp['pass'],
  method: Name,
  params: Commands[Name]['takes'],
  sessionId: string | undefined,
): Promise<Commands[Name]['gives']> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new CdpRefusal(`${method}: no answer`)), COMMAND_LIMIT_MS)
    pass({ method, params, ...(sessionId !== undefined && { sessionId }) }, (answer) => {
      clearTimeout(late)
      if (answer.error) reject(new CdpRefusal(`${method}: ${answer.error.message}`))
      // The answer's shape is the protocol's promise for this method.
      else resolve(answer.result as Commands[Name]['gives'])
    })
  })
}

/** Answers what nobody else will answer any more; all of it where no session is named. */
function refuse(waiting: Map<number, Waiting>, message: string, sessionId?: string): void {
  for (const [id, one] of waiting) {
    if (sessionId !== undefined && one.sessionId !== sessionId) continue
    waiting.delete(id)
    one.answered({ error: { message } })
  }
}

export function openCdp(input: Writable, output: Readable): Cdp {
  const waiting = new Map<number, Waiting>()
  const handlers = new Map<string | undefined, ReadonlyMap<string, AnyHandler>>()
  const watchers = new Set<(event: Message) => void>()
  let last = 0
  let over = false
  const ending = Promise.withResolvers<undefined>()

  const end = (): void => {
    if (over) return
    over = true
    refuse(waiting, 'the browser is gone')
    ending.resolve(undefined)
  }
  const pass = (message: Message, answered: Answered): void => {
    if (over) {
      answered({ error: { message: 'the browser is gone' } })
      return
    }
    const id = ++last
    waiting.set(id, { sessionId: message.sessionId, answered })
    input.write(`${JSON.stringify({ ...message, id })}\0`)
  }
  const take = (text: string): void => {
    // The program at the other end of the pipe is the browser we started; its version was checked.
    const message = JSON.parse(text) as Message
    if (message.id !== undefined) {
      const asked = waiting.get(message.id)
      waiting.delete(message.id)
      return asked?.answered(message)
    }
    for (const see of watchers) see(message)
    handlers.get(message.sessionId)?.get(message.method ?? '')?.(message.params)
  }

  output.on(
    'data',
    cutMessages(take, () => output.destroy()),
  )
  for (const stream of [input, output]) {
    stream.on('close', end)
    // A broken pipe is the browser's end, which `ended` tells; the error itself adds nothing.
    stream.on('error', end)
  }

  return {
    pass,
    send: (method, params, sessionId) => sendWithin(pass, method, params, sessionId),
    // Each handler takes what its own event carries; the map only loses that pairing.
    handle: (sessionId, given) => handlers.set(sessionId, new Map(Object.entries(given) as [string, AnyHandler][])),
    forget: (sessionId) => {
      handlers.delete(sessionId)
      refuse(waiting, 'the page is gone', sessionId)
    },
    watch: (see) => {
      watchers.add(see)
      return () => watchers.delete(see)
    },
    ended: ending.promise,
    isOver: () => over,
  }
}
