import type { Money } from './money.ts'
import type { CardFacts } from './terminal/card-facts.ts'

/** What a scan payment platform said of an approved order beside its yes; what it left out is missing. */
export interface ScanFacts {
  /** The platform’s number for it: 32 digits. */
  readonly tradeNo: string
  /** Its number on the platform’s statement. */
  readonly logNo?: string
  /** The wallet’s number for it: what the customer sees. */
  readonly walletTradeNo?: string
  /** As the platform names wallets, `WECHAT`. */
  readonly accountType?: string
  /** By the platform, in Beijing: `yyyyMMddHHmmss`. */
  readonly time?: string
  /** What the customer paid, or got back: the amount without what the wallet or others gave to it. */
  readonly payerAmount?: Money
  readonly settleAmount?: Money
  readonly merchantDiscount?: Money
  readonly channelDiscount?: Money
  readonly otherDiscount?: Money
}

/** What whoever moved the money said beside its yes. */
export interface Beside {
  /** Left out where its port told too little for a card slip. */
  readonly card?: CardFacts
  readonly scan?: ScanFacts
}

export const besideOf = ({ card, scan }: Beside): Beside => ({ ...(card && { card }), ...(scan && { scan }) })

type Language = 'zh-CN' | 'en'
const WALLETS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  WECHAT: { 'zh-CN': '微信支付', en: 'WeChat Pay' },
  ALIPAY: { 'zh-CN': '支付宝', en: 'Alipay' },
  UQRCODEPAY: { 'zh-CN': '云闪付', en: 'UnionPay QR' },
  DCPAY: { 'zh-CN': '数字人民币', en: 'e-CNY' },
  BESTPAY: { 'zh-CN': '翼支付', en: 'BestPay' },
  SUNING: { 'zh-CN': '苏宁支付', en: 'Suning Pay' },
}

/** Null where nothing is known of it. */
export const walletName = (accountType: string | undefined, language: Language): string | null =>
  (accountType !== undefined && WALLETS[accountType]?.[language]) || null
