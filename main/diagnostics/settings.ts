import type { Disk } from '#drivers/disk/port'
import { FileRefused } from '#journal/durable-file'
import { isMissing } from '#journal/files'
import { sentenceOf } from '../sentences.ts'
import { settingsIn } from '../settings.ts'
import { checkFolder, type Check } from './check.ts'
import { join } from 'node:path'

const NAME = { zh: '设置', en: 'settings' }

/** Reads the settings as a start does, without writing them. */
export function checkSettings(disk: Disk, folder: string): Promise<Check> {
  const path = join(folder, 'settings', 'station.json')
  return checkFolder(NAME, path, async () => {
    try {
      const { data } = await settingsIn(disk, folder)
      if (!(await isThere(disk, path))) {
        return { is: 'good', sentence: { zh: '还没有，首次启动会生成', en: 'none yet; the first start makes them' } }
      }
      const { station, shop, timeZone, columns } = data
      const found = `${path}: ${station} · ${shop} · ${timeZone} · ${columns}`
      return { is: 'good', sentence: { zh: found, en: found } }
    } catch (cause) {
      if (!(cause instanceof FileRefused)) throw cause
      return { is: 'bad', sentence: sentenceOf({ why: 'file-broken', file: cause.file, cause: cause.message }) }
    }
  })
}

async function isThere(disk: Disk, path: string): Promise<boolean> {
  try {
    await disk.read(path)
    return true
  } catch (cause) {
    if (isMissing(cause)) return false
    throw cause
  }
}
