import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { booksOf } from '#drivers/scanpay/virtual/books'
import { customerActs, type Act } from '#drivers/scanpay/virtual/customer'
import { TEST_CUSTOMERS } from '#drivers/scanpay/virtual/customers'
import type { PlatformParts } from '#drivers/scanpay/virtual/facts'
import { PATHS } from '#drivers/scanpay/virtual/kinds'
import type { Mood } from '#drivers/scanpay/virtual/moods'
import { newPlatformState } from '#drivers/scanpay/virtual/state'
import { beijingText } from '#drivers/scanpay/virtual/time'
import { takeRequest } from '#drivers/scanpay/virtual/twin'

/** A merchant of the platform, with keys that are made with the first use, and their requests written by hand. */
export const [MERCHANT, TERMINAL, APPID, SERIAL] = ['82200000000000A', 'A1000001', 'OP00000001', '0171']
export const NOW_MS = Date.UTC(2026, 10, 26, 2, 30)
export const SM4_KEY = Uint8Array.from(Buffer.from('0123456789abcdeffedcba9876543210', 'hex'))

interface Keys {
  readonly merchant: KeyObject
  readonly platform: KeyObject
}
let made: Keys | null = null
const rsa = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
export const keys = (): Keys => (made ??= { merchant: rsa(), platform: rsa() })

export const platformParts = (own: Partial<PlatformParts> = {}): PlatformParts => ({
  merchant: {
    ...{ appid: APPID, serial: SERIAL, key: createPublicKey(keys().merchant), number: MERCHANT },
    ...{ terminals: [TERMINAL], sm4: SM4_KEY },
  },
  platform: { serial: '0199', key: keys().platform },
  ...{ skewMs: 300_000, revokesSameDay: true, barsUndone: true, sealsAnswers: false, ...own },
})

export const WHERE = { request_ip: '127.0.0.1', location: '+31.221345,+121.123450' }
export const WHO = { merchant_no: MERCHANT, term_no: TERMINAL }
export const SIGNED_AS = ['appid', 'serial_no', 'timestamp', 'nonce_str', 'signature'] as const
export type Stamped = Record<(typeof SIGNED_AS)[number], string>

/** What the header says, signed over exactly those bytes. */
export function stamped(body: Uint8Array, nowMs: number, nonce: string, key = keys().merchant): Stamped {
  const timestamp = String(Math.floor(nowMs / 1_000))
  const head = `${APPID}\n${SERIAL}\n${timestamp}\n${nonce}\n`
  const signature = sign('sha256', Buffer.concat([Buffer.from(head), body, Buffer.from('\n')]), key)
  return { appid: APPID, serial_no: SERIAL, timestamp, nonce_str: nonce, signature: signature.toString('base64') }
}
export const authorization = (stamp: Partial<Stamped>, order: readonly (keyof Stamped)[] = SIGNED_AS): string =>
  `LKLAPI-SHA256withRSA ${order.map((name) => `${name}="${stamp[name] ?? ''}"`).join(',')}`

export const enveloped = (data: object, nowMs: number, own: object = {}): Buffer =>
  Buffer.from(JSON.stringify({ req_time: beijingText(nowMs), version: '3.0', req_data: data, ...own }))

export type Path = keyof typeof PATHS
export const [MICROPAY, PREORDER, QUERY] = [
  ...(['/api/v3/labs/trans/micropay', '/api/v3/labs/trans/preorder', '/api/v3/labs/query/tradequery'] as const),
]
export const [CLOSE, REVOKED, REFUND] = [
  ...(['/api/v3/labs/relation/close', '/api/v3/labs/relation/revoked', '/api/v3/labs/relation/refund'] as const),
]
const UNIFIED = '/api/v3/rfd/refund_front/'
export const [UNIFIED_REFUND, UNIFIED_QUERY] = [`${UNIFIED}refund`, `${UNIFIED}refund_query`] as const
const COUNTER = '/api/v3/ccss/counter/order/'
export const [CREATE, COUNTER_QUERY, COUNTER_CLOSE] = [
  ...([`${COUNTER}special_create`, `${COUNTER}query`, `${COUNTER}close`] as const),
]

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly code: string
  readonly message: string
  readonly data: Readonly<Record<string, unknown>>
}
interface Sending {
  readonly mood?: Mood | null
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly envelope?: object
}

