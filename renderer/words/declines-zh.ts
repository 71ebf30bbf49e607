import type { Explained } from './refusals.ts'

const AGAIN = '请再试一次，或换一种方式付款。'
const IT = '请换一种方式付款，并请 IT 处理。'
const OTHER_CARD = '请顾客换一张卡，或换一种方式付款。'
const LOOK = '请看终端屏幕；还不行就换一种方式付款。'

/** What a decline says that bears a name: the station's own, and a payment terminal's. */
export const declinesZh = {
  'not-sent': { what: '没有连上，请求没有发出', next: '没有扣款。请再试一次；还连不上就换一种方式付款。' },
  'no-answer': { what: '银行没有答复', next: '请过一会儿再试。' },
  closed: { what: '这一笔已经关闭', next: '请重新收一次。' },
  // What the customer did, or the reader.
  'card-cancelled': { what: '刷卡取消了', next: AGAIN },
  'card-late': { what: '等了很久，没有人刷卡', next: AGAIN },
  'card-unreadable': { what: '试了三次，卡都没有读出来', next: '请顾客擦一擦芯片再试，或换一张卡、换一种方式付款。' },
  'card-keys': { what: '密码键盘里没有今天的密钥', next: '请再收一次，会自动重新签到；还不行就找 IT。' },
  'card-away': { what: '读卡器没有连上', next: '请检查读卡器的电源和插头再试，或换一种方式付款。' },
  // What a scan payment platform says; those with BBS9 are the practice one's.
  BBS90201: { what: '付款码无效', next: '请顾客刷新付款码再扫。' },
  BBS90202: { what: '付款码过期了', next: '请顾客刷新付款码再扫。' },
  BBS90203: { what: '这个付款码用过了', next: '请顾客刷新付款码再扫。' },
  BBS90204: { what: '钱包里余额不足', next: '请顾客换一种付款方式。' },
  BBS90205: { what: '钱包没有批准', next: '请顾客换一个钱包，或换一种方式付款。' },
  BBS11184: { what: '支付平台停用了本店', next: IT },
  BBS16111: { what: '本店没有开通这个钱包', next: IT },
  'no-key': { what: '还没有支付平台的密钥', next: IT },
  'no-payment-code': { what: '这不是付款码', next: '请顾客打开付款码再扫。' },
  'no-code-to-show': { what: '支付平台没有给出收款码', next: '请扫顾客的付款码，或换一种方式付款。' },
  'code-late': { what: '等了很久，没有扫到付款码', next: AGAIN },
  'card-other': { what: '这不是当时付款的那张卡', next: '请顾客用当时付款的那张卡。' },
  // Where the batch of the card terminal stands.
  settling: { what: '正在和银行结算，现在不能刷卡', next: '请等结算完再试，或换一种方式付款。' },
  'batch-full': { what: '这一批的笔数已满，要先结算', next: '请店长先结算；这笔请换一种方式付款。' },
  'no-original': { what: '找不到原来的交易', next: '请核对是哪一笔；还不行请店长联系收单机构。' },
  settled: { what: '原来的交易已经结算，不能撤销', next: '请改用退货退款。' },
  // The keys of the card terminal.
  'no-master-key': { what: '终端还没有装主密钥', next: IT },
  'pin-pad': {
    what: '密码键盘没有收下今天的密钥',
    next: '请检查密码键盘的插头再试；还不行就换一种方式付款，并请 IT 处理。',
  },
  keys: { what: '银行发来的密钥不对', next: '请再试一次；还不行就换一种方式付款，并请 IT 联系收单机构。' },
  // What a payment terminal says (ErrorCondition of nexo Sale to POI).
  Aborted: { what: '已在终端上取消', next: AGAIN },
  Busy: { what: '终端正忙', next: '请稍后再试，或换一种方式付款。' },
  Cancel: { what: '顾客取消了', next: AGAIN },
  DeviceOut: { what: '终端没有准备好', next: LOOK },
  InsertedCard: { what: '终端里还插着卡', next: '请先取出卡，再收一次。' },
  InvalidCard: { what: '这张卡不能用', next: OTHER_CARD },
  LoggedOut: { what: '终端没有登录', next: AGAIN },
  MessageFormat: { what: '终端读不懂请求', next: IT },
  NotAllowed: { what: '终端不允许这笔交易', next: '请换一种方式付款。' },
  NotFound: { what: '终端找不到这笔', next: '请核对是哪一笔；还不行请店长联系收单机构。' },
  PaymentRestriction: { what: '这张卡不能付这笔款', next: OTHER_CARD },
  Refusal: { what: '银行没有批准', next: OTHER_CARD },
  UnavailableDevice: { what: '终端不可用', next: LOOK },
  UnavailableService: { what: '终端不支持这笔交易', next: '请换一种方式付款。' },
  UnreachableHost: { what: '终端连不上银行', next: '请稍后再试，或换一种方式付款。' },
  WrongPIN: { what: '密码错误', next: '请顾客再试一次，慢慢输密码；也可以换一种方式付款。' },
  unsaid: { what: '终端没有说原因', next: LOOK },
  'not-found': { what: '终端没有收到这笔', next: '请再收一次，或换一种方式付款。' },
} as const satisfies Readonly<Record<string, Explained>>

/** What is said of a code that nobody knows; the code stands beside it. */
export const unknownDeclineZh: Explained = {
  what: '没有批准，原因不明',
  next: '请换一种方式付款，并把代码告诉收单机构或支持人员。',
}
