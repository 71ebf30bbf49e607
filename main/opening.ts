import { done, refused, type Result } from '#domain/result'
import { NEW_TILL, type Till } from '#domain/till'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import { durableFile, FileRefused } from '#journal/durable-file'
import { journalName, readJournalName } from '#journal/epoch'
import { openJournal, type Journal } from '#journal/journal'
import type { Low } from 'lowdb'
import { Answers, replayRecord } from './acts.ts'
import { isRestoring } from './backup/marker.ts'
import type { CatalogueGoods } from './catalogue/catalogue.ts'
import { loadGoods } from './catalogue/goods-file.ts'
import { OperatorsFile } from './operators/secrets.ts'
import type { StationRefusal } from './sentences.ts'
import { settingsIn, type StationSettings } from './settings.ts'
import { join } from 'node:path'

/** Everything a station has on disk, read, checked and folded. */
export interface Opened {
  readonly journal: Journal
  readonly operators: Low<OperatorsFile>
  readonly settings: StationSettings
  /** Null where no goods were ever imported. */
  readonly goods: readonly CatalogueGoods[] | null
  readonly till: Till
  readonly answers: Answers
}

export interface OpeningParts {
  readonly disk: Disk
  readonly folder: string
  readonly profile: StationSettings['profile']
  readonly language: 'zh-CN' | 'en' | null
  readonly log: Log
}

type Refusal = { readonly ok: false } & StationRefusal

/** A station begins in it, and goes on in a later one when it was restored from a backup. */
const FIRST_EPOCH = 1

export async function openRecords(parts: OpeningParts): Promise<Result<Opened, never> | Refusal> {
  const { disk, folder, log } = parts
  const damaged = (file: string) => (why: string) => log.note(`${file} was damaged; using the one before`, { why })
  try {
    await disk.makeFolder(join(folder, 'settings'))
    if (await isRestoring(disk, folder)) return { ...refused('restoring'), folder }
    const stored = await settingsIn(disk, folder)
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
    const goods = await loadGoods(disk, folder, damaged('goods.json'))
    const till = await openTill(parts, stored.data.station)
    if (!till.ok) return till
    const epoch = readJournalName(till.value.journal.name)?.epoch ?? FIRST_EPOCH
    const settings: StationSettings = { ...stored.data, ...(language && { language }), profile, epoch }
    return done({ ...till.value, operators, settings, goods })
  } catch (cause) {
    return refusalFor(cause, folder)
  }
}

async function openTill(
  { disk, folder }: OpeningParts,
  station: string,
): Promise<Result<Pick<Opened, 'journal' | 'till' | 'answers'>, never> | Refusal> {
  let till = NEW_TILL
  let sequence = 0
  const answers = new Answers()
  const opened = await openJournal({
    ...{ disk, folder: join(folder, 'journal'), journal: journalName({ station, epoch: FIRST_EPOCH }) },
    replay: (line) => {
      sequence = line.record.seq
      try {
        till = replayRecord(till, answers, line)
      } catch (cause) {
        throw new NotUnderstood(sequence, { cause })
      }
    },
  })
  if (!opened.ok) return opened
  return done({ journal: opened.value, till, answers })
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
