import type { Disk } from '#drivers/disk/port'
import { namesIn, writeWhole } from '#journal/files'
import { join } from 'node:path'

/** What steps may change. Of the journal's folder only what is no record; what can be made anew is left out. */
const FOLDERS = ['settings', 'sealed', 'journal'] as const
const RECORDS = /\.jsonl(?:\.gz)?(?:\.part)?$/

/**
 * Copies files into a folder beside them, durably. What was copied before stays: a step that was cut off has changed
 * some of them since.
 */
export async function copyAside(disk: Disk, folder: string, name: string): Promise<void> {
  for (const inner of FOLDERS) {
    const [from, to] = [join(folder, inner), join(folder, name, inner)]
    const names = (await namesIn(disk, from)).filter((each) => !RECORDS.test(each))
    if (names.length === 0) continue
    await disk.makeFolder(to)
    const there = new Set(await disk.list(to))
    for (const each of names) if (!there.has(each)) await copyFile(disk, join(from, each), join(to, each))
    await disk.syncFolder(to)
  }
}

/** Under its name when it is whole; the name is the folder's business. */
export async function copyFile(disk: Disk, from: string, to: string): Promise<void> {
  const bytes = await disk.read(from)
  const part = `${to}.part`
  await writeWhole(disk, part, bytes)
  await disk.rename(part, to)
}
