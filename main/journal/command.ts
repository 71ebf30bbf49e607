import { formatAnchor, readAnchor, type Anchor } from '#domain/anchor'
import { DiskFault, type Disk } from '#drivers/disk/port'
import { sentenceOfFault } from './fault-sentences.ts'
import type { Placed } from './scan.ts'
import { lacksWitness, verifyFolder, type Verified } from './verify.ts'
import { join, resolve } from 'node:path'

/** What `npm run journal` does; `build/journal.ts` gives it the real disk. */
export interface CommandParts {
  readonly disk: Disk
  readonly args: readonly string[]
  /** The data folder where none is named. */
  readonly folder: string
  readonly say: (line: string) => void
  /** What is not the command's product: beside an export, what is wrong with the journal. */
  readonly warn: (line: string) => void
}

/** As the operating system sees it. */
export const EXIT = { sound: 0, faults: 1, usage: 2 } as const
type Exit = (typeof EXIT)[keyof typeof EXIT]

const VERBS = ['verify', 'export'] as const

export async function runCommand({ disk, args, folder, say, warn }: CommandParts): Promise<Exit> {
  const asked = readArguments(args)
  if (!asked) {
    for (const line of usage(folder)) say(line)
    return EXIT.usage
  }
  const { verb, named, anchor } = asked
  // Beside an export's own lines nothing else may stand.
  const tell = verb === 'verify' ? say : warn
  const data = named === undefined ? folder : resolve(named)
  try {
    const journal = join(data, 'journal')
    const seen = anchor && watchFor(anchor)
    const verified =
      verb === 'verify' ? await verifyFolder(disk, journal, seen?.look) : await exportFolder(disk, journal, say)
    for (const line of report(verified)) tell(line)
    const missed = seen?.missed() ?? []
    for (const line of missed) tell(line)
    return verified.faults.length + missed.length === 0 ? EXIT.sound : EXIT.faults
  } catch (cause) {
    if (!(cause instanceof DiskFault)) throw cause
    tell(unread(cause, data))
    return EXIT.usage
  }
}

interface Asked {
  readonly verb: (typeof VERBS)[number]
  /** The data folder. */
  readonly named: string | undefined
  readonly anchor: Anchor | null
}

/** Null where it is not to be understood. */
function readArguments([asked, ...rest]: readonly string[]): Asked | null {
  const verb = VERBS.find((each) => each === asked)
  const option = rest.indexOf(HEAD)
  const anchor = option < 0 ? null : readAnchor(rest[option + 1] ?? '')
  const [named, ...more] = option < 0 ? rest : rest.toSpliced(option, 2)
  const fits = verb !== undefined && more.length === 0 && !named?.startsWith('-')
  if (!fits || (option >= 0 && (anchor === null || verb !== 'verify'))) return null
  return { verb, named, anchor }
}
const HEAD = '--head'

/** Looks for the record that a receipt names. Where it is gone or another, the journal was cut off or made anew. */
function watchFor(anchor: Anchor) {
  let found = false
  return {
    look: ({ record, hash }: Placed) => {
      found ||= record.seq === anchor.seq && hash.startsWith(anchor.hash)
    },
    missed: (): string[] => {
      const said = formatAnchor(anchor)
      if (found) return []
      return [
        `✕ 小票上的 ${said} 不在这份流水里：流水在那以后被截断或重造过。请保留这张小票并报告总部。 / ` +
          `${said} of the receipt is not in this journal: it was cut off or made anew since. Keep the receipt and tell ` +
          'head office.',
      ]
    },
  }
}

/** Every record as a line of JSON, up to the file with the first fault: for other tools, and for recomputing totals. */
const exportFolder = (disk: Disk, journal: string, say: (line: string) => void): Promise<Verified> =>
  verifyFolder(disk, journal, ({ record: { seq, ts, txn, type, body } }) =>
    say(JSON.stringify({ seq, ts, txn, type, body })),
  )

const usage = (folder: string): string[] => [
  '用法 / usage: npm run journal -- verify|export [DIR] [--head 1234-AbCdEfGh]',
  '  verify  核对流水，逐条指出问题的序号 / checks the journal and names every fault by its record number',
  '  export  每条记录一行 JSON，写到标准输出 / every record as a line of JSON on standard output',
  '  --head  小票末尾的流水号：核对它还在 / what stands at the foot of a receipt: whether it is still there',
  `  DIR     数据文件夹，与 --data 相同；不写就是 / the data folder, as for --data; if left out: ${folder}`,
  '查找（find）、统计（stats）以后提供 / find and stats come later',
]

function unread({ why, path }: DiskFault, data: string): string {
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
function report(verified: Verified): string[] {
  const { records, segments, head, faults, torn, strays } = verified
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
      '○ 见证文件 witness.json 缺失或损坏，末尾若被截掉便看不出来。下次启动会重建；若不是自己删的，请查明原因。 / ' +
        'witness.json is missing or damaged, so an end that was cut off would not show. ' +
        'The next start makes it anew; find out why, if nobody removed it.',
    )
  }
  for (const name of strays) {
    lines.push(
      `○ ${name} 不是流水文件的名字，没有核对。请把它移出 journal 文件夹。 / ` +
        `${name} is not the name of a journal file and was not checked. Move it out of the journal folder.`,
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