/** What an answer says; null for silence. */
export function answeredIn(answer: ReturnType<typeof takeRequest>['answer']): Answered | null {
  if (answer === null) return null
  let sent: { code?: string; msg?: string; resp_data?: Answered['data'] | null } = {}
  try {
    sent = JSON.parse(Buffer.from(answer.body).toString()) as typeof sent // a test reads only what the twin writes
  } catch {
    // Not from the platform, or garbage: it says nothing.
  }
  return { ...answer, code: sent.code ?? '', message: sent.msg ?? '', data: sent.resp_data ?? {} }
}

/** A till that signs what it says, before the twin as one function. */
export function till(own: Partial<PlatformParts> = {}) {
  const parts = platformParts(own)
  let state = newPlatformState(Object.values(TEST_CUSTOMERS))
  let [nowMs, nonces] = [NOW_MS, 0]
  const say = (path: string, data: object, sending: Sending = {}): Answered | null => {
    const body = sending.body ?? enveloped(data, nowMs, sending.envelope)
    const signed = authorization(stamped(body, nowMs, `nonce${++nonces}`))
    const headers = { Authorization: signed, 'Content-Type': 'application/json', ...sending.headers }
    const turn = takeRequest(parts, state, { path, headers, body, nowMs, mood: sending.mood ?? null })
    state = turn.state
    return answeredIn(turn.answer)
  }
  const codeOf = (path: string, data: object, mood: Mood | null = null) => say(path, data, { mood })?.code ?? null
  const order = (number: string, fen: number) => ({
    ...{ ...WHO, out_trade_no: number, total_amount: String(fen), location_info: WHERE, subject: '商品' },
  })
  return {
    ...{ say, parts, state: () => state, books: () => booksOf(state) },
    pass: (ms: number) => (nowMs += ms),
    now: () => nowMs,
    pay: (number: string, fen: number, code: string, mood: Mood | null = null) =>
      codeOf(MICROPAY, { ...order(number, fen), auth_code: code }, mood),
    show: (number: string, fen: number, mood: Mood | null = null, more: object = {}) =>
      codeOf(PREORDER, { ...order(number, fen), account_type: 'ALIPAY', trans_type: '41', ...more }, mood),
    counter: (number: string, fen: number, minutes = 5, mood: Mood | null = null) => {
      const until = beijingText(nowMs + minutes * 60_000)
      const data = { merchant_no: MERCHANT, out_order_no: number, total_amount: String(fen) }
      return codeOf(CREATE, { ...data, order_efficient_time: until }, mood)
    },
    query: (number: string) => {
      const answer = say(QUERY, { ...WHO, out_trade_no: number })
      return answer?.code === 'BBS00000' ? answer.data['trade_state'] : answer?.code
    },
    counterQuery: (number: string) => say(COUNTER_QUERY, { merchant_no: MERCHANT, out_order_no: number })?.data,
    close: (number: string, mood: Mood | null = null) =>
      codeOf(CLOSE, { ...WHO, origin_out_trade_no: number, location_info: WHERE }, mood),
    revoke: (number: string, of: string, mood: Mood | null = null) =>
      codeOf(REVOKED, { ...WHO, out_trade_no: number, origin_out_trade_no: of, location_info: WHERE }, mood),
    refund: (number: string, of: string, fen: number, mood: Mood | null = null) => {
      const { tradeNo } = state.orders.get(of) ?? {}
      const data = { ...WHO, out_trade_no: number, origin_out_trade_no: of, location_info: WHERE }
      return codeOf(
        REFUND,
        { ...data, ...(tradeNo !== undefined && { origin_trade_no: tradeNo }), refund_amount: String(fen) },
        mood,
      )
    },
    /** What it says: its code, and how it stands. */
    unified: (number: string, of: string, fen: number, mood: Mood | null = null) => {
      const { tradeNo = '' } = state.orders.get(of) ?? {}
      const names = { out_trade_no: number, origin_trade_no: tradeNo, origin_log_no: tradeNo.slice(-14) }
      const data = { ...WHO, ...names, refund_amount: String(fen), location_info: WHERE }
      const answer = say(UNIFIED_REFUND, data, { mood })
      return [answer?.code, answer?.data['trade_state']]
    },
    unifiedQuery: (number: string, mood: Mood | null = null) => {
      const answer = say(UNIFIED_QUERY, { ...WHO, out_trade_no: number }, { mood })
      return answer?.code === '000000' ? answer.data['trade_state'] : answer?.code
    },
    acts: (act: Act) => {
      const acted = customerActs(state, act, nowMs)
      state = acted.state
      return acted.why
    },
  }
}
export type Till = ReturnType<typeof till>
