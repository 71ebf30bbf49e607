import { call } from './define.ts'
import { Attempt, Fen, OperatorNumber, PositiveFen, ReceiptNumber } from './shapes.ts'
import { z } from 'zod'

/** Finished sales a search gives: who gets more asks for less. */
export const FOUND_MAX = 50

/** Milliseconds since 1970, UTC. */
const Moment = z.int().min(0)

/** One finished sale in a list. */
export const FoundInList = z.strictObject({
  ...{ receipt: ReceiptNumber, paidAtMs: z.number(), operator: OperatorNumber, total: Fen, voided: z.boolean() },
  /** What of it went back, or is on its way. */
  back: Fen,
})
export type FoundInList = z.infer<typeof FoundInList>

export const search = {
  /**
   * Finished sales by what is known of them, of the whole journal, newest first. What is left out is not asked;
   * something must be.
   */
  search: call({
    by: 'cashier',
    changes: false,
    takes: z.strictObject({
      /** Its number, or the part that can be read: the counter, with or without what stands around it. */
      receipt: ReceiptNumber.optional(),
      /** An order for money: the till's own key of it, the acquirer's number, or the reference or voucher on a slip. */
      order: Attempt.optional(),
      /** In all, or by one way of paying; of money that went back, the same. */
      amount: PositiveFen.optional(),
      /** Both ends belong to it. */
      from: Moment.optional(),
      to: Moment.optional(),
      /** A day in the shop, `2026-05-04`, in the place of both. */
      day: z.string().max(10).optional(),
      /** Who took the money; of what went back, who asked for it or approved it. */
      operator: OperatorNumber.optional(),
      /** What happened then, by them, of this amount. Left out: it was paid; with an order, whatever that was for. */
      kind: z.enum(['paid', 'voided', 'refunded']).optional(),
    }),
    /** `more`: there are further ones, or may be. */
    gives: z.strictObject({ sales: z.array(FoundInList).max(FOUND_MAX), more: z.boolean() }),
    refuses: ['nothing-asked', 'not-a-receipt-number', 'no-such-time', 'index-differs'],
  }),
}
