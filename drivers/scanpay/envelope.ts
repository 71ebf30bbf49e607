import { z } from 'zod'
import { verdictOf, type Codes, type Family, type FailureClass } from './codes.ts'
import type { Transport } from './transport.ts'
import type { Clock } from '../clock/port.ts'

/** Requests and answers as the platform’s JSON has them, whatever they are about. */
const VERSION = '3.0'
const BEIJING_MS = 8 * 3_600_000

/** Date and time as the platform writes them: `yyyyMMddHHmmss` in Beijing, which is eight hours before UTC all year. */
export const beijingTime = (nowMs: number): string =>
  new Date(nowMs + BEIJING_MS).toISOString().replace(/\D/g, '').slice(0, 14)

/** Whole fen, without decimals, of 12 digits at most. */
export const FenText = z.string().regex(/^(0|[1-9]\d{0,11})$/)
export const SomeFenText = z.string().regex(/^[1-9]\d{0,11}$/)
/** Of so many characters at most, and no controls among them. */
export const words = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u)

/** One thing that is asked of the platform. */
export interface Operation<Value> {
  readonly path: string
  readonly family: Family
  /** Null where what it was to be made of is not what the platform takes: it is not sent. */
  readonly data: object | null
  /** What an answer repeats of the request, where it does: one about anything else is none to it. */
  readonly echo: Readonly<Record<string, string>>
  /** Of the data of a success; null where it can not be believed. `'open'`: it says itself that it is none. */
  readonly read: (data: object) => Value | 'open' | null
}

export type Said<Value> =
  | { readonly is: 'done'; readonly value: Value }
  | { readonly is: 'failed'; readonly code: string; readonly why: FailureClass }
  | { readonly is: 'open' | 'unknown' | 'not-sent' }

/** A refusal as a decline tells it: its class, and the platform’s code. */
export const whyOf = ({ why, code }: Extract<Said<unknown>, { is: 'failed' }>): string => `${why} ${code}`

export interface Talk {
  readonly transport: Transport
  readonly clock: Clock
  readonly party: Party
  readonly codes: Codes
}

/** Who asks, and where from. */
export interface Party {
  readonly appid: string
  readonly merchant: string
  readonly terminal: string
  /** Its network address is demanded; `location`: latitude and longitude, `+31.221345,+121.12345`. */
  readonly place: { readonly ip: string; readonly location: string | null; readonly baseStation: string | null }
}

export async function ask<Value>(
  { transport, clock, party, codes }: Talk,
  operation: Operation<Value>,
  noMore: AbortSignal,
): Promise<Said<Value>> {
  const { path, data } = operation
  if (data === null) return { is: 'not-sent' }
  const body = JSON.stringify({
    ...{ req_time: beijingTime(clock.nowMs()), version: VERSION, out_org_code: party.appid, req_data: data },
  })
  const exchanged = await transport.exchange({ path, body }, noMore)
  if (exchanged.is === 'answer') return saidIn(exchanged.body, operation, codes)
  return { is: exchanged.is === 'not-sent' ? 'not-sent' : 'unknown' }
}

/** What a signed answer says about what was asked. */
export function saidIn<Value>(body: string, { family, echo, read }: Operation<Value>, codes: Codes): Said<Value> {
  const envelope = readEnvelope(body)
  if (!envelope || contradicts(envelope.data, echo)) return { is: 'unknown' }
  const verdict = verdictOf(codes, family, envelope.code)
  if (verdict.is === 'failed') return { is: 'failed', code: envelope.code, why: verdict.why }
  if (verdict.is !== 'done') return { is: verdict.is }
  const value = envelope.data && read(envelope.data)
  if (value === null) return { is: 'unknown' }
  return value === 'open' ? { is: 'open' } : { is: 'done', value }
}

/** Names that an answer leaves out, or leaves empty, contradict nothing: what a success must name its reader wants. */
function contradicts(data: object | null, echo: Operation<unknown>['echo']): boolean {
  return Object.entries(data ?? {}).some(
    ([name, value]: [string, unknown]) =>
      Object.hasOwn(echo, name) && value !== echo[name] && value !== null && value !== '',
  )
}

const Envelope = z.object({ code: z.string().regex(/^[0-9A-Za-z]{1,16}$/), resp_data: z.unknown() })

/** Null for what is no answer at all. */
export function readEnvelope(body: string): { readonly code: string; readonly data: object | null } | null {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return null
  }
  const read = Envelope.safeParse(json)
  if (!read.success) return null
  const { code, resp_data: data } = read.data
  return { code, data: typeof data === 'object' && !Array.isArray(data) ? data : null }
}
