import { Discount, Fen, LineId, OperatorNumber, Quantity, Sku, Slot, StationNumber, Unit } from '#contract/shapes'
import { LINES_MAX } from '#domain/sale'
import { z } from 'zod'

const TEXT_MAX = 120
/** Drawn by the station that asks. */
export const PassId = z.string().min(8).max(64)

/** A sale as it was parked: without money. */
const Line = z.strictObject({
  ...{ line: LineId, sku: Sku, name: z.string().max(TEXT_MAX), unit: Unit, quantity: Quantity },
  ...{ label: Fen.nullable(), price: Fen, list: Fen, discount: Discount.nullable() },
})
export const ParkedContent = z.strictObject({
  ...{ lines: z.array(Line).max(LINES_MAX), discount: Discount.nullable(), granted: Fen },
  ...{ tenders: z.tuple([]), newest: LineId.nullable(), nextLine: z.int().min(1) },
})

const event = <const Kind extends string, Shape extends z.ZodRawShape>(is: Kind, shape: Shape) =>
  z.strictObject({ is: z.literal(is), id: PassId, ...shape })

export const PASSING_RECORDS = [
  event('parked-passed', { slot: Slot, to: StationNumber }),
  event('parked-arrived', {}),
  event('parked-returned', {}),
  event('parked-taken', {
    ...{ from: StationNumber, slot: Slot.nullable(), parkedAtMs: z.int(), operator: OperatorNumber },
    sale: ParkedContent,
  }),
] as const
