import { never } from '#domain/result'
import type { Sentence } from '#domain/sentence'
import { sentenceOfFault } from '#journal/fault-sentences'
import { sentenceOf } from '../sentences.ts'
import type { BrokenOff, Found, Whole } from './checked.ts'

/** What a whole check found that somebody must see to, with the next step; null where all was sound. */
export function sentenceOfWhole({ found, faulty }: Whole): Sentence | null {
  if (found.is === 'sound') return faulty.length === 0 ? null : sentenceOfFaulty(faulty)
  return sentenceOfFound(found)
}

function sentenceOfFound(found: Exclude<Found, { is: 'sound' }>): Sentence {
  switch (found.is) {
    case 'fault': {
      const { zh, en } = sentenceOfFault(found.first)
      if (found.faults === 1) return { zh, en }
      return { zh: `${zh}共 ${found.faults} 处问题。`, en: `${en} Faults in all: ${found.faults}.` }
    }
    case 'not-understood':
      return sentenceOf({ why: 'record-not-understood', sequence: found.sequence })
    case 'cache':
      return cacheSentence(found.receipt)
    default:
      return never(found)
  }
}

function cacheSentence(receipt: string | null): Sentence {
  const [zh, en] =
    receipt === null
      ? ['流水完好，缓存里的收银状态却与它不符', 'The journal is sound, yet the till in the cache is not as it says']
      : [
          `流水完好，缓存里的交易 ${receipt} 却与它不符`,
          `The journal is sound, yet sale ${receipt} in the cache is not as it says`,
        ]
  return {
    zh: `${zh}：有人改过缓存，或磁盘有问题。请尽快重启收银台，缓存会按流水重做；请 IT 查明原因，再核对一次。`,
    en:
      `${en}: somebody edited the cache, or the disk fails. Restart the station soon: the cache is then made anew ` +
      'from the journal. Have IT find out why, and check once more.',
  }
}

const sentenceOfFaulty = (faulty: readonly string[]): Sentence => ({
  zh: `核对后又在旧流水文件里发现问题：${faulty.join('、')}，没有压缩。请再核对一次。`,
  en: `A fault was found after the check in old journal files, left as they are: ${faulty.join(', ')}. Check again.`,
})

export function sentenceOfBrokenOff({ why, percent }: BrokenOff): Sentence {
  switch (why) {
    case 'stopped':
      return {
        zh: `核对在 ${percent}% 时被停止，没有结果。需要时请重新核对。`,
        en: `The check was stopped at ${percent} %, with no result. Check again when you want to.`,
      }
    case 'disk':
      return {
        zh: '核对没有做完：磁盘空间不足或读写出错。请 IT 运行 npm run doctor 查看磁盘，再核对一次。',
        en: 'The check did not come to its end: no room, or the disk failed. Have IT run npm run doctor; check again.',
      }
    default:
      return never(why)
  }
}
