import type { Explained } from './refusals.ts'

const AGAIN = '请再试一次，或换一种方式付款。'
const IT = '请换一种方式付款，并请 IT 处理。'
const FRESH = '请顾客刷新付款码再扫。'
const OTHER_WAY = '请顾客换一种付款方式。'
const ANEW = '请重新收一次。'

/** What a scan payment platform’s no says by itself: the station's own words for it, and the platform's. */
export const scanDeclinesZh = {
  'no-payment-code': { what: '这不是付款码', next: '请顾客打开付款码再扫。' },
  'no-code-to-show': { what: '支付平台没有给出收款码', next: '请扫顾客的付款码，或换一种方式付款。' },
  'code-late': { what: '等了很久，没有扫到付款码', next: AGAIN },
  'no-key': { what: '本机还没有装支付平台的密钥', next: IT },
  'no-holds': { what: '扫码付款不能做预授权', next: '请用银行卡做预授权。' },
  'given-up': { what: '已放弃，查明没有退出去', next: '还要退的话请重新操作。' },
  // What the platform says became of an order (trade_state).
  FAIL: { what: '顾客的钱包没有付成', next: '请顾客换一个钱包，或换一种方式付款。' },
  CLOSE: { what: '这一笔已经关闭，没有付款', next: ANEW },
  REFUND: { what: '这一笔已经退回', next: ANEW },
  REVOKED: { what: '这一笔已经撤销', next: ANEW },
  PART_REFUND: { what: '这一笔已经退过一部分', next: '请改用退货退款，只退剩下的。' },
  INIT: { what: '这一笔顾客还没有付款', next: '请过一会儿再试。' },
  CREATE: { what: '这一笔顾客还没有付款', next: '请过一会儿再试。' },
  DEAL: { what: '支付平台还在处理这一笔', next: '请过一会儿再试。' },
  UNKNOWN: { what: '支付平台也不知道这一笔的结果', next: '请过一会儿再试；还不行请店长联系支付平台。' },
} satisfies Readonly<Record<string, Explained>>

/** By the platform's code; those with BBS9 are the practice one's. */
export const scanCodesZh = {
  BBS90201: { what: '付款码无效', next: FRESH },
  BBS90202: { what: '付款码过期了', next: FRESH },
  BBS90203: { what: '这个付款码用过了', next: FRESH },
  BBS90204: { what: '钱包里余额不足', next: OTHER_WAY },
  BBS90205: { what: '钱包没有批准', next: '请顾客换一个钱包，或换一种方式付款。' },
  BBS90010: { what: '退的比剩下的多', next: '请核对还能退多少。' },
  BBS90206: { what: '退款没有成功', next: '请再试一次；还不行请店长联系支付平台。' },
  BBS11184: { what: '支付平台停用了本店', next: IT },
  BBS16111: { what: '本店没有开通这个钱包', next: IT },
} satisfies Readonly<Record<string, Explained>>

/** By the class of a code that has no words of its own (`FailureClass` of drivers/scanpay/codes.ts). */
export const scanClassesZh = {
  declined: { what: '顾客的钱包没有批准', next: '请顾客换一个钱包，或换一种方式付款。' },
  code: { what: '付款码不能用了', next: FRESH },
  configuration: { what: '本店在支付平台的设置有问题', next: IT },
  closed: { what: '这一笔在支付平台已经关闭', next: ANEW },
  'not-found': { what: '支付平台没有这一笔', next: '请核对是哪一笔；还不行请店长联系支付平台。' },
  'not-refundable': { what: '支付平台不肯退这一笔', next: '请核对还能退多少；还不行请店长联系支付平台。' },
} satisfies Readonly<Record<string, Explained>>
