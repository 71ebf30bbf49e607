import { HOLD_NOTE_MAX } from '#domain/holds'
import { ApprovalId } from './authority-shapes.ts'
import { call } from './define.ts'
import { APPROVED } from './giving-back.ts'
import { Attempt, Fen, Nothing, PositiveFen, VoidReason } from './shapes.ts'
import { z } from 'zod'

/** Amounts held on customers’ cards (`view.holds`). One is taken of by `sale.tender`. */
export const holds = {
  /** Holds an amount of the card that the customer presents. Answered when the order is on its way. */
  make: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ amount: PositiveFen, note: z.string().trim().max(HOLD_NOTE_MAX) }),
    gives: z.strictObject({ attempt: Attempt }),
    refuses: ['payment-open', 'too-many-holds', 'method-not-set-up', 'not-activated', 'not-sound', 'cash-only'],
  }),
  /** Prints both copies of its slip once more. */
  print: call({
    ...{ by: 'cashier', changes: false, takes: z.strictObject({ attempt: Attempt }), gives: Nothing },
    refuses: ['nothing-to-print', 'paper-refused', 'paper-unknown'],
  }),
  /** Lets all of one go, on an approval for just this (act `void-tender`). */
  release: call({
    by: 'cashier',
    changes: true,
    takes: z.strictObject({ attempt: Attempt, reason: VoidReason, approval: ApprovalId }),
    gives: z.strictObject({ released: Fen }),
    refuses: ['no-such-hold', ...APPROVED],
  }),
}
