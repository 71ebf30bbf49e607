import type { Clock } from '#drivers/clock/port'
import type { Disk } from '#drivers/disk/port'
import { isMissing } from '#journal/files'
import { checkFolder, type Check } from './check.ts'
import { dirname, join } from 'node:path'

const NAME = { zh: '磁盘', en: 'disk' }
const PROBE = 'doctor.probe'
/** About a record, flushed as often as gives a steady mean. */
const PROBE_BYTES = 420
const FLUSHES = 50

/** Below this the till may have to stop within the day. */
export const FREE_BYTES_MIN = 100_000_000
/** Below this somebody should make room. */
export const FREE_BYTES_LOW = 1_000_000_000
/** Every act at the till waits for one flush. */
export const FLUSH_MS_SLOW = 100

export interface DiskParts {
  readonly disk: Disk
  readonly clock: Clock
  /** The station's data folder, which need not be there yet. */
  readonly folder: string
}

/** Really writes and flushes where the journal lies, in a file of its own that is gone afterwards. */
export function checkDisk({ disk, clock, folder }: DiskParts): Promise<Check> {
  return checkFolder(NAME, folder, async () => {
    const place = await nearest(disk, folder)
    const free = await disk.freeBytes(place)
    const flushMs = await measure(disk, clock, join(place, PROBE))
    const each = new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(flushMs)
    const found = {
      zh: `${place} 可写；剩余 ${megabytes(free)} MB；每次落盘 ${each} 毫秒`,
      en: `${place} can be written; ${megabytes(free)} MB free; ${each} ms a flush`,
    }
    if (free < FREE_BYTES_MIN) {
      const next = { zh: '。请立刻腾出空间，否则收银台会停。', en: '. Free some space now, or the till will stop.' }
      return { is: 'bad', sentence: { zh: found.zh + next.zh, en: found.en + next.en } }
    }
    if (free < FREE_BYTES_LOW) {
      return { is: 'attention', sentence: { zh: `${found.zh}。请腾出空间。`, en: `${found.en}. Free some space.` } }
    }
    if (flushMs > FLUSH_MS_SLOW) {
      const next = {
        zh: '。太慢：每笔操作都要等它。请换固态硬盘。',
        en: '. That is slow, and each act waits for it: use an SSD.',
      }
      return { is: 'attention', sentence: { zh: found.zh + next.zh, en: found.en + next.en } }
    }
    return { is: 'good', sentence: found }
  })
}

const megabytes = (bytes: number): number => Math.floor(bytes / 1_000_000)

/** The folder itself or, before the first start, the one it will be made in. */
async function nearest(disk: Disk, folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    try {
      await disk.list(at)
      return at
    } catch (cause) {
      if (!isMissing(cause) || at === dirname(at)) throw cause
    }
  }
}

async function measure(disk: Disk, clock: Clock, path: string): Promise<number> {
  // Left by a check that was ended half-way.
  await disk.remove(path).catch((cause: unknown) => {
    if (!isMissing(cause)) throw cause
  })
  const file = await disk.open(path, 'create')
  try {
    await disk.syncFolder(dirname(path))
    const bytes = Buffer.alloc(PROBE_BYTES, 'x')
    const began = clock.nowMs()
    for (let flush = 0; flush < FLUSHES; flush++) {
      await file.write(bytes, flush * PROBE_BYTES)
      await file.sync()
    }
    return (clock.nowMs() - began) / FLUSHES
  } finally {
    await file.close()
    await disk.remove(path)
  }
}
