import type { Disk } from '#drivers/disk/port'
import { namesIn } from '#journal/files'
import { copyFile } from './copy-aside.ts'
import { join } from 'node:path'

const MOVED = [
  ['witness.json', 'head.json'],
  ['witness.json.before', 'head.json.before'],
] as const

/**
 * Format 2: the journal's witness lies in `sealed/` and not beside what it testifies of, where whoever exchanges the
 * folder exchanges both.
 */
export async function moveWitness(disk: Disk, folder: string): Promise<void> {
  const [journal, sealed] = [join(folder, 'journal'), join(folder, 'sealed')]
  await disk.makeFolder(sealed)
  const there = new Set(await namesIn(disk, journal))
  const moved = MOVED.filter(([from]) => there.has(from))
  for (const [from, to] of moved) await copyFile(disk, join(journal, from), join(sealed, to))
  await disk.syncFolder(sealed)
  for (const [from] of moved) await disk.remove(join(journal, from))
  if (moved.length > 0) await disk.syncFolder(journal)
}
