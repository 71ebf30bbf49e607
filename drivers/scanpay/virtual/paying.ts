import { said, type Deciding, type Facts, type Outcome } from './facts.ts'
import { isData, type Data } from './form.ts'
import { successCode, type Kind } from './kinds.ts'
import { openOf } from './moods.ts'
import { charged } from './moving.ts'
import { numberTrouble } from './naming.ts'
import { REFUSALS, type Refusal } from './refusals.ts'
import { moneyOf, numbersOf, payOrderNo } from './showing.ts'
import { tradeNoOf, withOrder, type Order, type PlatformState } from './state.ts'
import { beijingDay, readBeijing } from './time.ts'
import { walletOf } from './wallets.ts'

export const done = (kind: Kind, state: PlatformState, data: Data | null): Outcome => ({
  ...{ state, code: successCode(kind), message: '成功', data },
})
export const UNDER_WAY = 'BBS10000'
/** How long a wallet waits for its customer’s password. */
const PASSWORD_MS = 300_000
const MINUTE_MS = 60_000
const MINUTES = 5

function newOrder(state: PlatformState, { data, nowMs }: Facts, own: Partial<Order>): Order {
  return {
    ...{ number: said(data, 'out_trade_no'), kind: 'micropay', amount: Number(said(data, 'total_amount')) },
    ...{ state: 'INIT', waits: null, wallet: null, payer: null, code: null, qr: null, accTradeNo: '' },
    ...{ tradeNo: tradeNoOf(beijingDay(nowMs), state.numbered), paid: 0, fee: 0, times: 0, madeMs: nowMs },
    ...{ paidMs: null, expiresMs: null, closedMs: null, ...own },
  }
}

/** The customer’s code is scanned: paid, refused, or for now nobody knows. */
export const micropay: Deciding = (state, facts) => {
  const { data, nowMs, mood } = facts
  const code = said(data, 'auth_code')
  const wallet = walletOf(code)
  if (wallet === null) return 'bad-code'
  if (wallet === 'WECHAT' && said(data, 'subject') === '') return 'form'
  const taken = numberTrouble(state, said(data, 'out_trade_no'))
  if (taken !== null) return taken
  const payer = code.slice(0, 4)
  const order = newOrder(state, facts, { state: 'DEAL', wallet, payer, code })
  const trouble = codeTrouble(state, code)
  const seen = { ...state, usedCodes: new Set(state.usedCodes).add(code) }
  if (trouble !== null) return failed(seen, order, trouble)
  const open = openOf(mood)
  if (open) {
    const waits = { for: 'queries', left: open.queries, end: open.end } as const
    return underWay(seen, { ...order, waits }, open.code)
  }
  if (state.accounts.get(payer)?.customer.way === 'asks')
    return underWay(seen, { ...order, waits: { for: 'password', untilMs: nowMs + PASSWORD_MS } })
  const paid = charged(seen, order, nowMs)
  return paid === null ? failed(seen, order, 'too-little') : done('micropay', paid, micropayAnswer(paid, order, '0'))
}

function codeTrouble(state: PlatformState, code: string): Refusal | null {
  if (state.usedCodes.has(code)) return 'code-used'
  const way = state.accounts.get(code.slice(0, 4))?.customer.way
  if (way === undefined) return 'bad-code'
  return way === 'expired' ? 'code-expired' : way === 'refused' ? 'declined' : null
}

function micropayAnswer(state: PlatformState, { number }: Order, needQuery: '0' | '1'): Data | null {
  const order = state.orders.get(number)
  return order ? { need_query: needQuery, ...numbersOf(order), ...moneyOf(state, order), acc_resp_fields: {} } : null
}

function failed(state: PlatformState, order: Order, why: Refusal): Outcome {
  const next = withOrder(state, { ...order, state: 'FAIL' })
  const [code, message] = REFUSALS[why]
  return { state: next, code, message, data: micropayAnswer(next, order, '0') }
}

function underWay(state: PlatformState, order: Order, code = UNDER_WAY): Outcome {
  const next = withOrder(state, order)
  return { state: next, code, message: '交易处理中', data: micropayAnswer(next, order, '1') }
}

/** A code to be shown, for one wallet. WeChat has none here that a till could show. */
export const preorder: Deciding = (state, facts) => {
  const { data, nowMs } = facts
  const [wallet, how] = [said(data, 'account_type'), said(data, 'trans_type')]
  const fields = isData(data['acc_busi_fields']) ? data['acc_busi_fields'] : {}
  const minutes = fields['timeout_express'] === undefined ? String(MINUTES) : said(fields, 'timeout_express')
  const isShown = how === '41'
  if (!/^[1-9]\d{0,3}$/.test(minutes) || (!isShown && said(fields, 'user_id') === '')) return 'form'
  if (wallet === 'WECHAT') return isShown ? 'form' : 'wechat-app'
  if (wallet !== 'ALIPAY' && wallet !== 'UQRCODEPAY') return 'no-wallet'
  const taken = numberTrouble(state, said(data, 'out_trade_no'))
  if (taken !== null) return taken
  const bare = newOrder(state, facts, { kind: 'preorder', wallet, expiresMs: nowMs + Number(minutes) * MINUTE_MS })
  const qr = isShown ? `https://qr.test/${wallet.toLowerCase()}/${bare.tradeNo}` : null
  const order = { ...bare, qr }
  return done('preorder', withOrder(state, order), {
    ...{ ...numbersOf(order), out_order_no: order.number, total_amount: String(order.amount) },
    ...{ settle_merchant_no: said(data, 'merchant_no'), settle_term_no: said(data, 'term_no') },
    acc_resp_fields: qr === null ? { prepay_id: order.tradeNo } : { code: qr, code_image: '' },
  })
}

/** A code to be shown, for any wallet. */
export const counterCreate: Deciding = (state, facts) => {
  const { data, nowMs } = facts
  const expiresMs = readBeijing(said(data, 'order_efficient_time'))
  if (expiresMs === null || expiresMs <= nowMs) return 'form'
  const number = said(data, 'out_order_no')
  const taken = numberTrouble(state, number)
  if (taken !== null) return taken
  const bare = newOrder(state, facts, { number, kind: 'counter', expiresMs })
  const order = { ...bare, qr: `https://counter.test/r/${payOrderNo(bare)}` }
  return done('counter-create', withOrder(state, order), {
    ...{ merchant_no: said(data, 'merchant_no'), out_order_no: number, pay_order_no: payOrderNo(order) },
    ...{ counter_url: order.qr },
    ...{ order_efficient_time: said(data, 'order_efficient_time') },
  })
}
