import { Attempt, Fen } from '#contract/shapes'
import { BATCH_MAX, STAN_MAX } from '#domain/terminal/stan'
import { DETAILS_MAX } from '#domain/terminal/settlement'
import {
  BATCH_TRANSACTIONS_MAX,
  type CardSent,
  type CardTerminal,
  type KeptCard,
  type TerminalEvent,
} from '#domain/terminal/terminal'
import { z } from 'zod'

/** What records hold of the station as a card terminal of its acquirer. */
const event = <const Kind extends string, Shape extends z.ZodRawShape>(is: Kind, shape: Shape) =>
  z.strictObject({ is: z.literal(is), ...shape })

export const Stan = z.int().min(1).max(STAN_MAX)
export const Batch = z.int().min(1).max(BATCH_MAX)
/** At most the first six and last four digits. */
export const MaskedCard = z.string().regex(/^\d{0,6}\*+\d{0,4}$/)
export const Transaction = z.enum([
  ...(['balance', 'sale', 'void', 'refund', 'pre-auth', 'pre-auth-void', 'completion', 'completion-void'] as const),
])
export const EntryMode = z.enum(['manual', 'swipe', 'chip', 'contactless', 'fallback'])

const CARD = {
  ...{ attempt: Attempt, amount: Fen, of: Attempt.nullable(), stan: Stan, batch: Batch, card: MaskedCard },
  ...{ transaction: Transaction, entry: EntryMode, hasPin: z.boolean(), isForeign: z.boolean() },
} satisfies z.ZodRawShape
const Sent = z.strictObject(CARD) satisfies z.ZodType<CardSent>

const Side = z.strictObject({ sum: Fen, count: z.int().min(0).max(BATCH_TRANSACTIONS_MAX) })
const Totals = z.strictObject({ debit: Side, credit: Side })
const BatchTotals = z.strictObject({ domestic: Totals, foreign: Totals })

export const TERMINAL_RECORDS = [
  event('terminal-asked', {
    ...{ what: z.enum(['balance', 'sign-in', 'sign-off', 'echo', 'settle', 'upload', 'upload-end']), stan: Stan },
  }),
  event('terminal-signed-on', { batch: Batch }),
  event('terminal-signed-off', { why: z.enum(['operator', 'header', '77', '99', 'A0', 'mac', 'keys']) }),
  event('card-sent', CARD),
  event('settlement-began', { totals: BatchTotals }),
  event('settlement-answered', { isBalanced: z.boolean() }),
  event('settlement-uploaded', {
    ...{ count: z.int().min(1).max(DETAILS_MAX), refused: z.array(Attempt).max(DETAILS_MAX).readonly() },
  }),
  event('settlement-ended', {}),
] as const satisfies readonly z.ZodType<TerminalEvent>[]

const Kept = Sent.extend({ end: z.enum(['open', 'moved', 'not-moved']) }) satisfies z.ZodType<KeptCard>

/** As it stands in a checkpoint. */
export const CardTerminalShape = z.strictObject({
  ...{ stan: z.int().min(0).max(STAN_MAX), batch: z.int().min(0).max(BATCH_MAX), isSignedOn: z.boolean() },
  sent: z.array(z.tuple([z.string(), Kept])).transform((entries) => new Map(entries)),
  settlement: z
    .strictObject({
      ...{ totals: BatchTotals, at: z.enum(['asked', 'uploading', 'ending']), isBalanced: z.boolean().nullable() },
      ...{ uploaded: z.int().min(0), refused: z.array(Attempt) },
    })
    .nullable(),
  settled: z
    .strictObject({
      ...{ batch: Batch, atMs: z.number(), totals: BatchTotals, isBalanced: z.boolean() },
      differing: z.array(z.strictObject({ stan: Stan, transaction: CARD.transaction, amount: Fen, card: MaskedCard })),
    })
    .nullable()
    .default(null),
}) satisfies z.ZodType<CardTerminal>

export const writeCardTerminal = (terminal: CardTerminal) => ({ ...terminal, sent: [...terminal.sent] })
