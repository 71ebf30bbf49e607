import type { Sentence } from '#domain/sentence'
import type { FaultKind, JournalFault } from './survey.ts'
import { basename } from 'node:path'

const RESTORE: Sentence = {
  zh: '请先复制整个数据文件夹，再由 IT 从备份恢复。',
  en: 'Copy the whole data folder first, then have IT restore a backup.',
}

interface Wrong extends Sentence {
  /** The next step, where it is not to restore. */
  readonly next?: Sentence
}

/** Each is read after `Record 7 (file)`. */
const WRONG: Readonly<Record<FaultKind, Wrong>> = {
  broken: {
    zh: '与写入时不同：磁盘损坏或被人改动。',
    en: 'is not what was written: the disk is failing or somebody edited it.',
  },
  chain: {
    zh: '与前一条不衔接：这两条中有一条被换过或多写了一遍。',
    en: 'does not continue the record before it: one of the two was replaced or put in twice.',
  },
  missing: { zh: '缺失。', en: 'is missing.' },
  truncated: {
    zh: '曾经写入，现在缺失：流水的末尾被截掉了。',
    en: 'had been written and is missing: the end of the journal was cut off.',
  },
  replaced: {
    zh: '自身完整，但不是收银台上次启停时看到的那一条：流水被整段换过。',
    en: 'is whole, yet not the one the station saw when it last started or ended: the journal was exchanged.',
  },
  unreadable: {
    zh: '所在的文件磁盘读不出来。',
    en: 'is in a file that the disk does not give.',
    next: {
      zh: '请先把其余文件复制到另一块磁盘，再请 IT 检查这块磁盘并从备份恢复。',
      en: 'Copy the other files to another disk first, then have IT check this one and restore a backup.',
    },
  },
  archive: {
    zh: '所在的存档损坏或被人改动。',
    en: 'is in an archive that was damaged or edited.',
  },
  twins: {
    zh: '所在的文件与它的存档（.gz）内容不同：其中一个损坏或被人改动。',
    en: 'is in a file that differs from its archive (.gz): one of the two was damaged or edited.',
  },
  foreign: {
    zh: '属于另一台收银台。',
    en: 'belongs to another station.',
    next: {
      zh: '请核对数据文件夹是否放错，并把它的流水放回原处。',
      en: 'Check whether the data folders were mixed up, and put each journal back where it belongs.',
    },
  },
  newer: {
    zh: '由更新的版本写入。',
    en: 'was written by a later version.',
    next: { zh: '请用那个版本核对。', en: 'Verify with that version.' },
  },
  name: {
    zh: '是该文件的第一条，文件名却是别的序号。',
    en: 'is the first in a file that is named for another one.',
    next: {
      zh: '请把文件名改成该序号（16 位数字，后缀 .jsonl）。',
      en: 'Rename the file to that number, in 16 digits and .jsonl.',
    },
  },
}

/** What is said of a fault: which records, in which file, what is wrong, and what to do. */
export function sentenceOfFault({ kind, sequence, last, file }: JournalFault): Sentence {
  const { zh, en, next = RESTORE } = WRONG[kind]
  const which = sequence === last ? `${sequence}` : `${sequence}–${last}`
  const name = basename(file)
  return {
    zh: `流水第 ${which} 条（${name}）${zh}${next.zh}`,
    en: `${sequence === last ? 'Record' : 'Each of records'} ${which} (${name}) ${en} ${next.en}`,
  }
}
