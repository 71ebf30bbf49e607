import { readJournalName } from '#journal/epoch'
import type { Disk } from '#drivers/disk/port'
import { namesIn } from '#journal/files'
import type { Header } from './format.ts'
import { join } from 'node:path'

/** A backup in a folder, by its name: `station-01-e1-4219-20260504-093000.backup`, the time in UTC. */
export interface Shelved {
  readonly name: string
  readonly path: string
  readonly station: string
  readonly epoch: number
  /** Its last record. */
  readonly seq: number
  readonly createdMs: number
}

const NAME = /^station-(\d{2,3}-e\d{1,3})-(\d{1,16})-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)\.backup$/
/** `2026-05-04T09:30:00.000Z` without what a file name need not say. */
const stamp = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replaceAll(/[-:]|\..*/g, '')
    .replace('T', '-')

export const backupName = ({ journal, head, createdMs }: Pick<Header, 'journal' | 'head' | 'createdMs'>): string =>
  `station-${journal}-${head.seq}-${stamp(createdMs)}.backup`

/** Of this station, or of all, oldest first: by how far they go, since a clock may have been set. */
export async function shelf(disk: Disk, folder: string, station: string | null): Promise<Shelved[]> {
  const found = (await disk.list(folder)).flatMap((name) => shelvedAs(folder, name) ?? [])
  return found
    .filter((each) => station === null || each.station === station)
    .sort((a, b) => a.epoch - b.epoch || a.seq - b.seq || a.createdMs - b.createdMs)
}

function shelvedAs(folder: string, name: string): Shelved | null {
  const [, journal = '', seq, year, month, day, hour, minute, second] = NAME.exec(name) ?? []
  const read = readJournalName(journal)
  if (!read) return null
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = [year, month, day, hour, minute, second].map(Number)
  return { name, path: join(folder, name), ...read, seq: Number(seq), createdMs: Date.UTC(y, mo - 1, d, h, mi, s) }
}

/** Keeps the newest `keep` of a station and `kept`, and removes the others. */
export async function clearShelf(
  disk: Disk,
  folder: string,
  { station, kept, keep }: { readonly station: string; readonly kept: string; readonly keep: number },
): Promise<number> {
  const all = await shelf(disk, folder, station)
  const old = all.slice(0, Math.max(0, all.length - keep)).filter(({ name }) => name !== kept)
  for (const { path } of old) await disk.remove(path)
  if (old.length > 0) await disk.syncFolder(folder)
  return old.length
}

/** Removes files in a folder; that there is no such folder is fine. */
export async function removeFiles(disk: Disk, folder: string, which?: (name: string) => boolean): Promise<void> {
  const names = await namesIn(disk, folder)
  for (const name of which ? names.filter(which) : names) await disk.remove(join(folder, name))
}
