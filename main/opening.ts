import { done, refused, type Result } from '#domain/result'
import type { Till } from '#domain/till'
import { CacheFault, type Cache } from '#drivers/cache/port'
import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Sealing } from '#drivers/sealing/port'
import type { AheadLine } from '#journal/ahead'
import { durableFile, FileRefused } from '#journal/durable-file'
import { EPOCH_MAX, journalName, readJournalName } from '#journal/epoch'
import { findRecords } from '#journal/find-records'
import type { Wanted } from '#journal/finding'
import { openJournal, type Journal } from '#journal/journal'
import type { Low } from 'lowdb'
import { replayRecord } from './acts.ts'
import { CachedStoreroom, type Storeroom } from './storeroom/storeroom.ts'
import { openSealedCards, type SealedCards } from './acquirer/sealed-cards.ts'
import { isRestoring } from './backup/marker.ts'
import type { CatalogueGoods } from './catalogue/catalogue.ts'
import { loadGoods } from './catalogue/goods-file.ts'
import { headOfficeIn, type HeadOfficeFile } from './head-office/trust.ts'
import { migrate } from './migration/migration.ts'
import { OperatorsFile } from './operators/operators-file.ts'
import { distrustOlder } from './operators/outdated.ts'
import { passkeysIn, type PasskeysFile } from './passkeys/file.ts'
import { openPostings, type OpenedPostings } from './postings/opening.ts'
import { openChecked, type CheckedFile } from './records/checked.ts'
import { TillRecord } from './record.ts'
import type { SearchParts } from './sale/search.ts'
import type { StationRefusal } from './sentences.ts'
import { settingsIn, type SettingsFile, type StationSettings } from './settings.ts'
import { NOBODY, type Forwarded, type ForwardFrom } from './sync/fast-forward.ts'
import { openVault, type Vault } from './vault.ts'
import { join } from 'node:path'

/** Everything a station has on disk, read, checked and folded. */
export interface Opened {
  readonly journal: Journal
  readonly operators: Low<OperatorsFile>
  readonly settings: StationSettings
  /** What is sold at the start. */
  readonly goods: readonly CatalogueGoods[]
  readonly postings: OpenedPostings
  readonly till: Till
  readonly storeroom: Storeroom
  /** Finds records of the whole journal, as durable as what is shown. */
  readonly searching: Pick<SearchParts, 'records' | 'distrust'>
  /** What the storeroom keeps things in. */
  readonly cache: Cache
  /** The last record that the start did not read again, since the checkpoint knew of it; 0 where it read all. */
  readonly knownTo: number
  readonly checked: Low<CheckedFile>
  readonly vault: Vault
  /** What is at rest of customers' cards. */
  readonly cards: SealedCards
  readonly passkeys: Low<PasskeysFile>
  readonly headOffice: HeadOfficeFile
}

export interface OpeningParts {
  readonly disk: Disk
  readonly folder: string
  /** Opened once the folder is known to be the station's. */
  readonly openCache: () => Cache
  readonly sealing: Sealing
  readonly profile: StationSettings['profile']
  readonly language: 'zh-CN' | 'en' | null
  /** What is sold where no goods were imported. */
  readonly goods: readonly CatalogueGoods[]
  readonly log: Log
  /** A new file of the journal is begun when one has grown to this; the journal's own size where it is left out. */
  readonly segmentBytes?: number
  readonly firstSettings?: Partial<SettingsFile>
  /** Finds what head office has of this station behind its last record; left out: nobody is asked. */
  readonly forward?: (from: ForwardFrom, settings: StationSettings) => Promise<Forwarded>
  readonly clock: Pick<Clock, 'nowMs'>
  readonly random: Random
}

type Refusal = { readonly ok: false } & StationRefusal

/** A station begins in it, and goes on in a later one when it was restored from a backup. */
const FIRST_EPOCH = 1

