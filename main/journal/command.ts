import { formatAnchor, type Anchor } from '#domain/anchor'
import { assert } from '#domain/result'
import { DiskFault, type Disk } from '#drivers/disk/port'
import { readArguments, type Asked, type Verb } from './arguments.ts'
import { sentenceOfFault } from './fault-sentences.ts'
import { findByIndex, findInOrder, type OpenedIndex } from './find-command.ts'
import type { Placed } from './scan.ts'
import { makeStatistics } from './statistics.ts'
import { lacksWitness, verifyFolder, type Verified } from './verify.ts'
import { join, resolve } from 'node:path'

/** What `npm run journal` does; `build/journal.ts` gives it the real disk. */
export interface CommandParts {
  readonly disk: Disk
  readonly args: readonly string[]
  /** The data folder where none is named. */
  readonly folder: string
  /** What records of this data folder are found by; null where there is none, or none of this version. */
  readonly openIndex: (folder: string) => OpenedIndex | null
  readonly say: (line: string) => void
  /** What is not the command's product: beside an export, what is wrong with the journal. */
  readonly warn: (line: string) => void
}

/** As the operating system sees it. */
export const EXIT = { sound: 0, faults: 1, usage: 2 } as const
type Exit = (typeof EXIT)[keyof typeof EXIT]

export async function runCommand(parts: CommandParts): Promise<Exit> {
  const { disk, args, folder, say, warn } = parts
  const asked = readArguments(args)
  if (!asked) {
    for (const line of usage(folder)) say(line)
    return EXIT.usage
  }
  const { verb, named } = asked
  // Beside records nothing else may stand.
  const tell = verb === 'verify' || verb === 'stats' ? say : warn
  const data = named === undefined ? folder : resolve(named)
  try {
    if (await foundByIndex(parts, asked, data)) return EXIT.sound
    const { look, ends } = LOOKS[verb](asked, say)
    const verified = await verifyFolder(disk, join(data, 'journal'), look)
    for (const line of report(verified)) tell(line)
    return ends(tell) && verified.faults.length === 0 ? EXIT.sound : EXIT.faults
  } catch (cause) {
    if (!(cause instanceof DiskFault)) throw cause
    tell(unread(cause, data))
    return EXIT.usage
  }
}

/** Whether it was a search that the index answered. */
async function foundByIndex({ disk, openIndex, say, warn }: CommandParts, { find }: Asked, data: string) {
  const place = { disk, folder: join(data, 'journal'), openIndex: () => openIndex(data) }
  const lines = find && (await findByIndex(place, find, ({ zh, en }) => warn(`${zh} / ${en}`)))
  lines?.forEach(say)
  return lines !== null
}

interface Look {
  /** Given each sound record in order, up to the file with the first fault; not there where none is looked at. */
  readonly look?: (line: Placed) => void
  /** Says what came of it; false where that is a fault. */
  readonly ends: (tell: (line: string) => void) => boolean
}

const fine = (): boolean => true
const LOOKS: Readonly<Record<Verb, (asked: Asked, say: (line: string) => void) => Look>> = {
  verify: ({ anchor }) => (anchor ? watchFor(anchor) : { ends: fine }),
  find: ({ find }, say) => {
    assert(find !== null, 'a search has been read')
    const { look, end } = findInOrder(find, say)
    return {
      look,
      ends: () => {
        end()
        return true
      },
    }
  },
  stats: () => {
    const statistics = makeStatistics()
    return {
      look: statistics.count,
      ends: (tell) => {
        for (const line of statistics.lines()) tell(line)
        return true
      },
    }
  },
}

/** Looks for the record that a receipt names. Where it is gone or another, the journal was cut off or made anew. */
function watchFor(anchor: Anchor): Look {
  let found = false
  return {
    look: ({ record, hash }) => {
      found ||= record.seq === anchor.seq && hash.startsWith(anchor.hash)
    },
    ends: (tell) => {
      const said = formatAnchor(anchor)
      if (found) return true
      tell(
        `✕ 小票上的 ${said} 不在这份流水里：流水在那以后被截断或重造过。请保留这张小票并报告总部。 / ` +
          `${said} of the receipt is not in this journal: it was cut off or made anew since. Keep the receipt and ` +
          'tell head office.',
      )
      return false
    },
  }
}

