import { CacheFault } from '#drivers/cache/port'
import type { Disk } from '#drivers/disk/port'
import type { Sentence } from '#domain/sentence'
import { findRecords, IndexMismatch, type RecordIndex } from './find-records.ts'
import { matches, type Wanted } from './finding.ts'
import type { JournalRecord } from './line.ts'
import type { Placed } from './scan.ts'

/** What `find` was asked. */
export interface FindAsked {
  readonly wanted: Wanted
  /** So many of the newest, newest first; null is all, oldest first. */
  readonly limit: number | null
  /** Looks through all files though there is an index. */
  readonly scan: boolean
}

export interface OpenedIndex extends RecordIndex {
  readonly close: () => void
}

export interface FindParts {
  readonly disk: Disk
  /** The journal's. */
  readonly folder: string
  /** Null where there is none, or none of this version. */
  readonly openIndex: () => OpenedIndex | null
}

/** Above so many it is quicker to look through all files than to read one record after the other. */
const BY_INDEX_MAX = 5_000

/** For other tools, and for recomputing totals. */
export const jsonOf = ({ seq, ts, txn, type, body }: JournalRecord): string =>
  JSON.stringify({ seq, ts, txn, type, body })

/** The lines to print, as found by the index; null where all files are to be looked through. It tells which it is. */
export async function findByIndex(
  { openIndex, ...place }: FindParts,
  { wanted, limit, scan }: FindAsked,
  tell: (why: Sentence) => void,
): Promise<readonly string[] | null> {
  let index: OpenedIndex | null = null
  try {
    index = scan ? null : openIndex()
    if (!index) {
      tell(scan ? SCANNED : NO_INDEX)
      return null
    }
    const found: string[] = []
    for await (const record of findRecords({ ...place, index, upTo: null }, wanted)) {
      if (found.length === (limit ?? BY_INDEX_MAX + 1)) break
      found.push(jsonOf(record))
      if (found.length <= BY_INDEX_MAX) continue
      tell(TOO_MANY)
      return null
    }
    tell(BY_INDEX)
    return limit === null ? found.reverse() : found
  } catch (cause) {
    if (!(cause instanceof IndexMismatch || cause instanceof CacheFault)) throw cause
    tell(cause instanceof IndexMismatch ? mismatch(cause) : UNREADABLE)
    return null
  } finally {
    index?.close()
  }
}

/** Takes each record in order, and gives the lines to print as they come or at the end. */
export function findInOrder({ wanted, limit }: FindAsked, say: (line: string) => void) {
  const newest: string[] = []
  return {
    look: ({ record }: Placed): void => {
      if (!matches(record, wanted)) return
      if (limit === null) say(jsonOf(record))
      else if (newest.push(jsonOf(record)) > limit) newest.shift()
    },
    end: (): void => newest.reverse().forEach(say),
  }
}

const BY_INDEX: Sentence = {
  zh: '○ 按索引查找，没有核对整份流水；要核对请用 verify。',
  en: 'Found by the index; the journal was not checked as a whole: for that use verify.',
}
const SCANNED: Sentence = { zh: '○ 按 --scan 逐条查找。', en: 'All records were looked through, as --scan says.' }
const NO_INDEX: Sentence = {
  zh: '○ 没有可用的索引，逐条查找；收银台启动一次就有索引。',
  en: 'There is no index that can be used, so all records were looked through; a start of the station makes one.',
}
const TOO_MANY: Sentence = {
  zh: `○ 符合的超过 ${BY_INDEX_MAX} 条，逐条查找更快；只要最新的请用 --limit。`,
  en: `More than ${BY_INDEX_MAX} fit, so all records were looked through; for the newest only, use --limit.`,
}
const UNREADABLE: Sentence = {
  zh: '✕ 索引读不了，逐条查找。请在收银台关闭后删除 cache 文件夹，下次启动会重建。',
  en:
    'The index can not be read, so all records were looked through. With the station closed, delete the folder ' +
    'cache: the next start makes it anew.',
}
const mismatch = ({ sequence }: IndexMismatch): Sentence => ({
  zh:
    `✕ 索引与流水在第 ${sequence} 条不符，逐条查找。流水是准的：先用 verify 核对；流水完好，就在收银台关闭后删除 cache 文件夹，` +
    '下次启动会重建。',
  en:
    `The index and the journal differ at record ${sequence}, so all records were looked through. The journal counts: ` +
    'check it with verify; if it is sound, delete the folder cache with the station closed; the next start makes it ' +
    'anew.',
})
