import { Fen } from '#contract/shapes'
import { DEFAULT_FEES, type FeeSchedule } from '#domain/fees'
import { ZERO } from '#domain/money'
import { z } from 'zod'

/**
 * How the platform’s statement reads, for IT to set. Nobody’s file is public, so what stands here at first is our own
 * layout: the one that practice statements have. A column that a file has not is null.
 */
const Name = z.string().min(1).max(40)
const Words = z.array(Name).min(1).max(20)

const Columns = z.strictObject({
  ...{ logNo: Name.nullable(), tradeNo: Name.nullable(), order: Name.nullable() },
  ...{ date: Name, type: Name, amount: Name, fee: Name.nullable(), net: Name.nullable() },
})
export type Columns = z.infer<typeof Columns>

export const StatementSetting = z.strictObject({
  columns: Columns.refine(({ logNo, tradeNo, order }) => (logNo ?? tradeNo ?? order) !== null, {
    error: 'needs a column with a number of the order',
  }),
  separator: z.enum([',', ';', '\t', '|']),
  /** `yuan`: with up to two decimals. */
  amounts: z.enum(['yuan', 'fen']),
  /** Words of the type column. */
  types: z.strictObject({ payment: Words, refund: Words, revocation: Words }),
})
export type StatementSetting = z.infer<typeof StatementSetting>

export const STATEMENT: StatementSetting = {
  columns: {
    ...{ logNo: '流水号', tradeNo: '平台交易号', order: '商户订单号', date: '交易时间', type: '交易类型' },
    ...{ amount: '交易金额', fee: '手续费', net: '结算金额' },
  },
  ...{ separator: ',', amounts: 'yuan' },
  types: { payment: ['消费', '支付'], refund: ['退款', '退货'], revocation: ['撤销'] },
}

const PPM_MAX = 1_000_000
const Rate = z.strictObject({
  ratePpm: z.int().min(0).max(PPM_MAX),
  cap: Fen.nullable().default(null),
  min: Fen.default(ZERO),
})
/** What the contract with the platform says of fees. */
export const FeesSetting = z.strictObject({
  wallets: z.record(z.string().regex(/^[A-Z_]{1,32}$/), Rate),
  others: Rate,
  givesBack: z.boolean(),
}) satisfies z.ZodType<FeeSchedule>

export const FEES = { ...DEFAULT_FEES, wallets: { ...DEFAULT_FEES.wallets } }
