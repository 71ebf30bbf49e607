import type { Return } from './returning.ts'
import type { PaidTender, Voided } from './paid-sale.ts'

/** The words on paper, by language. */
export interface ReceiptWords {
  readonly station: string
  readonly operator: string
  readonly pieces: string
  readonly listPrice: string
  readonly discount: string
  readonly subtotal: string
  readonly rounding: string
  readonly tax: string
  readonly total: string
  readonly methods: Readonly<Record<PaidTender['method'], string>>
  readonly approval: string
  /** Of a scan payment: the wallet's number, the platform's on its statement, what the customer paid or got back. */
  readonly walletNumber: string
  readonly logNumber: string
  readonly reallyPaid: string
  readonly reallyBack: string
  readonly change: string
  readonly cashBack: string
  readonly moneyBack: string
  readonly returnNumber: string
  readonly byAmount: string
  readonly returnedSoFar: string
  readonly notReturned: string
  readonly notKnown: string
  readonly reason: Readonly<Record<Return['kind'], string>>
  readonly asker: string
  readonly approver: string
  readonly selfApproval: string
  readonly offline: Readonly<Record<Return['kind'], string>>
  readonly returnedAt: Readonly<Record<Return['kind'], string>>
  readonly training: string
  readonly voided: string
  readonly refund: string
  readonly partlyReturned: string
  readonly voidFailed: string
  readonly voidUnclear: string
  readonly copy: string
  readonly journal: string
  readonly reasons: Readonly<Record<Voided['reason'], string>>
}

export const RECEIPT_WORDS: Readonly<Record<'zh-CN' | 'en', ReceiptWords>> = {
  'zh-CN': {
    station: '收银台',
    operator: '收银员',
    pieces: '件数',
    listPrice: '原价',
    discount: '优惠',
    subtotal: '小计',
    rounding: '抹零',
    tax: '其中税额',
    total: '合计',
    methods: { cash: '现金', card: '银行卡', scan: '扫码支付' },
    approval: '授权号',
    walletNumber: '交易单号',
    logNumber: '平台流水号',
    reallyPaid: '顾客实付',
    reallyBack: '顾客实退',
    change: '找零',
    cashBack: '退还现金',
    moneyBack: '退还合计',
    returnNumber: '退款单号',
    byAmount: '按金额退，没有退商品',
    returnedSoFar: '本单累计已退',
    notReturned: '（未退）',
    notKnown: '（结果待确认）',
    reason: { void: '撤销原因', refund: '退货原因' },
    asker: '申请人',
    approver: '授权人',
    selfApproval: '本人申请，本人授权（只有一名店长）',
    offline: { void: '无码撤销（动态码＋撤销密码）', refund: '无码退款（动态码＋撤销密码）' },
    returnedAt: { void: '撤销时间', refund: '退货时间' },
    training: '培训模式 不作凭证',
    voided: '已撤销',
    refund: '退货',
    partlyReturned: '本单有退款',
    voidFailed: '撤销未完成',
    voidUnclear: '撤销待确认',
    copy: '重印',
    journal: '流水',
    reasons: {
      'wrong-goods': '商品录错',
      faulty: '质量问题',
      'customer-changed-mind': '顾客不要了',
      'wrong-tender': '付款方式错误',
      training: '练习',
      other: '其他',
    },
  },
  en: {
    station: 'Station',
    operator: 'Cashier',
    pieces: 'Pieces',
    listPrice: 'List price',
    discount: 'Discount',
    subtotal: 'Subtotal',
    rounding: 'Rounding',
    tax: 'Tax included',
    total: 'Total',
    methods: { cash: 'Cash', card: 'Bank card', scan: 'QR payment' },
    approval: 'Approval',
    walletNumber: 'Order no.',
    logNumber: 'Platform no.',
    reallyPaid: 'Customer paid',
    reallyBack: 'Customer got',
    change: 'Change',
    cashBack: 'Cash returned',
    moneyBack: 'Returned',
    returnNumber: 'Return number',
    byAmount: 'By amount, no goods came back',
    returnedSoFar: 'Returned of this sale so far',
    notReturned: '(not returned)',
    notKnown: '(not known yet)',
    reason: { void: 'Reason', refund: 'Reason' },
    asker: 'Asked by',
    approver: 'Approved by',
    selfApproval: 'Approved by the asker: the only manager',
    offline: { void: 'No code: authenticator + void password', refund: 'No code: authenticator + void password' },
    returnedAt: { void: 'Voided at', refund: 'Returned at' },
    training: 'TRAINING - NOT A RECEIPT',
    voided: 'VOIDED',
    refund: 'REFUND',
    partlyReturned: 'MONEY OF IT WENT BACK',
    voidFailed: 'VOID NOT COMPLETE',
    voidUnclear: 'VOID NOT KNOWN YET',
    copy: 'COPY',
    journal: 'Journal',
    reasons: {
      'wrong-goods': 'Wrong goods',
      faulty: 'Faulty goods',
      'customer-changed-mind': 'Changed mind',
      'wrong-tender': 'Wrong tender',
      training: 'Practice',
      other: 'Other',
    },
  },
}
