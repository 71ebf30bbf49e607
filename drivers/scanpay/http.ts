import type { IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { KeyObject } from 'node:crypto'
import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import type { Random } from '../random/port.ts'
import { dial, type PlatformAddress } from './dial.ts'
import { readEnvelope } from './envelope.ts'
import { openedBody, sealedBody } from './sealed-body.ts'
import { authorizationOf, signedAt, traceIdOf, type Headers, type Signer } from './signing.ts'
import type { Exchanged, ExchangeTrace, Outgoing, Silence, Transport } from './transport.ts'

export interface HttpParts {
  readonly address: PlatformAddress
  readonly signer: Signer
  /** The platform’s, which its answers are held against. */
  readonly platformKey: KeyObject
  /** For paths that have a sealed twin; null: plain bodies, under TLS alone. */
  readonly bodyKey: Uint8Array | null
  readonly clock: Clock
  readonly random: Pick<Random, 'bytes'>
  readonly onTrace: (trace: ExchangeTrace) => void
}

/** From the last byte of the request to the last of the answer. */
export const ANSWER_MS = 30_000
export const ANSWER_BYTES_MAX = 65_536
export const HEADER_BYTES_MAX = 16_384
/** Drawn for each request, so that none can be sent again by others; 32 characters. */
const NONCE_BYTES = 16
const HTTP_OK = 200
const SEALED_SUFFIX = '_encry'
const SEALED_PATHS = ['/api/v3/labs/trans/micropay', '/api/v3/labs/trans/preorder']

/** A connection for each exchange: an answer that comes late dies with its line. Nothing is sent twice. */
export function makeHttpTransport(parts: HttpParts): Transport {
  const { clock, onTrace } = parts
  return {
    exchange: async (request, noMore) => {
      const beganMs = clock.elapsedMs()
      const sent = sentForm(request, parts.bodyKey)
      const { exchanged, status, headers, skewMs } = await exchangedOver(parts, sent, noMore)
      onTrace({
        ...{ path: sent.path, end: exchanged.is === 'answer' ? 'answer' : exchanged.why, status, skewMs },
        code: exchanged.is === 'answer' ? (readEnvelope(exchanged.body)?.code ?? null) : null,
        traceId: traceIdOf(headers),
        ms: Math.floor(clock.elapsedMs() - beganMs),
      })
      return exchanged
    },
  }
}

function sentForm({ path, body }: Outgoing, key: Uint8Array | null): Outgoing {
  if (!key || !SEALED_PATHS.includes(path)) return { path, body }
  return { path: `${path}${SEALED_SUFFIX}`, body: sealedBody(key, body) }
}

interface Ended {
  readonly exchanged: Exchanged
  readonly status: number | null
  readonly headers: Headers
  readonly skewMs: number | null
}
const ended = (exchanged: Exchanged): Ended => ({ exchanged, status: null, headers: {}, skewMs: null })
const silence = (why: Silence): Exchanged => ({ is: 'silence', why })

async function exchangedOver(parts: HttpParts, { path, body }: Outgoing, noMore: AbortSignal): Promise<Ended> {
  const { address, clock } = parts
  const line = await dial(address, clock.wait, noMore)
  if (line.is !== 'open') return ended({ is: 'not-sent', why: line.is })
  const { socket } = line
  const gaveUp = () => noMore.aborted
  try {
    const bytes = Buffer.from(body)
    const authorization = signed(parts, bytes)
    if (authorization === null) return ended({ is: 'not-sent', why: 'unsignable' })
    if (gaveUp()) return ended({ is: 'not-sent', why: 'given-up' })
    // A line that is down already takes no byte.
    if (!socket.writable) return ended({ is: 'not-sent', why: 'unreachable' })
    const over = new AbortController()
    const signal = AbortSignal.any([noMore, over.signal])
    const sentMs = clock.elapsedMs()
    const hearing = heard({ socket, path, host: hostOf(address), authorization, bytes, signal })
    const answer = await within(clock.wait, ANSWER_MS, hearing, 'no-answer')
    over.abort()
    if (typeof answer === 'string') return ended(silence(gaveUp() ? 'given-up' : answer))
    return judged(parts, answer, clock.elapsedMs() - sentMs)
  } finally {
    socket.destroy()
  }
}

const hostOf = ({ host, port }: PlatformAddress): string => `${host.includes(':') ? `[${host}]` : host}:${port}`

/** Null where it can not be. */
function signed({ clock, random, signer }: HttpParts, bytes: Uint8Array): string | null {
  const nonce = Buffer.from(random.bytes(NONCE_BYTES)).toString('hex')
  try {
    return authorizationOf(signer, { timestamp: Math.floor(clock.nowMs() / 1000), nonce }, bytes)
  } catch {
    return null
  }
}

interface Asked {
  readonly socket: TLSSocket
  readonly path: string
  readonly host: string
  readonly authorization: string
  readonly bytes: Uint8Array
  readonly signal: AbortSignal
}
interface Heard {
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
}

/** Redirects are not followed: nobody vouched for where they lead. */
function heard({ socket, path, host, authorization, bytes, signal }: Asked): Promise<Heard | Silence> {
  return new Promise((resolve) => {
    const request = requestHttps({
      ...{ method: 'POST', path, signal, maxHeaderSize: HEADER_BYTES_MAX, createConnection: () => socket },
      headers: {
        ...{ host, authorization, 'content-type': 'application/json', accept: 'application/json' },
        ...{ 'content-length': String(bytes.length), connection: 'close' },
      },
    })
    request.on('error', (cause: NodeJS.ErrnoException) => resolve(brokenBy(cause)))
    let isAnswering = false
    request.once('close', () => {
      if (!isAnswering) resolve('cut')
    })
    request.once('response', (response) => {
      isAnswering = true
      readWhole(response).then(
        (body) => resolve(body ? { status: response.statusCode ?? 0, headers: response.headers, body } : 'too-large'),
        (cause: unknown) => resolve(brokenBy(cause as NodeJS.ErrnoException)), // an Error of a stream
      )
    })
    request.end(bytes)
  })
}

function brokenBy({ code = '' }: NodeJS.ErrnoException): Silence {
  if (code === 'HPE_HEADER_OVERFLOW') return 'too-large'
  return code.startsWith('HPE_') ? 'garbled' : 'cut'
}

/** Null where it is longer than any answer. */
async function readWhole(response: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = []
  let bytes = 0
  // Of a response without an encoding each piece is bytes.
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > ANSWER_BYTES_MAX) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Whether it can be believed at all. */
function judged({ clock, signer, platformKey, bodyKey }: HttpParts, answer: Heard, tookMs: number): Ended {
  const { status, headers, body } = answer
  const signedS = signedAt(headers, body, { appid: signer.appid, key: platformKey })
  // It was signed about halfway.
  const skewMs = signedS === null ? null : Math.round(signedS * 1000 - (clock.nowMs() - tookMs / 2))
  const end = (exchanged: Exchanged): Ended => ({ exchanged, status, headers, skewMs })
  if (status !== HTTP_OK) return end(silence('http'))
  if (signedS === null) return end(silence('unsigned'))
  const text = body.toString()
  const isPlain = bodyKey === null || text.startsWith('{')
  const opened = isPlain ? text : openedBody(bodyKey, text)
  return end(opened === null ? silence('garbled') : { is: 'answer', body: opened })
}
