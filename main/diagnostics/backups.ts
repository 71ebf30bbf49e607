import type { Clock } from '#drivers/clock/port'
import type { Disk } from '#drivers/disk/port'
import { FileRefused } from '#journal/durable-file'
import { namesIn } from '#journal/files'
import { ending } from '../backup/refusal.ts'
import { sentenceOfRefusal } from '../backup/sentences.ts'
import { backupSettingsIn, type BackupSettings } from '../backup/settings.ts'
import { shelf, type Shelved } from '../backup/shelf.ts'
import { isLate } from '../records/backups.ts'
import { sentenceOf } from '../sentences.ts'
import { settingsIn } from '../settings.ts'
import { checkFolder, type Check } from './check.ts'
import { hoursSince } from './hours.ts'
import { join } from 'node:path'

const NAME = { zh: '备份', en: 'backups' }

export interface BackupsCheckParts {
  readonly disk: Disk
  readonly clock: Clock
  /** The station's data folder. */
  readonly folder: string
}

/** Whether backups are set up, and how old the newest is. */
export function checkBackups(parts: BackupsCheckParts): Promise<Check> {
  return checkFolder(NAME, parts.folder, async () => {
    try {
      return await look(parts)
    } catch (cause) {
      if (!(cause instanceof FileRefused)) throw cause
      return { is: 'attention', sentence: sentenceOf({ why: 'file-broken', file: cause.file, cause: cause.message }) }
    }
  })
}

async function look({ disk, clock, folder }: BackupsCheckParts): Promise<Omit<Check, 'name'>> {
  if ((await namesIn(disk, join(folder, 'journal'))).length === 0) {
    return { is: 'good', sentence: { zh: '还没有可备份的', en: 'nothing to back up yet' } }
  }
  const { data } = await backupSettingsIn(disk, folder)
  if (!data.recipient) return { is: 'attention', sentence: sentenceOfRefusal({ why: 'no-recipient' }) }
  const { station } = (await settingsIn(disk, folder)).data
  const there = await ending(() => shelf(disk, data.folder, station))
  if (!there.ok) return { is: 'attention', sentence: sentenceOfRefusal(there) }
  const newest = there.value.at(-1)
  return newest ? judge(newest, data, clock) : NONE
}

const NONE: Omit<Check, 'name'> = {
  is: 'attention',
  sentence: {
    zh: '已设定，还没有备份。请启动收银台，或运行 npm run backup -- make。',
    en: 'Set up, and there is none yet. Start the station, or run npm run backup -- make.',
  },
}

function judge({ path, seq, createdMs }: Shelved, { everyHours }: BackupSettings, clock: Clock): Omit<Check, 'name'> {
  const hours = hoursSince(createdMs, clock)
  const found = {
    zh: `最近一次 ${hours} 小时前，到第 ${seq} 条：${path}`,
    en: `the newest is ${hours} hours old, up to record ${seq}: ${path}`,
  }
  if (!isLate({ createdMs }, everyHours, clock)) return { is: 'good', sentence: found }
  return {
    is: 'attention',
    sentence: {
      zh: `${found.zh}。应当每 ${everyHours} 小时一次；请查看 logs/ 里的原因，再运行 npm run backup -- make。`,
      en: `${found.en}. One is due each ${everyHours} hours; logs/ says why not. Then run npm run backup -- make.`,
    },
  }
}
