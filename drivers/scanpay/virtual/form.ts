import type { Kind } from './kinds.ts'
import { readBeijing } from './time.ts'

export type Data = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text =
  (max: number): Check =>
  (value) =>
    typeof value === 'string' && value.length > 0 && value.length <= max
/** One that need not be there may be empty. */
const maybe =
  (max: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= max
const like =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value)
/** Digits, no more than twelve, no nought before them, and of nothing there is no order. */
const fen = like(/^[1-9]\d{0,11}$/)
const number = like(/^[\x21-\x7e]{1,32}$/)
const moment: Check = (value) => typeof value === 'string' && readBeijing(value) !== null

/** Where the till stands. */
const place: Check = (value) =>
  isData(value) &&
  Object.keys(value).every((name) => ['request_ip', 'base_station', 'location'].includes(name)) &&
  text(64)(value['request_ip']) &&
  (value['base_station'] === undefined || maybe(128)(value['base_station'])) &&
  (value['location'] === undefined || like(/^(?=.{1,32}$)[+-]\d+\.\d+,[+-]\d+\.\d+$/)(value['location']))

interface Shape {
  readonly must: Readonly<Record<string, Check>>
  readonly may: Readonly<Record<string, Check>>
  /** Of these, so many at least. */
  readonly some?: readonly [atLeast: number, ...names: string[]]
}

const WHO = { merchant_no: text(32), term_no: text(32) }
const ORDER = { ...WHO, out_trade_no: number, total_amount: fen, location_info: place }
const ORDER_MAY = {
  ...{ busi_mode: maybe(8), subject: maybe(42), pay_order_no: maybe(64), notify_url: maybe(128) },
  ...{ settle_type: maybe(4), remark: maybe(128), acc_busi_fields: isData, identity_info: text(1_024) },
}
const UNIFIED = { merchant_no: text(15), term_no: text(8), out_trade_no: number }
const ORIGIN = { origin_out_trade_no: number, origin_trade_no: number }
const COUNTER_NAMES = { out_order_no: number, pay_order_no: number }
const YES_OR_NO = like(/^[01]$/)

const SHAPES: Readonly<Record<Kind, Shape>> = {
  micropay: {
    must: { ...ORDER, auth_code: text(32) },
    may: { ...ORDER_MAY, scan_type: like(/^[012]?$/) },
  },
  preorder: {
    must: { ...ORDER, account_type: text(32), trans_type: like(/^(41|51|61|71|81)$/) },
    may: ORDER_MAY,
  },
  query: {
    must: WHO,
    may: { out_trade_no: number, trade_no: number, trade_req_date: like(/^\d{8}$/) },
    some: [1, 'out_trade_no', 'trade_no'],
  },
  close: { must: { ...WHO, location_info: place }, may: ORIGIN, some: [1, ...Object.keys(ORIGIN)] },
  revoked: {
    must: { ...WHO, out_trade_no: number, location_info: place },
    may: ORIGIN,
    some: [1, ...Object.keys(ORIGIN)],
  },
  refund: {
    must: { ...WHO, out_trade_no: number, refund_amount: fen, location_info: place },
    may: { ...ORIGIN, refund_reason: maybe(32), origin_log_no: like(/^\d{14}$/) },
    some: [1, ...Object.keys(ORIGIN), 'origin_log_no'],
  },
  'unified-refund': {
    must: { ...UNIFIED, refund_amount: fen, location_info: place },
    may: {
      ...{ ...ORIGIN, refund_reason: maybe(32), origin_log_no: like(/^\d{14}$/), refund_amt_sts: maybe(2) },
      ...{ refund_acc_mode: like(/^(00|05|06|30)$/), notify_url: maybe(128) },
    },
    some: [1, ...Object.keys(ORIGIN), 'origin_log_no'],
  },
  'unified-query': { must: UNIFIED, may: {} },
  'counter-create': {
    must: { merchant_no: text(32), out_order_no: number, total_amount: fen, order_efficient_time: moment },
    may: {
      ...{ vpos_id: maybe(64), channel_id: maybe(64), notify_url: maybe(128), callback_url: maybe(128) },
      ...{ support_cancel: YES_OR_NO, support_refund: YES_OR_NO, support_repeat_pay: YES_OR_NO },
      ...{ busi_type_param: text(1_024), counter_param: isData, order_info: maybe(64), term_no: text(32) },
    },
  },
  'counter-query': {
    must: { merchant_no: text(32) },
    may: COUNTER_NAMES,
    some: [1, ...Object.keys(COUNTER_NAMES)],
  },
  'counter-close': {
    must: { merchant_no: text(32) },
    may: COUNTER_NAMES,
    some: [1, ...Object.keys(COUNTER_NAMES)],
  },
}

/** What is wrong with what is asked, by its name: missing, misshapen, or nothing that belongs there. */
export function formTrouble(kind: Kind, data: Data): string | null {
  const { must, may, some } = SHAPES[kind]
  const names = Object.keys(data)
  const stranger = names.find((name) => !Object.hasOwn(must, name) && !Object.hasOwn(may, name))
  if (stranger !== undefined) return stranger
  const wrong =
    Object.entries(must).find(([name, check]) => !check(data[name])) ??
    Object.entries(may).find(([name, check]) => names.includes(name) && !check(data[name]))
  if (wrong) return wrong[0]
  if (!some) return null
  const [atLeast, ...of] = some
  return of.filter((name) => names.includes(name)).length < atLeast ? of.join('|') : null
}

interface Envelope {
  readonly appid: string
  readonly skewMs: number
  readonly nowMs: number
}
const OUTER = ['req_time', 'version', 'out_org_code', 'req_data']

/** What stands in the envelope, or by its name what is wrong with it. */
export function openEnvelope(sent: unknown, { appid, skewMs, nowMs }: Envelope): Data | string {
  if (!isData(sent)) return 'body'
  const stranger = Object.keys(sent).find((name) => !OUTER.includes(name))
  if (stranger !== undefined) return stranger
  const { req_time: time, version, out_org_code: organisation, req_data: data } = sent
  const atMs = typeof time === 'string' ? readBeijing(time) : null
  if (atMs === null || Math.abs(atMs - nowMs) > skewMs) return 'req_time'
  if (version !== '3.0') return 'version'
  if (organisation !== undefined && organisation !== appid) return 'out_org_code'
  return isData(data) ? data : 'req_data'
}
