import { call } from './define.ts'
import { PositiveFen, Nothing } from './shapes.ts'
import { OrderNumber, StatementDifferences, StatementSums } from './statement-shapes.ts'
import { z } from 'zod'

/** In both languages: the page shows its own. */
const Sentence = z.strictObject({ zh: z.string(), en: z.string() })
const FileName = z.string().min(1).max(120)

const Checked = z.strictObject({
  is: z.literal('checked'),
  ...{ from: z.string(), to: z.string(), rows: z.int(), bad: z.int(), agrees: z.int() },
  /** Lines of other stations, which are no differences. */
  elsewhere: z.int(),
  ...{ here: StatementSums, there: StatementSums, differences: StatementDifferences, differing: z.int() },
  /** The first lines that could not be read. */
  faults: z.array(Sentence),
  /** When the same file was checked before; null where it never was. */
  before: z.number().nullable(),
})

/** Statements of the scan payment platform, for managers: held against the books, which they never change. */
export const statements = {
  /** What lies in the folder for statements, the last by name first. */
  list: call({
    ...{ by: 'manager', changes: false, takes: Nothing },
    gives: z.strictObject({ folder: z.string(), files: z.array(z.strictObject({ name: FileName, bytes: z.int() })) }),
    refuses: ['no-statement-folder'],
  }),
  /** `unreadable`: why, and what to do. What is found is in the journal before it is answered. */
  check: call({
    ...{ by: 'manager', changes: false, takes: z.strictObject({ name: FileName }) },
    gives: z.discriminatedUnion('is', [Checked, z.strictObject({ is: z.literal('unreadable'), said: Sentence })]),
    refuses: ['no-such-statement', 'statement-busy', 'index-differs', 'books-too-long'],
  }),
  /**
   * What the platform says now of a payment, by its number there. Asking moves no money; an order whose end nobody
   * here knows is then looked up as the station does by itself: `settling`.
   */
  ask: call({
    ...{ by: 'manager', changes: false },
    takes: z.strictObject({ order: OrderNumber, amount: PositiveFen }),
    gives: z.strictObject({
      says: z.enum(['paid', 'not-paid', 'open', 'not-found', 'nothing']),
      /** As the platform words or numbers it. */
      why: z.string().nullable(),
      settling: z.boolean(),
    }),
    refuses: ['no-scan-platform', 'statement-busy'],
  }),
}
export type CheckedStatement = z.infer<typeof Checked>
