import { connect, type Socket } from 'node:net'
import { lineOf, makeLines, type FromProgram } from './guest/words.ts'

/** A program inside the machine. */
export interface Running {
  readonly write: (bytes: Uint8Array | string) => void
  /** No more comes to its standard input. */
  readonly endInput: () => void
  /** One listener for its standard output. */
  readonly onOutput: (listener: (bytes: Uint8Array) => void) => void
  readonly ended: Promise<Ran>
  readonly kill: () => void
}

export interface Ran {
  /** Null where it could not be started, or was ended. */
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

/** Of one program; what prints more is not what it was started for. */
const OUTPUT_CHARACTERS_MAX = 1_048_576

/** Starts a program through the agent at this port; rejects where there is none yet. */
export async function runIn(port: number, run: readonly string[], user?: 'cashier'): Promise<Running> {
  const socket = await connected(port)
  const texts = { out: '', err: '' }
  let code: number | null = null
  let heard: ((bytes: Uint8Array) => void) | null = null
  const add = (to: 'out' | 'err', bytes: Buffer) => {
    texts[to] = (texts[to] + bytes.toString()).slice(0, OUTPUT_CHARACTERS_MAX)
  }
  const take = makeLines((line) => {
    const words = JSON.parse(line) as FromProgram
    if ('code' in words) code = words.code
    else if ('err' in words) add('err', Buffer.from(words.err, 'base64'))
    else if (heard) heard(Buffer.from(words.out, 'base64'))
    else add('out', Buffer.from(words.out, 'base64'))
  })
  socket.on('data', take)
  const ended = new Promise<Ran>((resolve) => {
    socket.on('close', () => resolve({ code, output: texts.out, errors: texts.err }))
  })
  socket.write(lineOf({ run, ...(user === undefined ? {} : { user }) }))
  return {
    write: (bytes) => void socket.write(lineOf({ in: Buffer.from(bytes).toString('base64') })),
    endInput: () => void socket.write(lineOf({ is: 'end' })),
    onOutput: (listener) => (heard = listener),
    ended,
    kill: () => socket.destroy(),
  }
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.setNoDelay(true)
    socket.on('error', reject)
  })
}
