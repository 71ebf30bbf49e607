/** Scan payments, in Chinese. */
export const scansZh = {
  code: { title: '请扫顾客的付款码', note: '打开微信、支付宝或云闪付的付款码，用扫描枪扫。' },
  ours: { title: '请顾客扫这个码付款', note: '顾客屏上也有。付好以后自动完成。' },
  paying: '{{wallet}}：等{{who}}答复。',
  wallets: {
    ...{ wechat: '微信支付', alipay: '支付宝', unionpay: '云闪付', 'e-cny': '数字人民币' },
    ...{ bestpay: '翼支付', suning: '苏宁支付' },
  },
  showOurs: '让顾客扫我们的码',
  left: '剩余',
  qr: '收款二维码',
  payer: {
    title: '顾客的手机',
    who: '钱包',
    names: {
      ...{ alipay: '支付宝', wechat: '微信', unionpay: '云闪付', yuan: '数字人民币', asked: '微信，要输密码' },
      ...{ poor: '余额 10 元', refused: '钱包拒绝', expired: '过期的码' },
    },
    acts: { shows: '出示付款码', pays: '扫我们的码并付款', 'enters-password': '输入密码', refuses: '不付了' },
    statement: '给今天的对账单',
  },
  ask: { code: '请出示付款码', ours: '请扫码付款' },
}

export const scanRefusalsZh = {
  'not-a-payment-code': { what: '这不是付款码。', next: '请顾客打开付款码再扫；不用了就取消这笔收款。' },
  'no-code-asked': { what: '现在没有在等付款码。', next: '请先按扫码收款。' },
}