export async function openRecords(parts: OpeningParts): Promise<Result<Opened, never> | Refusal> {
  const { disk, folder, log } = parts
  const damaged = (file: string) => (why: string) => log.note(`${file} was damaged; using the one before`, { why })
  try {
    if (await isRestoring(disk, folder)) return { ...refused('restoring'), folder }
    const migrated = await migrate(parts)
    if (!migrated.ok) return { ...migrated, folder }
    const stored = await settingsIn(disk, folder, parts.firstSettings)
    // Written even when nothing changed, so that IT finds a file to edit, and an unwritable folder is found now.
    await stored.write()
    const operatorsFile = {
      disk,
      path: join(folder, 'settings', 'operators.json'),
      schema: OperatorsFile,
      first: { operators: [] },
      onDamage: damaged('operators.json'),
    }
    const operators = await durableFile<OperatorsFile>(operatorsFile)
    const { profile, language } = parts
    const imported = (await loadGoods(disk, folder, damaged('goods.json'))) ?? parts.goods
    const before: StationSettings = { ...stored.data, profile, epoch: FIRST_EPOCH }
    const till = await openTill(parts, before, operators)
    if (!till.ok) return till
    const epoch = readJournalName(till.value.journal.name)?.epoch ?? FIRST_EPOCH
    const isDone = (txn: string) => till.value.storeroom.answer(txn)?.ok === true
    const facts = { ...{ disk, folder, log, operators, imported, isDone }, till: till.value.till }
    const postings = await openPostings({ ...facts, stored: stored.data })
    const settings: StationSettings = { ...postings.settings, ...(language && { language }), profile, epoch }
    const checked = await openChecked(disk, folder, till.value.journal.name)
    const vault = await openVault(parts)
    const cards = await openSealedCards(parts)
    const passkeys = await passkeysIn(disk, folder)
    const headOffice = (await headOfficeIn(disk, folder)).data
    const goods = postings.start?.goods ?? imported
    return done({ ...till.value, postings, operators, settings, goods, checked, vault, cards, passkeys, headOffice })
  } catch (cause) {
    return refusalFor(cause, folder)
  }
}

async function openTill(
  { disk, folder, log, openCache, segmentBytes, forward = () => Promise.resolve(NOBODY), clock, random }: OpeningParts,
  settings: StationSettings,
  operators: Low<OperatorsFile>,
): Promise<
  Result<Pick<Opened, 'journal' | 'till' | 'storeroom' | 'searching' | 'cache' | 'knownTo'>, never> | Refusal
> {
  const cache = openCache()
  const storeroom = new CachedStoreroom({
    cache,
    onFault: ({ cause }) =>
      log.note('the cache can not be used and is made anew at the next start', { why: String(cause) }),
  })
  const { till: restored, from } = storeroom.restored()
  let till = restored
  let sequence = 0
  let newest: string | null = null
  const place = { disk, folder: join(folder, 'journal') }
  const opened = await openJournal({
    ...{ ...place, journal: journalName({ station: settings.station, epoch: FIRST_EPOCH }) },
    ...{ from, ...(segmentBytes !== undefined && { segmentBytes }) },
    ahead: async (at) => {
      const isWanted = till.parting?.decided === undefined || till.parting.decided === null
      const found = await forward({ ...at, isWanted, understands: (lines) => understands(till, lines) }, settings)
      newest = found.newest
      await distrustOlder(operators, eventsOf(found.lines))
      return found.lines
    },
    begins: () => {
      const decided = till.parting?.decided ?? null
      const later = (newest === null ? 0 : (readJournalName(newest)?.epoch ?? 0)) + 1
      // Somebody else may have gone on meanwhile, in the epoch that was decided here.
      return (
        decided && {
          epoch: Math.min(Math.max(decided.epoch, later), EPOCH_MAX),
          ...{ nowMs: clock.nowMs(), txn: random.id(), fork: random.id() },
        }
      )
    },
    replay: (line) => {
      sequence = line.record.seq
      try {
        till = storeroom.replay(till, line, (before) => replayRecord(before, line))
      } catch (cause) {
        throw new NotUnderstood(sequence, { cause })
      }
    },
  })
  if (!opened.ok) {
    storeroom.close(till)
    return opened
  }
  const journal = opened.value
  const { distrust } = storeroom
  const records = (wanted: Wanted) =>
    findRecords({ ...place, index: storeroom.index(), upTo: journal.head().seq }, wanted)
  const kept = { till: storeroom.putAway(till), storeroom, cache, knownTo: from?.seq ?? 0 }
  return done({ journal, ...kept, searching: { records, distrust } })
}

const eventsOf = (lines: readonly AheadLine[]) => lines.map(({ record }) => TillRecord.parse(record.body).event)

/** Whether the till can go by these. Where it could not, no later start of this version would open. */
function understands(till: Till, lines: readonly AheadLine[]): boolean {
  try {
    lines.reduce((so, line) => replayRecord(so, line).till, till)
    return true
  } catch (cause) {
    if (cause instanceof CacheFault) throw cause
    // Of a later version, or no record of this till at all.
    return false
  }
}

class NotUnderstood extends Error {
  readonly sequence: number
  constructor(sequence: number, options: ErrorOptions) {
    super(`record ${sequence}`, options)
    this.sequence = sequence
  }
}

/** Why a station can not open, or its files not be read, by what was thrown; anything else is thrown on. */
export function refusalFor(cause: unknown, folder: string): Refusal {
  if (cause instanceof NotUnderstood) return { ...refused('record-not-understood'), sequence: cause.sequence }
  if (cause instanceof FileRefused) return { ...refused('file-broken'), file: cause.file, cause: cause.message }
  if (cause instanceof DiskFault) return { ...refused('folder'), folder, fault: cause.why }
  throw cause
}
