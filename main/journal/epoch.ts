import { z } from 'zod'
import type { JournalRecord } from './line.ts'

/**
 * A journal is one chain of records, and each record names the station and the epoch it was written in, such as
 * `01-e1`. A station that was restored goes on in a later epoch of the same chain. Its first record says from where:
 * whatever else was written after that record by the station as it was before belongs to another branch.
 */
export interface JournalName {
  /** Two or three digits, such as `01`. */
  readonly station: string
  readonly epoch: number
}

/** Receipt numbers have three digits for it. */
export const EPOCH_MAX = 999

const NAME = /^(\d{2,3})-e([1-9]\d{0,2})$/
export const JournalNameText = z.string().regex(NAME)
/** Of a record, as the next one names it. */
export const HashText = z.string().regex(/^[\w-]{43}$/)

export const journalName = ({ station, epoch }: JournalName): string => `${station}-e${epoch}`

/** Null where it is none. */
export function readJournalName(text: string): JournalName | null {
  const [, station, epoch] = NAME.exec(text) ?? []
  return station === undefined ? null : { station, epoch: Number(epoch) }
}

/** What the first record of an epoch says. */
export const EpochBegan = z.strictObject({
  is: z.literal('epoch-began'),
  /** The epoch it goes on from, such as `01-e1`. */
  parent: JournalNameText,
  /** The last record that both have in common, and its hash. */
  forkSeq: z.int().min(1),
  hash: HashText,
  /** Tells two epochs of the same number from each other: it was drawn at random. */
  fork: z.string().min(8).max(64),
})
export type EpochBegan = z.infer<typeof EpochBegan>

const Genesis = z.object({ event: EpochBegan })

/** Whether this record begins an epoch that goes on from `parent`. */
export function beginsEpoch({ j, seq, prev, type, body }: JournalRecord, parent: string): boolean {
  if (type !== 'epoch-began' || !isLaterEpoch(j, parent)) return false
  const read = Genesis.safeParse(body)
  if (!read.success) return false
  const { event } = read.data
  return event.parent === parent && event.forkSeq === seq - 1 && event.hash === prev
}

/** Whether both name the same station, and the first one a later epoch. */
export function isLaterEpoch(journal: string, than: string): boolean {
  const [later, earlier] = [readJournalName(journal), readJournalName(than)]
  return later !== null && earlier !== null && later.station === earlier.station && later.epoch > earlier.epoch
}
