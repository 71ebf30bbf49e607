/** As the platform calls them. UQRCODEPAY is UnionPay’s, DCPAY the digital yuan. */
export type Wallet = 'ALIPAY' | 'WECHAT' | 'UQRCODEPAY' | 'DCPAY'

interface WalletFacts {
  /** The first two digits of its payment codes. */
  readonly heads: readonly string[]
  /** Digits at least and at most. */
  readonly digits: readonly [number, number]
  /** What the shop pays, in millionths of an order. */
  readonly feePpm: number
}
export const WALLETS: Readonly<Record<Wallet, WalletFacts>> = {
  ALIPAY: { heads: ['25', '26', '27', '28', '29', '30'], digits: [16, 24], feePpm: 3_800 },
  WECHAT: { heads: ['10', '11', '12', '13', '14', '15'], digits: [18, 18], feePpm: 3_800 },
  UQRCODEPAY: { heads: ['62'], digits: [19, 19], feePpm: 3_800 },
  DCPAY: { heads: ['01'], digits: [16, 24], feePpm: 0 },
}
const NAMES = Object.keys(WALLETS) as Wallet[] // it has no others

/** Null for what is no payment code of any. */
export function walletOf(code: string): Wallet | null {
  const isOf = (wallet: Wallet): boolean => {
    const { heads, digits } = WALLETS[wallet]
    return heads.includes(code.slice(0, 2)) && code.length >= digits[0] && code.length <= digits[1]
  }
  return /^\d+$/.test(code) ? (NAMES.find(isOf) ?? null) : null
}

const MILLION = 1_000_000
/** Fen, halves up. */
export const feeOf = (wallet: Wallet, fen: number): number =>
  Math.floor((fen * WALLETS[wallet].feePpm + MILLION / 2) / MILLION)
