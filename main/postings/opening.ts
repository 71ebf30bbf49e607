import { newerInForce, profileOf } from '#domain/in-force'
import type { Till } from '#domain/till'
import type { Disk } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import type { Low } from 'lowdb'
import type { CatalogueGoods } from '../catalogue/catalogue.ts'
import { openPeople, type OperatorsFile } from '../operators/operators-file.ts'
import type { SettingsFile } from '../settings.ts'
import { settingsWith } from './profile.ts'
import { openShelf, type Shelf } from './shelf.ts'
import { goodsOn, listsInForce, type ListsInForce } from './sold.ts'

export interface OpeningPostings {
  readonly disk: Disk
  readonly folder: string
  readonly log: Log
  readonly till: Till
  readonly stored: SettingsFile
  readonly imported: readonly CatalogueGoods[]
  readonly operators: Low<OperatorsFile>
  readonly isDone: (txn: string) => boolean
}

/** What of head office's postings is in force when the station starts. */
export interface OpenedPostings {
  readonly shelf: Shelf
  readonly imported: readonly CatalogueGoods[]
  readonly start: { readonly goods: readonly CatalogueGoods[]; readonly of: ListsInForce } | null
  /** As `station.json` says them. */
  readonly stored: SettingsFile
  /** With the lines that head office set; these it takes up at this start. */
  readonly settings: SettingsFile
  readonly lines: string
}

/** The journal says what holds; what files lack of it is made good, or stands in until the line brings it. */
export async function openPostings(parts: OpeningPostings): Promise<OpenedPostings> {
  const { disk, folder, log, till, stored, imported, operators, isDone } = parts
  const shelf = openShelf(disk, folder)
  await shelf.keepOnly(listsOf(till))
  const wanted = listsInForce(till)
  const goods = wanted && (await goodsOn(shelf, imported, wanted))
  if (wanted && !goods) log.note('goods that head office posted are not here; those that were imported stand in')
  const led = newerInForce(till, 'operators') !== null
  if (led)
    await openPeople({ file: operators, isDone, known: () => till.operators }).follow(
      till.operators,
      till.postings.removed,
    )
  const { all, own } = profileOf(till)
  const settings = settingsWith(stored, { ...all, ...own })
  if (typeof settings === 'string') log.note('settings of head office do not fit and are left out', { why: settings })
  return {
    ...{ shelf, imported, stored, lines: linesOf(till) },
    start: wanted && goods && { goods, of: wanted },
    settings: typeof settings === 'string' ? stored : settings,
  }
}

/** All that is in force, or waits. */
const listsOf = ({ postings }: Till): ReadonlySet<string> =>
  new Set(
    postings.posted
      .flatMap(({ now, next }) => [now, next])
      .flatMap((one) => (one?.body.kind === 'catalogue' ? one.body.lists.map(({ digest }) => digest) : [])),
  )

/** All that head office set, as one text: whether it is what the start took up. */
export function linesOf(till: Pick<Till, 'postings'>): string {
  const { all, own } = profileOf(till)
  return JSON.stringify(Object.entries({ ...all, ...own }).sort(([a], [b]) => (a < b ? -1 : 1)))
}
