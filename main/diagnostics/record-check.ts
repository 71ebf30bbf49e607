import type { Clock } from '#drivers/clock/port'
import type { Disk } from '#drivers/disk/port'
import { readWhole, type Whole } from '../records/checked.ts'
import { sentenceOfWhole } from '../records/sentences.ts'
import { checkFolder, type Check } from './check.ts'
import { hoursSince } from './hours.ts'

const NAME = { zh: '收银台自己的全面核对', en: 'the station’s own check of its records' }
/** The station checks each night, or in the morning after. */
const HOURS_MAX = 48

export interface RecordCheckParts {
  readonly disk: Disk
  readonly clock: Clock
  /** The station's data folder. */
  readonly folder: string
}

/** What the station found when it last read all its records and compared its cache with them. */
export function checkRecordCheck({ disk, clock, folder }: RecordCheckParts): Promise<Check> {
  return checkFolder(NAME, folder, async () => {
    const whole = await readWhole(disk, folder)
    if (whole) return judge(whole, hoursSince(whole.atMs, clock))
    return {
      is: 'good',
      sentence: { zh: '还没有做过，开着的收银台每夜会做', en: 'none yet; a station that is on makes one each night' },
    }
  })
}

function judge(whole: Whole, hours: number): Omit<Check, 'name'> {
  const amiss = sentenceOfWhole(whole)
  if (amiss) {
    return { is: 'bad', sentence: { zh: `${hours} 小时前：${amiss.zh}`, en: `${hours} hours ago: ${amiss.en}` } }
  }
  const found = {
    zh: `${hours} 小时前，${whole.records} 条都完好`,
    en: `${hours} hours ago, sound: records ${whole.records}`,
  }
  if (hours <= HOURS_MAX) return { is: 'good', sentence: found }
  return {
    is: 'attention',
    sentence: {
      zh: `${found.zh}。已经太久；请开着收银台过夜，或由店长在“流水与备份”里核对。`,
      en: `${found.en}. That is long ago: leave the station on overnight, or have a manager check under Records.`,
    },
  }
}
