import type { Disk } from '#drivers/disk/port'
import { durableFile } from '#journal/durable-file'
import type { FaultKind } from '#journal/survey'
import type { Low } from 'lowdb'
import { z } from 'zod'
import { join } from 'node:path'

/** How the last check of the records ended: `settings/checked.json`. Where it is lost, the next check says it again. */
const KINDS = [
  ...['broken', 'chain', 'missing', 'foreign', 'newer', 'name', 'replaced', 'truncated', 'unreadable', 'archive'],
  'twins',
] as const satisfies readonly FaultKind[]

/** What was found when everything was read. */
const Found = z.discriminatedUnion('is', [
  /** `sales`: how many the cache holds, each as the journal says; null where the cache could not be used. */
  z.strictObject({ is: z.literal('sound'), sales: z.int().min(0).nullable() }),
  /** The first of so many faults of what was durable. */
  z.strictObject({
    ...{ is: z.literal('fault'), faults: z.int().min(1) },
    first: z.strictObject({ kind: z.enum(KINDS), sequence: z.int(), last: z.int(), file: z.string() }),
  }),
  /** Its sums hold, and the station can not go by what it says. */
  z.strictObject({ is: z.literal('not-understood'), sequence: z.int() }),
  /** The journal is sound, and the cache says something else of this sale; null: of the till itself. */
  z.strictObject({ is: z.literal('cache'), receipt: z.string().nullable() }),
])
export type Found = z.infer<typeof Found>

const Whole = z.strictObject({
  /** Milliseconds since 1970, UTC; when it ended. */
  atMs: z.number(),
  records: z.int().min(0),
  found: Found,
  /** Old files that were not archived, for a fault in them that was not there a moment before. */
  faulty: z.array(z.string()),
})
export type Whole = z.infer<typeof Whole>

/** A check that did not come to its end: somebody stopped it, or the disk has no room or does not give its files. */
const BrokenOff = z.strictObject({ atMs: z.number(), why: z.enum(['stopped', 'disk']), percent: z.int() })
export type BrokenOff = z.infer<typeof BrokenOff>

export const CheckedFile = z.strictObject({
  /** The station and epoch it was in, such as `01-e1`: of another one, as after a restore, it says nothing. */
  journal: z.string(),
  whole: Whole.nullable(),
  /** Since the whole one. */
  brokenOff: BrokenOff.nullable(),
})
export type CheckedFile = z.infer<typeof CheckedFile>

const fileIn = (disk: Disk, folder: string, first: CheckedFile) =>
  durableFile<CheckedFile>({
    ...{ disk, path: join(folder, 'settings', 'checked.json'), schema: CheckedFile, first, expendable: true },
  })

/** For the station that runs in this epoch of its journal, such as `01-e1`. Throws DiskFault. */
export async function openChecked(disk: Disk, folder: string, journal: string): Promise<Low<CheckedFile>> {
  const first = { journal, whole: null, brokenOff: null }
  const file = await fileIn(disk, folder, first)
  if (file.data.journal !== journal) file.data = first
  return file
}

/** The last whole check, whatever epoch it was in. Throws DiskFault. */
export const readWhole = async (disk: Disk, folder: string): Promise<Whole | null> =>
  (await fileIn(disk, folder, { journal: '', whole: null, brokenOff: null })).data.whole
