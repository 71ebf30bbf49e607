import { call } from './define.ts'
import { Fen, Nothing } from './shapes.ts'
import { z } from 'zod'

const KeyPart = z.string().regex(/^[0-9A-Fa-f]{32}$/)

/** The station as a card terminal of its acquirer. */
export const cards = {
  /**
   * Settles the batch that is open; where it was broken off, goes on from there. Answers when it is over. Asked twice,
   * it finds nothing more to settle.
   */
  settle: call({
    ...{ by: 'manager', changes: false, takes: Nothing, gives: Nothing },
    refuses: ['no-card-terminal', 'batch-empty', 'card-order-open', 'sign-in-failed', 'not-answered', 'not-accepted'],
  }),
  /** The master key, by two components that two persons know: of each 32 hex digits. Sealed here, and never shown. */
  loadKey: call({
    ...{ by: 'it', changes: true, refuses: ['no-card-terminal', 'key-is-there', 'weak-key'] },
    takes: z.strictObject({ components: z.tuple([KeyPart, KeyPart]) }),
    /** Six hex digits, to be held against the acquirer's letter. */
    gives: z.strictObject({ check: z.string() }),
  }),
  /** Whether the acquirer answers at all. */
  echo: call({
    ...{ by: 'manager-or-it', changes: false, takes: Nothing, gives: Nothing },
    refuses: ['no-card-terminal', 'not-answered'],
  }),
  /** Signs off: the next transaction signs in. */
  signOff: call({
    ...{ by: 'manager-or-it', changes: false, takes: Nothing, gives: Nothing },
    refuses: ['no-card-terminal', 'not-answered'],
  }),
  /** Prints the totals of the batch before this one. */
  printTotals: call({
    ...{ by: 'manager', changes: false, takes: Nothing, gives: Nothing },
    refuses: ['no-card-terminal', 'nothing-to-print', 'paper-refused', 'paper-unknown'],
  }),
  /** What the card in the customer's hand has, fen; or why that is not told, as of a payment. */
  balance: call({
    ...{ by: 'cashier', changes: false, takes: Nothing, refuses: ['no-card-terminal'] },
    gives: z.strictObject({ fen: z.int().nullable(), why: z.string().nullable() }),
  }),
  /** Signs in anew: new keys of the day, and proof that the acquirer is there. */
  signIn: call({
    ...{ by: 'manager-or-it', changes: false, takes: Nothing, gives: Nothing },
    refuses: ['no-card-terminal', 'sign-in-failed'],
  }),
}

const Side = z.strictObject({ sum: Fen, count: z.int() })
const Totals = z.strictObject({ debit: Side, credit: Side })
/** Cards of banks at home, and abroad. */
const BatchTotals = z.strictObject({ domestic: Totals, foreign: Totals })

export const CardsView = z.strictObject({
  terminal: z.string(),
  merchant: z.string(),
  /** 0 until the acquirer has told one. */
  batch: z.int(),
  isSignedOn: z.boolean(),
  /** Whether its master key was loaded. */
  hasKey: z.boolean(),
  /** Whether IT loads it here. */
  loadsKey: z.boolean(),
  /** A settlement or a sign-in is under way. */
  busy: z.boolean(),
  /** Card orders whose end nobody knows: with one of them no batch is settled. */
  open: z.int(),
  /** Transactions of the batch, and what they come to. */
  count: z.int(),
  totals: BatchTotals,
  settlement: z
    .strictObject({ at: z.enum(['asked', 'uploading', 'ending']), uploaded: z.int(), of: z.int() })
    .nullable(),
  /** The batch before this one. */
  settled: z
    .strictObject({
      ...{ batch: z.int(), atMs: z.number(), totals: BatchTotals, isBalanced: z.boolean() },
      /** Those that the acquirer did not take. */
      differing: z.array(z.strictObject({ stan: z.int(), transaction: z.string(), amount: Fen, card: z.string() })),
    })
    .nullable(),
})
export type CardsView = z.infer<typeof CardsView>

/** What the customer is asked for at the card reader. */
export const DeskStage = z.enum(['card', 'insert', 'pin'])