export const usage = (folder: string): string[] => [
  '用法 / usage: npm run journal -- verify|export|find|stats|check-export|archive [DIR]',
  '  verify  核对流水，逐条指出问题的序号 / checks the journal and names every fault by its record number',
  '    --head 1234-AbCdEfGh  小票末尾，核对它还在 / the foot of a receipt: whether it is still there',
  '  export  每条记录一行 JSON，写到标准输出 / every record as a line of JSON on standard output',
  '    --format csv  给会计的表格 / a table for accountants    --from 2026-05-01T00:00+08:00 --to …',
  '    --out FILE    写入文件，旁边是签名 FILE.sig / into a file, with its signature beside it',
  '  check-export FILE [DIR]  核对文件与签名 / holds a file against its signature',
  '  archive 压缩旧的流水文件 / compresses old journal files',
  '  find    同上，只要符合的 / the same, of those that fit: --receipt S01-1-000001O --kind sale-paid',
  '          --order S01-1-000012 --operator 03 --amount 12.50 --from 2026-05-04T09:00+08:00 --to …',
  '    --limit 20    最新的 20 条，新的在前 / the newest 20, newest first    --scan  不用索引 / without the index',
  '  stats   条数、大小、时间、种类 / how many, how large, from when to when, of which kinds',
  `  DIR     数据文件夹，与 --data 相同；不写就是 / the data folder, as for --data; if left out: ${folder}`,
]

export function unread({ why, path }: DiskFault, data: string): string {
  if (why === 'missing') {
    return (
      `✕ ${data} 里没有流水（应在 ${join(data, 'journal')}）。请指明收银台的数据文件夹。 / ` +
      `There is no journal in ${data} (it would be ${join(data, 'journal')}). Name the station's data folder.`
    )
  }
  return (
    `✕ 读不了 ${path}（${why}）。请换有权限的用户，或请 IT 检查磁盘。 / ` +
    `${path} can not be read (${why}). Use a user who may, or have IT check the disk.`
  )
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

/** One line a fault, then what is worth knowing, then the verdict. */
export function report(verified: Verified): string[] {
  const { records, segments, head, epochs, faults, torn, strays } = verified
  const lines = faults.map(sentenceOfFault).map(({ zh, en }) => `✕ ${zh} / ${en}`)
  if (torn) {
    lines.push(
      `○ 流水从第 ${torn.sequence} 条起只写了一半：正在写入，或断电所致。没有迹象表明它曾被确认，下次启动会剪掉，不必处理。 / ` +
        `From record ${torn.sequence} on the journal is half written: it is being written, or the power went. ` +
        `Nothing says that it was ever acknowledged, so the next start cuts it; there is nothing to do.`,
    )
  }
  if (lacksWitness(verified)) {
    lines.push(
      '○ 见证文件 sealed/head.json 缺失或损坏，末尾若被截掉便看不出来。下次启动会重建；若不是自己删的，请查明原因。 / ' +
        'sealed/head.json is missing or damaged, so an end that was cut off would not show. ' +
        'The next start makes it anew; find out why, if nobody removed it.',
    )
  }
  for (const name of strays) {
    lines.push(
      `○ ${name} 不是流水文件的名字，没有核对。请把它移出 journal 文件夹。 / ` +
        `${name} is not the name of a journal file and was not checked. Move it out of the journal folder.`,
    )
  }
  for (const { journal, from } of epochs.slice(1)) {
    lines.push(
      `○ 第 ${from} 条起是 ${journal}：收银台在那里从备份恢复过。 / ` +
        `From record ${from} on it is ${journal}: the station was restored from a backup there.`,
    )
  }
  const found = `${count(records, 'record')} in ${count(segments, 'file')}`
  lines.push(
    faults.length === 0
      ? `✓ 流水完好：${records} 条，${segments} 个文件，最后一条 ${head.seq}，散列 ${head.hash} / ` +
          `The journal is sound: ${found}, the last is ${head.seq}, hash ${head.hash}`
      : `✕ 共 ${faults.length} 处问题；${segments} 个文件中读出 ${records} 条，最后一条 ${head.seq} / ` +
          `${count(faults.length, 'fault')}; what can be read is ${found}, the last is ${head.seq}`,
  )
  return lines
}
