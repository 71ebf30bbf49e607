import { answerOf, BAD_GATEWAY, type HttpAnswer, type Said } from './answering.ts'
import { counterQuery, query } from './asking.ts'
import { said, type Deciding, type PlatformParts } from './facts.ts'
import { formTrouble, openEnvelope, type Data } from './form.ts'
import { isEncrypted, kindOf, type Kind } from './kinds.ts'
import { befalls, type Mood } from './moods.ts'
import { settled } from './moving.ts'
import { counterCreate, micropay, preorder } from './paying.ts'
import { REFUSALS, type Refusal } from './refusals.ts'
import { openBody } from './sealed-body.ts'
import { checkStamp } from './stamp.ts'
import type { PlatformState } from './state.ts'
import { close, counterClose, refund, revoked, unifiedQuery, unifiedRefund } from './undoing.ts'

export interface PlatformRequest {
  readonly path: string
  /** Their names in any case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
  readonly nowMs: number
  readonly mood: Mood | null
}
export interface PlatformTurn {
  readonly state: PlatformState
  /** Null: it says nothing. */
  readonly answer: HttpAnswer | null
}

const DECIDING: Readonly<Record<Kind, Deciding>> = {
  ...{ micropay, preorder, query, close, revoked, refund },
  ...{ 'unified-refund': unifiedRefund, 'unified-query': unifiedQuery },
  ...{ 'counter-create': counterCreate, 'counter-query': counterQuery, 'counter-close': counterClose },
}
const OFF_MS = 600_000

export function takeRequest(parts: PlatformParts, before: PlatformState, request: PlatformRequest): PlatformTurn {
  const { path, nowMs } = request
  const mood = request.mood !== null && befalls(request.mood, path) ? request.mood : null
  if (mood === 'lost-request') return { state: before, answer: null }
  if (mood === 'bad-gateway') return { state: before, answer: BAD_GATEWAY }
  const atMs = nowMs + (mood === 'clock-ahead' ? OFF_MS : mood === 'clock-behind' ? -OFF_MS : 0)
  const numbered = { ...before, numbered: before.numbered + 1 }
  const { state, told } = heard(parts, numbered, { ...request, mood, atMs })
  if (mood === 'no-answer') return { state, answer: null }
  if (mood === 'bad-gateway-done') return { state, answer: BAD_GATEWAY }
  return { state, answer: answerOf(parts, { atMs, number: numbered.numbered, mood }, told) }
}

interface Coming extends PlatformRequest {
  /** By the platform’s clock. */
  readonly atMs: number
}
interface Heard {
  readonly state: PlatformState
  readonly told: Said
}

const refusal = (state: PlatformState, why: Refusal, detail = '', status = 200): Heard => {
  const [code, message] = REFUSALS[why]
  const told = { status, isSealed: false, code, message: detail === '' ? message : `${message}: ${detail}`, data: null }
  return { state, told }
}

/** Signature first, then form, then what it is about. */
function heard(parts: PlatformParts, before: PlatformState, coming: Coming): Heard {
  const { path, body, atMs } = coming
  const { merchant, skewMs } = parts
  const kind = kindOf(path)
  if (kind === null) return refusal(before, 'no-such-path', '', 404)
  const header = headerIn(coming, 'authorization')
  const state = checkStamp(before, { header, body, signer: merchant, skewMs, nowMs: atMs })
  if (typeof state === 'string') return refusal(before, state, '', 401)
  if (!/^application\/json\b/i.test(headerIn(coming, 'content-type') ?? '')) return refusal(state, 'form', 'type')
  const clear = isEncrypted(path) ? merchant.sm4 && openBody(merchant.sm4, body) : body
  const data = openEnvelope(clear && parsed(clear), { appid: merchant.appid, skewMs, nowMs: atMs })
  if (typeof data === 'string') return refusal(state, 'form', data)
  const wrong = formTrouble(kind, data) ?? (isClearName(path, data) ? 'identity_info' : null)
  if (wrong !== null) return refusal(state, 'form', wrong)
  return about(parts, state, { ...coming, kind, data })
}

/** Someone’s name is not for a body that is not encrypted. */
const isClearName = (path: string, data: Data): boolean => Object.hasOwn(data, 'identity_info') && !isEncrypted(path)

function headerIn({ headers }: PlatformRequest, name: string): string | undefined {
  return Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1]
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body))
  } catch {
    return null
  }
}

interface Read extends Coming {
  readonly kind: Kind
  readonly data: Data
}

function about(parts: PlatformParts, before: PlatformState, { kind, data, mood, nowMs, path }: Read): Heard {
  const { merchant } = parts
  if (said(data, 'merchant_no') !== merchant.number) return refusal(before, 'no-merchant')
  const terminal = said(data, 'term_no')
  if (terminal !== '' && !merchant.terminals.includes(terminal)) return refusal(before, 'no-terminal')
  if (mood === 'disabled') return refusal(before, 'merchant-disabled')
  const facts = { parts, data, nowMs, mood }
  const decide = (state: PlatformState): Heard => {
    const end = DECIDING[kind](state, facts)
    if (typeof end === 'string') return refusal(state, end)
    const isSealed = isEncrypted(path) && parts.sealsAnswers
    const told = { status: 200, isSealed, code: end.code, message: end.message, data: end.data }
    return { state: end.state, told: { ...told, data: told.data && { merchant_no: merchant.number, ...told.data } } }
  }
  const once = decide(settled(before, nowMs))
  return mood === 'duplicate' ? decide(once.state) : once
}
