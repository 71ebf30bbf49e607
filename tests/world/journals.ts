import type { Disk } from '#drivers/disk/port'
import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { openJournal, type Draft, type Journal } from '#journal/journal'
import type { JournalRecord } from '#journal/line'
import type { JournalRefusal } from '#journal/refusal'
import { scanSegment } from '#journal/scan'
import { namesIn, writeWhole } from '#journal/files'
import { listSegments } from '#journal/segments'
import type { Known } from '#journal/survey'
import { verifyFolder, type Verified } from '#journal/verify'
import { dirname, join } from 'node:path'

/** A journal on a disk that fails from a seed: the journal alone, without the station around it. */
export interface JournalBox {
  readonly disk: VirtualDisk
  /** Opens it in a new program; what ran before is dead. */
  readonly open: (opening?: Omit<Opening, 'segmentBytes'>) => Promise<OpenedJournal>
  /** As `open`, where it must. */
  readonly mustOpen: () => Promise<RunningJournal>
  readonly verify: () => Promise<Verified>
  /** Every file of the folder with its bytes, and those of the witness. */
  readonly files: () => Promise<ReadonlyMap<string, Buffer>>
  /** Puts a file as it is, durably. */
  readonly put: (path: string, bytes: Uint8Array) => Promise<void>
}

export type OpenedJournal = RunningJournal | { readonly is: 'refused'; readonly refusal: JournalRefusal }
export interface RunningJournal extends Journal {
  readonly is: 'open'
  readonly replayed: readonly JournalRecord[]
}

export const JOURNAL_FOLDER = '/station/journal'
/** Where the journal's witness lies. */
export const WITNESS = '/station/sealed/head.json'
export const STATION = '01-e1'

export interface BoxOptions {
  readonly seed?: number
  readonly segmentBytes?: number
  /** Stands between the journal and its disk. */
  readonly through?: (disk: Disk) => Disk
}

export function makeJournalBox({ seed = 1, segmentBytes, through = (disk) => disk }: BoxOptions = {}): JournalBox {
  const disk = makeVirtualDisk(makeVirtualRandom(seed).below)
  const box: JournalBox = {
    disk,
    open: (opening) => openOn(through(disk.process()), JOURNAL_FOLDER, { segmentBytes, ...opening }),
    mustOpen: async () => running(await box.open()),
    verify: () => verifyFolder(disk.process(), JOURNAL_FOLDER),
    files: async () => {
      const now = disk.process()
      const folders = [JOURNAL_FOLDER, dirname(WITNESS)]
      const named = folders.map(async (folder) => (await namesIn(now, folder)).map((name) => join(folder, name)))
      const paths = (await Promise.all(named)).flat()
      return new Map(await Promise.all(paths.map(async (path) => [path, await now.read(path)] as const)))
    },
    put: (path, bytes) => putFile(disk.process(), path, bytes),
  }
  return box
}

export interface Opening {
  readonly segmentBytes?: number | undefined
  readonly journal?: string | undefined
  readonly from?: Known | null | undefined
}

export async function openOn(disk: Disk, folder: string, opening: Opening = {}): Promise<OpenedJournal> {
  const { segmentBytes, journal = STATION, from = null } = opening
  const replayed: JournalRecord[] = []
  const opened = await openJournal({
    ...{ disk, folder, journal, from, replay: ({ record }) => void replayed.push(record) },
    ...(segmentBytes !== undefined && { segmentBytes }),
  })
  return opened.ok ? { is: 'open', replayed, ...opened.value } : { is: 'refused', refusal: opened.refusal }
}

export function running(opened: OpenedJournal): RunningJournal {
  if (opened.is === 'open') return opened
  throw new Error(`refused: ${JSON.stringify(opened.refusal)}`)
}

/** A record of about the length a sale's has. */
export const draft = (n: number): Draft => ({
  ...{ txn: `txn-${n}`, type: 'goods-added', ts: 1_777_852_800_000 + n },
  body: { event: { is: 'goods-added', sku: `DRK${n}`, name: '农夫山泉 550ml', price: 200 }, reply: null },
})

/** Appends `from` … `to`, one after the other, each in a flush of its own. */
export async function appendEach(journal: Journal, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) await journal.append(draft(n))
}

export const txns = (records: readonly JournalRecord[]): string[] => records.map(({ txn }) => txn)

/** A journal of some records that was closed well. */
export async function closedBox(records: number): Promise<JournalBox> {
  const box = makeJournalBox()
  const journal = await box.mustOpen()
  await appendEach(journal, 1, records)
  await journal.close()
  return box
}

/** Where each record lies, across all segments. */
export async function placesOf(
  disk: Disk,
  folder: string,
): Promise<Map<number, { path: string; bytes: Buffer; at: number }>> {
  const places = new Map<number, { path: string; bytes: Buffer; at: number }>()
  for (const { path, first } of await listSegments(disk, folder)) {
    const bytes = await disk.read(path)
    for (const { at, record, bytes: length } of scanSegment(bytes, { sequence: first, prev: null, journal: null })
      .lines)
      places.set(record.seq, { path, bytes: bytes.subarray(at, at + length), at })
  }
  return places
}

async function putFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  await writeWhole(disk, path, bytes)
  await disk.syncFolder(dirname(path))
}
