import type { Voided } from './till.ts'

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
  readonly cash: string
  readonly change: string
  readonly cashBack: string
  readonly reason: string
  readonly asker: string
  readonly approver: string
  readonly selfApproval: string
  readonly voidedAt: string
  readonly training: string
  readonly voided: string
  readonly copy: string
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
    cash: '现金',
    change: '找零',
    cashBack: '退还现金',
    reason: '撤销原因',
    asker: '申请人',
    approver: '授权人',
    selfApproval: '本人申请，本人授权（只有一名店长）',
    voidedAt: '撤销时间',
    training: '培训模式 不作凭证',
    voided: '已撤销',
    copy: '重印',
    reasons: {
      'wrong-goods': '商品录错',
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
    cash: 'Cash',
    change: 'Change',
    cashBack: 'Cash returned',
    reason: 'Reason',
    asker: 'Asked by',
    approver: 'Approved by',
    selfApproval: 'Approved by the asker: the only manager',
    voidedAt: 'Voided at',
    training: 'TRAINING - NOT A RECEIPT',
    voided: 'VOIDED',
    copy: 'COPY',
    reasons: {
      'wrong-goods': 'Wrong goods',
      'customer-changed-mind': 'Changed mind',
      'wrong-tender': 'Wrong tender',
      training: 'Practice',
      other: 'Other',
    },
  },
}
