import { z } from 'zod'

/** In both languages: the page shows its own. */
const Sentence = z.strictObject({ zh: z.string(), en: z.string() })
const Percent = z.int().min(0).max(100)

/** What a manager sees of the records and their backups. */
export const RecordsView = z.strictObject({
  /** What the start went by: it read the records after `from`, up to `to`. */
  start: z.strictObject({ atMs: z.number(), from: z.int(), to: z.int() }),
  /** The check under way. `waiting`: for a backup to end. */
  running: z
    .strictObject({ at: z.enum(['waiting', 'reading', 'comparing', 'archiving']), percent: Percent })
    .nullable(),
  /** The last whole check; null where there was none. */
  last: z
    .strictObject({
      ...{ atMs: z.number(), is: z.enum(['sound', 'fault', 'cache']), records: z.int() },
      /** Finished sales that were compared; null where they could not be. */
      sales: z.int().nullable(),
      /** What is amiss, and the next step. */
      said: Sentence.nullable(),
    })
    .nullable(),
  /** One since then that did not come to its end. */
  brokenOff: z.strictObject({ atMs: z.number(), said: Sentence }).nullable(),
  backup: z.strictObject({
    setUp: z.boolean(),
    folder: z.string(),
    everyHours: z.int(),
    /** Each was unpacked again and verified before it got its name. */
    newest: z.strictObject({ name: z.string(), atMs: z.number(), seq: z.int() }).nullable(),
    running: Percent.nullable(),
    /** Why the last one was not made, or can not be looked for. */
    failed: Sentence.nullable(),
  }),
  /** What to see to, the worst first. */
  alarms: z.array(z.enum(['journal', 'cache', 'backup-failed', 'backup-late'])),
})
export type RecordsView = z.infer<typeof RecordsView>
