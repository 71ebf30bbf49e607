import type { scanRefusalsZh, scansZh } from './scans-zh.ts'

/** Scan payments, in English. */
export const scansEn: typeof scansZh = {
  code: {
    title: "Scan the customer's code",
    note: 'Their payment code in WeChat, Alipay or UnionPay, with the scanner.',
  },
  ours: { title: 'The customer scans this', note: 'It is on their screen too. It goes on by itself when it is paid.' },
  paying: '{{wallet}}: waiting for {{who}} to answer.',
  wallets: {
    ...{ wechat: 'WeChat Pay', alipay: 'Alipay', unionpay: 'UnionPay', 'e-cny': 'e-CNY' },
    ...{ bestpay: 'BestPay', suning: 'Suning Pay' },
  },
  showOurs: 'Let them scan ours',
  left: 'left',
  qr: 'QR code to pay by',
  payer: {
    title: "The customer's telephone",
    who: 'Wallet',
    names: {
      ...{ alipay: 'Alipay', wechat: 'WeChat', unionpay: 'UnionPay', yuan: 'e-CNY', asked: 'WeChat, password' },
      ...{ poor: '10.00 in it', refused: 'refused', expired: 'expired code' },
    },
    acts: { shows: 'Show the code', pays: 'Scan ours and pay', 'enters-password': 'Enter password', refuses: 'Refuse' },
    statement: "Give today's statement",
  },
  ask: { code: 'Show your payment code', ours: 'Scan to pay' },
}

export const scanRefusalsEn: typeof scanRefusalsZh = {
  'not-a-payment-code': {
    what: 'That is no payment code.',
    next: 'Ask for the payment code and scan it; or cancel this payment.',
  },
  'no-code-asked': { what: 'No payment code is asked for.', next: 'Begin a scan payment first.' },
}
