import { minus, money, portion, ZERO, type Money } from './money.ts'

/** What a platform takes of a payment, as a contract has it; what the statement says wins. */
export interface FeeRate {
  /** Millionths of the amount: 3,800 is 0.38 %. */
  readonly ratePpm: number
  /** At most this, where there is a cap. */
  readonly cap: Money | null
  readonly min: Money
}

export interface FeeSchedule {
  /** By the platform’s name of a wallet, `WECHAT`. */
  readonly wallets: Readonly<Record<string, FeeRate>>
  /** Of wallets that are not named. */
  readonly others: FeeRate
  /** Whether a refund gives back its part of the fee. */
  readonly givesBack: boolean
}

const MILLION = 1_000_000

/** Fen, halves up; then the cap, then the least. */
export function feeOf(amount: Money, { ratePpm, cap, min }: FeeRate): Money {
  const plain = portion(amount, ratePpm, MILLION, 'half-up')
  const capped = cap !== null && plain > cap ? cap : plain
  return capped < min ? min : capped
}

export const rateOf = ({ wallets, others }: FeeSchedule, wallet: string | null): FeeRate =>
  (wallet !== null && wallets[wallet]) || others

/** Of a payment; of money that went back what the platform takes less by it, which is never above zero. */
export function estimatedFee(
  schedule: FeeSchedule,
  { amount, wallet, of }: { readonly amount: Money; readonly wallet: string | null; readonly of: Money | null },
): Money {
  const rate = rateOf(schedule, wallet)
  if (of === null) return feeOf(amount, rate)
  if (!schedule.givesBack || of === 0) return ZERO
  return minus(ZERO, portion(feeOf(of, rate), amount, of, 'half-up'))
}

/** Market custom, and nobody’s contract: 0.38 % of each wallet, nothing of the digital yuan. */
export const DEFAULT_FEES: FeeSchedule = {
  wallets: { DCPAY: { ratePpm: 0, cap: null, min: money(0) } },
  others: { ratePpm: 3_800, cap: null, min: money(0) },
  givesBack: false,
}
