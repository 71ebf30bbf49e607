import type { CardCopy } from './paid-sale.ts'
import type { CardTransaction } from './terminal/transactions.ts'

/** The words on card slips, by language. Copies are named in both, as card terminals in China name them. */
export interface CardSlipWords {
  readonly title: string
  readonly copies: Readonly<Record<CardCopy, string>>
  readonly merchant: string
  readonly terminal: string
  readonly station: string
  readonly operator: string
  readonly acquirer: string
  readonly issuer: string
  readonly card: string
  readonly transaction: string
  readonly transactions: Readonly<Record<CardTransaction, string>>
  readonly batch: string
  readonly voucher: string
  readonly authorisation: string
  readonly reference: string
  readonly time: string
  readonly amount: string
  readonly original: string
  readonly originalReference: string
  readonly originalDate: string
  readonly label: string
  readonly remarks: string
  readonly pin: string
  readonly free: string
  /** Before and after the sum up to which nothing is asked. */
  readonly freeUpTo: readonly [string, string]
  readonly signature: string
  /** Lines of at most 32 columns. */
  readonly declaration: readonly string[]
  readonly reprint: string
}

export const CARD_SLIP_WORDS: Readonly<Record<'zh-CN' | 'en', CardSlipWords>> = {
  'zh-CN': {
    title: 'POS 签购单',
    copies: { merchant: '商户存根 MERCHANT COPY', customer: '持卡人存根 CUSTOMER COPY' },
    merchant: '商户编号',
    terminal: '终端编号',
    station: '收银台',
    operator: '操作员',
    acquirer: '收单行',
    issuer: '发卡行',
    card: '卡号',
    transaction: '交易类型',
    transactions: {
      ...{ balance: '余额查询', sale: '消费', void: '消费撤销', refund: '退货' },
      ...{ 'pre-auth': '预授权', 'pre-auth-void': '预授权撤销' },
      ...{ completion: '预授权完成', 'completion-void': '预授权完成撤销' },
    },
    batch: '批次号',
    voucher: '凭证号',
    authorisation: '授权码',
    reference: '参考号',
    time: '日期时间',
    amount: '金额',
    original: '原凭证号',
    originalReference: '原参考号',
    originalDate: '原交易日期',
    label: '应用标签',
    remarks: '备注',
    pin: 'PIN 已验证',
    free: '免签 NO SIGNATURE REQUIRED',
    freeUpTo: ['不超过 ', ' 元，免密免签'],
    signature: '签名 SIGNATURE',
    declaration: ['本人已核对以上交易，', '同意将其记入本卡账户。'],
    reprint: '重打印',
  },
  en: {
    title: 'CARD SALES SLIP',
    copies: { merchant: 'MERCHANT COPY', customer: 'CUSTOMER COPY' },
    merchant: 'Merchant',
    terminal: 'Terminal',
    station: 'Station',
    operator: 'Operator',
    acquirer: 'Acquirer',
    issuer: 'Issuer',
    card: 'Card',
    transaction: 'Transaction',
    transactions: {
      ...{ balance: 'BALANCE', sale: 'SALE', void: 'VOID', refund: 'REFUND' },
      ...{ 'pre-auth': 'PRE-AUTH', 'pre-auth-void': 'PRE-AUTH VOID' },
      ...{ completion: 'COMPLETION', 'completion-void': 'COMPLETION VOID' },
    },
    batch: 'Batch',
    voucher: 'Voucher',
    authorisation: 'Authorisation',
    reference: 'Reference',
    time: 'Time',
    amount: 'Amount',
    original: 'Of voucher',
    originalReference: 'Of reference',
    originalDate: 'Of date',
    label: 'Application',
    remarks: 'Remarks',
    pin: 'PIN VERIFIED',
    free: 'NO SIGNATURE REQUIRED',
    freeUpTo: ['Up to ', ' yuan: no PIN'],
    signature: 'SIGNATURE',
    declaration: ['I have checked this transaction', 'and agree that it is posted to', 'the account of this card.'],
    reprint: 'REPRINT',
  },
}
