import { WALLETS, type Wallet } from './wallets.ts'

/** Somebody with a wallet. `asks`: the wallet wants the password before each payment by its code. */
export interface TestCustomer {
  /** The first four digits of each of their payment codes. */
  readonly codes: string
  readonly wallet: Wallet
  /** Fen. */
  readonly balance: number
  readonly way: 'pays' | 'asks' | 'refused' | 'expired'
  /** Fen that the wallet adds of its own to what is dearer than that. */
  readonly gift: number
  /** 00 debit, 01 credit, 02 WeChat’s balance, 03 and 04 Alipay’s, 05 the digital yuan. */
  readonly card: string
}

type Shared = Omit<TestCustomer, 'codes'>
const ALIPAY: Shared = { wallet: 'ALIPAY', balance: 1_000_000, way: 'pays', gift: 0, card: '04' }
const WECHAT: Shared = { ...ALIPAY, wallet: 'WECHAT', card: '02' }
const UNIONPAY: Shared = { ...ALIPAY, wallet: 'UQRCODEPAY', card: '00' }
const YUAN: Shared = { ...ALIPAY, wallet: 'DCPAY', card: '05' }

export const TEST_CUSTOMERS = {
  alipay: { ...ALIPAY, codes: '2800' },
  /** Little in it. */
  poor: { ...ALIPAY, codes: '2801', balance: 1_000 },
  /** Always gets 0.50 from the wallet. */
  gifted: { ...ALIPAY, codes: '2802', gift: 50 },
  wechat: { ...WECHAT, codes: '1300' },
  /** Always has to enter the password. */
  asked: { ...WECHAT, codes: '1301', way: 'asks' },
  refused: { ...WECHAT, codes: '1302', way: 'refused' },
  unionpay: { ...UNIONPAY, codes: '6200' },
  /** Shows codes of yesterday. */
  expired: { ...UNIONPAY, codes: '6201', way: 'expired' },
  yuan: { ...YUAN, codes: '0100' },
} as const satisfies Readonly<Record<string, TestCustomer>>
export type TestCustomerName = keyof typeof TEST_CUSTOMERS

const CODE_DIGITS = 18
/** A payment code as their telephone shows it; another for each number. */
export const codeOf = ({ codes, wallet }: TestCustomer, number: number): string =>
  codes + String(number).padStart(Math.max(WALLETS[wallet].digits[0], CODE_DIGITS) - codes.length, '0')
