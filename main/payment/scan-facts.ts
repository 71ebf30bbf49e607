import { Fen } from '#contract/shapes'
import { withoutCardNumbers } from '#domain/card-number'
import type { ScanFacts } from '#domain/scan-facts'
import type { ScanSaid } from '#drivers/payment/port'
import { z } from 'zod'

/** What the journal holds of a scan payment beside its yes. */
export const ScanFactsRecord = z.strictObject({
  tradeNo: z.string().regex(/^[0-9A-Za-z]{1,32}$/),
  logNo: z
    .string()
    .regex(/^[0-9A-Za-z]{1,14}$/)
    .exactOptional(),
  // With asterisks where it looked like a card's number.
  walletTradeNo: z
    .string()
    .regex(/^[\w*-]{1,64}$/)
    .exactOptional(),
  accountType: z
    .string()
    .regex(/^[A-Z_]{1,32}$/)
    .exactOptional(),
  time: z
    .string()
    .regex(/^\d{14}$/)
    .exactOptional(),
  ...{ payerAmount: Fen.exactOptional(), settleAmount: Fen.exactOptional() },
  ...{
    merchantDiscount: Fen.exactOptional(),
    channelDiscount: Fen.exactOptional(),
    otherDiscount: Fen.exactOptional(),
  },
}) satisfies z.ZodType<ScanFacts>

const SHAPES = ScanFactsRecord.shape
const isFact = (name: string, value: unknown): boolean =>
  Object.hasOwn(SHAPES, name) && SHAPES[name as keyof typeof SHAPES].safeParse(value).success // it has the name

/** What of it can be believed; null where it does not name the order. It never costs the yes that it stands beside. */
export function scanFactsIn(said: ScanSaid): ScanFacts | null {
  const known = Object.entries(said).filter(([name, value]) => isFact(name, value))
  const read = ScanFactsRecord.safeParse(Object.fromEntries(known))
  if (!read.success) return null
  const { walletTradeNo } = read.data
  return { ...read.data, ...(walletTradeNo && { walletTradeNo: withoutCardNumbers(walletTradeNo) }) }
}
