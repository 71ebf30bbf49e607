import { call } from './define.ts'
import { UNBEGUN } from './postings.ts'
import { Fen, LineId, Nothing, OperatorNumber, Slot, StationNumber } from './shapes.ts'
import { z } from 'zod'

/** What a station has taken and given back on this day of the shop. */
export const Today = z.strictObject({
  /** `2026-05-04`. */
  day: z.string().max(10),
  ...{ sales: z.int().min(0), taken: Fen, cash: Fen },
  ...{ voids: z.int().min(0), voided: Fen, refunds: z.int().min(0), refunded: Fen },
})
export type Today = z.infer<typeof Today>

/** Another station of the shop, or this one, as it is now. */
export const StationNow = z.strictObject({
  station: StationNumber,
  /** Whether it is in reach; what stands here of one that is not was the last that was heard, at that moment. */
  ...{ isHere: z.boolean(), atMs: z.number() },
  duty: z.strictObject({ number: OperatorNumber, name: z.string(), role: z.string() }).nullable(),
  sale: z.strictObject({ count: z.int(), total: Fen }).nullable(),
  ...{ today: Today, unresolved: z.int(), outbox: z.int(), isStopped: z.boolean(), parked: z.int() },
})
export type StationNow = z.infer<typeof StationNow>

/** A sale put aside at another station. */
export const ParkedElsewhere = z.strictObject({
  ...{ station: StationNumber, slot: Slot, parkedAtMs: z.number(), operator: OperatorNumber },
  ...{ count: z.int(), total: Fen, first: z.string() },
})
export type ParkedElsewhere = z.infer<typeof ParkedElsewhere>

export const ShopView = z.strictObject({
  /** All stations of the shop, for a manager on duty, this one among them; none for others. */
  stations: z.array(StationNow),
  /** For whoever sells. */
  parked: z.array(ParkedElsewhere),
  /** Parked sales of this station that are on their way to another. */
  passing: z.array(z.strictObject({ id: z.string(), to: StationNumber, total: Fen, first: z.string() })),
})
export type ShopView = z.infer<typeof ShopView>

/** The shop as a whole: what its stations can do for each other. */
export const shop = {
  /** Recalls a sale that was parked at another station: it lies open here when this is answered. */
  recall: call({
    ...{ by: 'cashier', changes: true },
    takes: z.strictObject({ station: StationNumber, slot: Slot, parkedAtMs: z.int() }),
    gives: z.strictObject({ line: LineId.nullable() }),
    refuses: ['sale-open', 'no-such-parked', 'station-away', 'recall-running', ...UNBEGUN],
  }),
  /** Puts a sale back that is on its way to a station which does not answer any more. */
  takeBack: call({
    ...{ by: 'manager', changes: true, takes: z.strictObject({ id: z.string().min(8).max(64) }), gives: Nothing },
    refuses: ['no-such-parked', 'station-there'],
  }),
}
