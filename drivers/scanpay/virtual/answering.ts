import { type Outcome, type PlatformParts } from './facts.ts'
import type { Data } from './form.ts'
import type { Mood } from './moods.ts'
import { sealBody } from './sealed-body.ts'
import { stampOf } from './stamp.ts'
import { beijingText } from './time.ts'

/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface Said extends Omit<Outcome, 'state'> {
  readonly status: number
  /** The request was encrypted, and its answer is to be. */
  readonly isSealed: boolean
}

interface Answering {
  /** By the clock that the platform has. */
  readonly atMs: number
  readonly number: number
  readonly mood: Mood | null
}

/** Of a proxy before the platform, which has no key. */
export const BAD_GATEWAY: HttpAnswer = {
  status: 502,
  headers: { 'Content-Type': 'text/html' },
  body: Buffer.from('<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>'),
}

const HUGE_BYTES = 8 * 1_024 * 1_024
const GARBAGE = Buffer.from('ff007b22636f6465223a22424253', 'hex')

export function answerOf({ merchant, platform }: PlatformParts, answering: Answering, told: Said): HttpAnswer {
  const { atMs, number, mood } = answering
  const text = JSON.stringify({
    ...{ code: told.code, msg: told.message, resp_time: beijingText(atMs) },
    ...{ resp_data: told.data && twisted(told.data, mood) },
  })
  const plain = mood === 'huge' ? text + ' '.repeat(HUGE_BYTES) : text
  const clear = mood === 'garbage' ? GARBAGE : Buffer.from(plain)
  const body = told.isSealed && merchant.sm4 ? sealBody(merchant.sm4, clear) : clear
  const stamp = stampOf({ appid: merchant.appid, ...platform }, body, { number, atMs })
  const wrong = { ...stamp, 'Lklapi-Signature': changed(stamp['Lklapi-Signature']) }
  const signed = mood === 'no-signature' ? {} : mood === 'bad-signature' ? wrong : stamp
  return { status: told.status, headers: { 'Content-Type': 'application/json;charset=UTF-8', ...signed }, body }
}

/** Another first byte, in the same alphabet. */
const changed = (base64: string): string => (base64.startsWith('A') ? 'B' : 'A') + base64.slice(1)

const NUMBERS = ['out_trade_no', 'out_order_no']
const AMOUNTS = ['total_amount', 'refund_amount', 'payer_amount']
/** The answer of another order, or one fen more. */
function twisted(data: Data, mood: Mood | null): Data {
  if (mood !== 'other-order' && mood !== 'other-amount') return data
  const names = mood === 'other-order' ? NUMBERS : AMOUNTS
  const other = (value: unknown): unknown => {
    if (mood === 'other-order') return typeof value === 'string' ? `${value.slice(0, -1)}${otherEnd(value)}` : value
    return typeof value === 'number' ? value + 1 : String(Number(value) + 1)
  }
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, names.includes(name) ? other(value) : value]),
  )
}
const otherEnd = (number: string): string => (number.endsWith('0') ? '1' : '0')
