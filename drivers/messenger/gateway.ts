import { failed, OF_TLS, type Message, type Sending } from './port.ts'
import { createHmac } from 'node:crypto'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'

/**
 * A company's gateway for SMS, as data: gateways differ in names, hardly in kind. Texts may hold `{phone}`, `{text}`,
 * `{id}` and `{time}` (seconds since 1970), and what is signed also `{body}`.
 */
export interface Gateway {
  /** `https`, or `http` on this very machine. */
  readonly url: string
  readonly body: { readonly is: 'json'; readonly value: Json } | { readonly is: 'form'; readonly fields: Texts }
  readonly headers: Texts
  /** How the key is used: sent as a bearer token, or to sign with, which does not send it. */
  readonly auth:
    | { readonly is: 'bearer' }
    | { readonly is: 'hmac-sha256'; readonly header: string; readonly of: string; readonly as: 'hex' | 'base64' }
  /** What an answer is when it took the message: its status, and a value in its JSON, `path` from the top by dots. */
  readonly success: { readonly status: number; readonly path: string; readonly equals: string }
}
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
type Texts = Readonly<Record<string, string>>

/** An answer is a line or two; one that is longer is not read to its end. */
const ANSWER_BYTES_MAX = 65_536

/** Hands one SMS over; gives up when it is told to. `nowMs`: the time of day, which gateways sign against replay. */
export async function sendSms(
  gateway: Gateway,
  key: string,
  { id, to, text }: Message,
  { nowMs, signal }: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<Sending> {
  const values = { phone: to.address, text, id, time: String(Math.floor(nowMs / 1000)) }
  const { body, type } = bodyOf(gateway.body, values)
  const headers = {
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
    ...Object.fromEntries(Object.entries(gateway.headers).map(([name, value]) => [name, filled(value, values)])),
    ...authOf(gateway.auth, key, { ...values, body }),
  }
  try {
    return judge(gateway.success, await post(gateway.url, headers, body, signal))
  } catch (cause) {
    return notHeard(cause, signal)
  }
}

interface Values {
  readonly phone: string
  readonly text: string
  readonly id: string
  readonly time: string
  readonly body?: string
}

/** In one go: what a value holds is never taken for a placeholder. */
const filled = (template: string, values: Values): string =>
  template.replace(/\{(phone|text|id|time|body)\}/g, (_, name: keyof Values) => values[name] ?? '')

function filledIn(json: Json, values: Values): Json {
  if (typeof json === 'string') return filled(json, values)
  if (typeof json !== 'object' || json === null) return json
  if (isList(json)) return json.map((each) => filledIn(each, values))
  return Object.fromEntries(Object.entries(json).map(([name, inner]) => [name, filledIn(inner, values)]))
}
const isList = (json: Json): json is readonly Json[] => Array.isArray(json)

function bodyOf(body: Gateway['body'], values: Values): { readonly body: string; readonly type: string } {
  if (body.is === 'json') {
    return { body: JSON.stringify(filledIn(body.value, values)), type: 'application/json; charset=utf-8' }
  }
  const fields = Object.entries(body.fields).map(([name, value]): [string, string] => [name, filled(value, values)])
  return { body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded; charset=utf-8' }
}

function authOf(auth: Gateway['auth'], key: string, values: Values): Texts {
  if (auth.is === 'bearer') return { authorization: `Bearer ${key}` }
  return { [auth.header]: createHmac('sha256', key).update(filled(auth.of, values)).digest(auth.as) }
}

interface Answer {
  readonly status: number
  readonly text: string
}

/** One request on a connection of its own; redirects are not followed, since nobody vouched for where they lead. */
function post(url: string, headers: Texts, body: string, signal: AbortSignal): Promise<Answer> {
  const options = { method: 'POST', headers, signal, agent: false as const }
  return new Promise((resolve, reject) => {
    const heard = (response: IncomingMessage) => {
      readWhole(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject)
    }
    const request = url.startsWith('https:') ? requestHttps(url, options, heard) : requestHttp(url, options, heard)
    request.once('error', reject)
    request.end(body)
  })
}

async function readWhole(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  // Of a response without an encoding each piece is bytes.
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > ANSWER_BYTES_MAX) return ''
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

const NOT_FOR_US = [401, 403]
const NOT_NOW = [429, 502, 503, 504]

function judge({ status, path, equals }: Gateway['success'], answer: Answer): Sending {
  const found = `HTTP ${answer.status}`
  if (NOT_FOR_US.includes(answer.status)) return failed('auth', found)
  if (NOT_NOW.includes(answer.status)) return failed('unreachable', found)
  if (answer.status !== status) return failed('refused', found)
  return valueAt(answer.text, path) === equals ? 'sent' : failed('refused', `${found}, ${path} is not ${equals}`)
}

/** The text of a plain value; null where there is none. */
function valueAt(text: string, path: string): string | null {
  try {
    let at: unknown = JSON.parse(text)
    for (const name of path.split('.')) {
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return null
      at = (at as Record<string, unknown>)[name] // it has it
    }
    return typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean' ? String(at) : null
  } catch {
    // Not JSON, or cut off: it did not say that it took the message.
    return null
  }
}

function notHeard(cause: unknown, signal: AbortSignal): Sending {
  const { code = 'no code' } = cause as { code?: string } // an Error of Node's, whose code may be missing
  if (signal.aborted) return failed('timeout', code)
  return failed(OF_TLS.test(code) ? 'insecure' : 'unreachable', code)
}
