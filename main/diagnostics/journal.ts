import type { Disk } from '#drivers/disk/port'
import { sentenceOfFault } from '#journal/fault-sentences'
import { lacksWitness, verifyFolder, type Verified } from '#journal/verify'
import { isMissing } from '#journal/files'
import { checkFolder, type Check } from './check.ts'
import { join } from 'node:path'

const NAME = { zh: '流水', en: 'journal' }

/** Follows the whole chain, beside a station that may be selling meanwhile. */
export function checkJournal(disk: Disk, folder: string): Promise<Check> {
  const journal = join(folder, 'journal')
  return checkFolder(NAME, journal, async () => {
    const verified = await verifyFolder(disk, journal).catch((cause: unknown) => {
      if (isMissing(cause)) return null
      throw cause
    })
    if (verified === null) return { is: 'good', sentence: { zh: '还没有开始', en: 'not begun yet' } }
    return judge(verified, folder)
  })
}

function judge(verified: Verified, folder: string): Omit<Check, 'name'> {
  const { records, segments, head, faults, torn } = verified
  const [first] = faults
  if (first) {
    const { zh, en } = sentenceOfFault(first)
    const all = `npm run journal -- verify ${folder}`
    return {
      is: 'bad',
      sentence: {
        zh: `${faults.length} 处问题，第一处：${zh}全部问题：${all}`,
        en: `Faults: ${faults.length}, the first: ${en} See all with: ${all}`,
      },
    }
  }
  const found = {
    zh: `完好：${records} 条，${segments} 个文件，最后一条 ${head.seq}`,
    en: `sound: records ${records}, files ${segments}, the last is ${head.seq}`,
  }
  if (lacksWitness(verified)) {
    return {
      is: 'attention',
      sentence: {
        zh: `${found.zh}；但见证文件 sealed/head.json 缺失或损坏，末尾若被截掉便看不出来。下次启动会重建，请查明原因。`,
        en:
          `${found.en}; but sealed/head.json is missing or damaged, so an end that was cut off would not show. ` +
          'The next start makes it anew; find out why.',
      },
    }
  }
  if (!torn) return { is: 'good', sentence: found }
  return {
    is: 'good',
    sentence: {
      zh: `${found.zh}；其后有写到一半的记录，没有迹象表明它曾被确认，下次启动会剪掉`,
      en: `${found.en}; a half-written record follows that nothing says was acknowledged; the next start cuts it`,
    },
  }
}
