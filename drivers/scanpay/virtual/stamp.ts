import { createHash, sign, verify, type KeyObject } from 'node:crypto'
import type { Refusal } from './refusals.ts'
import type { PlatformState } from './state.ts'

/** Who signed a request, when, and how: the header Authorization, read by name in any order. */
export interface Stamp {
  readonly appid: string
  readonly serial: string
  /** Unix seconds, as they were written. */
  readonly timestamp: string
  readonly nonce: string
  readonly signature: Uint8Array
}

const SCHEME = 'LKLAPI-SHA256withRSA '
const NAMES = ['appid', 'serial_no', 'timestamp', 'nonce_str', 'signature']
const BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Null for what is not exactly that. */
export function readAuthorization(text: string): Stamp | null {
  if (!text.startsWith(SCHEME)) return null
  const said = new Map<string, string>()
  for (const part of text.slice(SCHEME.length).split(',')) {
    const [, name = '', value = ''] = /^([a-z_]+)="([^"]+)"$/.exec(part) ?? []
    if (!NAMES.includes(name) || said.has(name)) return null
    said.set(name, value)
  }
  const [appid = '', serial = '', timestamp = '', nonce = '', signature = ''] = NAMES.map((name) => said.get(name))
  const isWhole = appid !== '' && serial !== '' && /^\d{10}$/.test(timestamp) && /^[\x21-\x7e]{1,32}$/.test(nonce)
  if (!isWhole || !BASE64.test(signature)) return null
  return { appid, serial, timestamp, nonce, signature: Buffer.from(signature, 'base64') }
}

type Lines = readonly [appid: string, serial: string, timestamp: string, nonce: string]
/** Five lines, each with its end. The body is the bytes that go over the line. */
const signedBytes = (lines: Lines, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(lines.map((line) => `${line}\n`).join('')), body, Buffer.from('\n')])

/** Whom the platform knows: an app, its certificate’s number, and the key in that certificate. */
export interface Signer {
  readonly appid: string
  readonly serial: string
  readonly key: KeyObject
}

export interface StampCheck {
  readonly header: string | undefined
  readonly body: Uint8Array
  readonly signer: Signer
  readonly skewMs: number
  readonly nowMs: number
}

/** The books with its nonce in them, or why it is not believed. */
export function checkStamp(state: PlatformState, check: StampCheck): PlatformState | Refusal {
  const { header, body, signer, skewMs, nowMs } = check
  const stamp = header === undefined ? null : readAuthorization(header)
  if (!stamp) return 'unsigned'
  const { appid, serial, timestamp, nonce, signature } = stamp
  if (appid !== signer.appid || serial !== signer.serial) return 'wrong-signature'
  const bytes = signedBytes([appid, serial, timestamp, nonce], body)
  if (!verify('sha256', bytes, signer.key, signature)) return 'wrong-signature'
  const isOld = (seconds: number): boolean => Math.abs(seconds * 1_000 - nowMs) > skewMs
  if (isOld(Number(timestamp))) return 'wrong-time'
  if (state.nonces.has(nonce)) return 'used-nonce'
  const nonces = new Map([...state.nonces].filter(([, seconds]) => !isOld(seconds)))
  return { ...state, nonces: nonces.set(nonce, Number(timestamp)) }
}

/** The headers that go with an answer; the number makes its nonce. */
export function stampOf({ appid, serial, key }: Signer, body: Uint8Array, { number, atMs }: StampTime) {
  const nonce = createHash('sha256').update(`${serial} ${number}`).digest('hex').slice(0, 32)
  const timestamp = String(Math.floor(atMs / 1_000))
  const signature = sign('sha256', signedBytes([appid, serial, timestamp, nonce], body), key)
  return {
    ...{ 'Lklapi-Appid': appid, 'Lklapi-Serial': serial, 'Lklapi-Timestamp': timestamp, 'Lklapi-Nonce': nonce },
    ...{ 'Lklapi-Signature': signature.toString('base64'), 'Lklapi-Traceid': `T${String(number).padStart(15, '0')}` },
  }
}
interface StampTime {
  readonly number: number
  readonly atMs: number
}
