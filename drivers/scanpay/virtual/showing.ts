import { logNo, returnsOf, type Order, type PlatformState, type Returned } from './state.ts'
import { beijingText } from './time.ts'

/** Orders and returns as answers have them. All money is fen as text, but for the counter’s, which is a number. */

export const payOrderNo = ({ tradeNo }: Order): string => `${tradeNo.slice(0, 8)}11${tradeNo.slice(-12)}`

export const numbersOf = ({ number, tradeNo }: Order | Returned) => ({
  ...{ out_trade_no: number, trade_no: tradeNo, log_no: logNo({ tradeNo }) },
})

export function moneyOf(state: PlatformState, order: Order) {
  const gift = order.times > 0 ? order.amount - order.paid : 0
  const account = order.payer === null ? undefined : state.accounts.get(order.payer)
  return {
    ...{ total_amount: String(order.amount), payer_amount: String(order.times > 0 ? order.paid : order.amount) },
    // What a wallet adds is its own money: the shop gets the whole.
    ...{ acc_settle_amount: String(order.amount), acc_mdiscount_amount: '0', acc_discount_amount: String(gift) },
    ...{ acc_other_discount_amount: '0', account_type: order.wallet ?? '', acc_trade_no: order.accTradeNo },
    ...{
      trade_time: beijingText(order.paidMs ?? order.madeMs),
      bank_type: '',
      card_type: account?.customer.card ?? '',
    },
    ...{ user_id1: order.payer === null ? '' : `${order.payer}***`, user_id2: '', remark: '' },
  }
}

const DESCRIBED: Readonly<Record<Order['state'], string>> = {
  ...{ INIT: '待支付', DEAL: '交易处理中', SUCCESS: '交易成功', FAIL: '交易失败', CLOSE: '订单关闭' },
  ...{ PART_REFUND: '部分退款', REFUND: '全部退款', REVOKED: '订单撤销' },
}
/** A query calls what was revoked refunded. */
const stateSaid = ({ state }: Order): string => (state === 'REVOKED' ? 'REFUND' : state)

export const orderShown = (state: PlatformState, order: Order) => ({
  ...{ ...numbersOf(order), ...moneyOf(state, order) },
  ...{ trade_main_type: order.kind === 'micropay' ? 'MICROPAY' : 'PREORDER', trade_state: stateSaid(order) },
  trade_state_desc: DESCRIBED[order.state],
})

export function returnShown(state: PlatformState, returned: Returned) {
  const order = state.orders.get(returned.of)
  return {
    ...{ ...numbersOf(returned), trade_main_type: returned.kind === 'revoked' ? 'CANCEL' : 'REFUND' },
    ...{ trade_state: returned.state, trade_state_desc: DESCRIBED[returned.state] },
    // A revocation is of the whole, even where there was nothing to give back.
    total_amount: String(returned.kind === 'revoked' && order ? order.amount : returned.amount),
    ...{ payer_amount: String(returned.paid) },
    ...{ account_type: order?.wallet ?? '', acc_trade_no: order?.accTradeNo ?? '', ...originOf(order) },
    trade_time: beijingText(returned.madeMs),
  }
}

export const originOf = (order: Order | undefined) =>
  order && {
    ...{ origin_trade_no: order.tradeNo, origin_out_trade_no: order.number, origin_log_no: logNo(order) },
  }

/** 0 to be paid, 2 paid, 4 its time was over, 6 all given back, 7 closed. */
function counterStatus({ state, closedMs, expiresMs }: Order): string {
  if (state === 'INIT') return '0'
  if (state === 'CLOSE') return closedMs !== null && closedMs === expiresMs ? '4' : '7'
  return state === 'REFUND' ? '6' : '2'
}

export const counterNames = (order: Order) => ({
  ...{ out_order_no: order.number, pay_order_no: payOrderNo(order), order_status: counterStatus(order) },
})

export function counterShown(state: PlatformState, order: Order) {
  const { wallet, accTradeNo, paidMs, paid, amount } = order
  const trade = {
    ...{ trade_no: order.tradeNo, log_no: logNo(order), trade_type: 'PAY', trade_status: 'S', busi_type: 'SCPAY' },
    ...{ trade_amount: amount, payer_amount: paid, acc_trade_no: accTradeNo, pay_mode: wallet ?? '' },
    trade_time: paidMs === null ? '' : beijingText(paidMs),
  }
  return {
    ...{ ...counterNames(order), total_amount: amount, order_create_time: beijingText(order.madeMs) },
    order_trade_info_list: order.times > 0 ? [trade, ...returnsOf(state, order).map(refundShown)] : [],
  }
}

const refundShown = ({ tradeNo, state, amount, paid, madeMs }: Returned) => ({
  ...{
    trade_no: tradeNo,
    log_no: logNo({ tradeNo }),
    trade_type: 'REFUND',
    trade_status: state === 'DEAL' ? 'P' : state.slice(0, 1),
  },
  ...{ trade_amount: amount, payer_amount: paid, trade_time: beijingText(madeMs) },
})
