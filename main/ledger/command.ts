import type { Sentence } from '#domain/sentence'
import type { Clock } from '#drivers/clock/port'
import type { JournalFeed, Watermarks } from '#drivers/ledger/feed'
import type { LedgerOffice, Migration } from '#drivers/ledger/office'
import { LedgerFault, type Branch, type Ledger } from '#drivers/ledger/port'
import type { Log } from '#drivers/log/port'
import { ed25519In } from '../ed25519.ts'
import { readArguments, type Asked, type Verb } from './arguments.ts'
import { checkLedger, FAULTS_MAX, type Amiss } from './check.ts'
import { metricsText } from './metrics.ts'
import { startProjector } from './projector.ts'

/** What `npm run ledger` does; `build/ledger.ts` gives it the machine. */
export interface CommandParts {
  readonly args: readonly string[]
  /** The database where none is named. */
  readonly database: string | null
  readonly openLedger: (database: string) => Ledger
  readonly openOffice: (database: string) => LedgerOffice
  readonly migrations: () => readonly Migration[]
  /** Null where there is none. */
  readonly source: (asked: Pick<Asked, 'from' | 'hub'>) => Promise<Source | null>
  readonly serveMetrics: (
    port: number,
    text: () => Promise<string>,
  ) => Promise<{ readonly port: number; readonly close: () => Promise<void> }>
  readonly clock: Clock
  readonly log: Log
  readonly closing: AbortSignal
  readonly say: (line: string) => void
}

/** Where the hub is read, and where stations learn what came of it. */
export interface Source {
  readonly feed: JournalFeed
  readonly watermarks: Watermarks
  readonly close: () => Promise<void>
}

const SECOND_MS = 1_000

/** As the operating system sees it. */
const EXIT = { done: 0, refused: 1, usage: 2 } as const
type Exit = (typeof EXIT)[keyof typeof EXIT]
type Work = (parts: CommandParts, asked: Asked) => Promise<Exit>

export async function runCommand(parts: CommandParts): Promise<Exit> {
  const asked = readArguments(parts.args, parts.database)
  if (!asked) {
    for (const line of USAGE) parts.say(line)
    return EXIT.usage
  }
  try {
    return await WORK[asked.verb](parts, asked)
  } catch (cause) {
    if (!(cause instanceof LedgerFault)) throw cause
    return no(parts, {
      zh: `账本数据库没有应答：${cause.message}。请检查数据库是否在运行、地址和权限是否正确，然后重试。`,
      en:
        `The ledger’s database did not do it: ${cause.message}. ` +
        'See that it runs and that address and rights are right, then try again.',
    })
  }
}

const WORK: Readonly<Record<Verb, Work>> = {
  migrate: inOffice(async (office, parts) => {
    const migrated = await office.migrate(parts.migrations())
    if (migrated.is === 'done') return yes(parts, taken(migrated.taken))
    const { name } = migrated
    return migrated.is === 'newer'
      ? no(parts, {
          zh: `数据库已由更新版本的程序升级（${name}）。请使用该版本。`,
          en: `A later version of this program has been here (${name}). Use that one.`,
        })
      : no(parts, {
          zh: `步骤 ${name} 与当时执行的不同。请安装原版程序。`,
          en: `Step ${name} is not the one that was taken here. Install the program as it was released.`,
        })
  }),
  check: inOffice(async (office, parts) => {
    const { branches, batches, records, faults } = await checkLedger(office)
    for (const { shop, station, branch, seq, amiss } of faults)
      parts.say(`✕ ${shop} ${station} ${branch} ${seq}: ${AMISS[amiss].zh} / ${AMISS[amiss].en}`)
    const sum = `${records} / ${batches} / ${branches}`
    if (faults.length === 0)
      return yes(parts, {
        zh: `账本完好：记录、批次、分支 ${sum}`,
        en: `the ledger is sound: records, batches, branches ${sum}`,
      })
    const many = faults.length === FAULTS_MAX ? '≥ ' : ''
    return no(parts, {
      zh: `账本有 ${many}${faults.length} 处不符。请停用此数据库，从备份恢复，并查明谁改过它。`,
      en:
        `The ledger is amiss in ${many}${faults.length} places. ` +
        'Take it out of use, restore it from a backup, and find out who changed it.',
    })
  }),
  enrol: inOffice(async (office, parts, { names: [shop = '', station = '', publicKey = ''] }) => {
    if (!ed25519In(publicKey))
      return no(parts, {
        zh: '这不是收银台的公钥。请使用 settings/identity.pub 中间的一行。',
        en: 'That is no station’s public key. Take the line in the middle of its settings/identity.pub.',
      })
    await office.enrol({ shop, station, publicKey })
    return yes(parts, {
      zh: `收银台 ${shop} ${station} 已登记；总线将从头重读`,
      en: `station ${shop} ${station} is enrolled; the hub is read again from its beginning`,
    })
  }),
  revoke: inOffice(async (office, parts, { names: [shop = '', station = ''] }) =>
    (await office.revoke({ shop, station }))
      ? yes(parts, {
          zh: `收银台 ${shop} ${station} 已注销；已有记录保留，新记录不再接收`,
          en: `station ${shop} ${station} is revoked; what there is of it stays, nothing new is taken`,
        })
      : no(parts, {
          zh: `没有可注销的收银台 ${shop} ${station}。请用 status 查看登记。`,
          en: `There is no station ${shop} ${station} to revoke. See status for those enrolled.`,
        }),
  ),
  rescan: inOffice(async (office, parts) => {
    await office.rescan()
    return yes(parts, { zh: '总线将从头重读', en: 'the hub is read again from its beginning' })
  }),
  status: inLedger(async (ledger, parts) => {
    const { place } = await ledger.place()
    parts.say(`总线位置 / place in the hub: ${place}`)
    for (const { shop, station, branch, seq, hash, ts, enrolled } of await ledger.standing()) {
      const newest = seq === null || ts === null ? '–' : `${branch} ${seq} ${hash} ${new Date(ts).toISOString()}`
      parts.say(`${enrolled ? '○' : '✕'} ${shop} ${station}  ${newest}`)
    }
    for (const { shop, station, branch, seq, upTo } of await ledger.lacking())
      parts.say(`… ${shop} ${station}  缺少 / lacks ${branch} ${seq + 1} – ${upTo}`)
    const branches = await ledger.branches()
    const isParted = ({ shop, station }: Branch) =>
      branches.filter((each) => each.shop === shop && each.station === station).length > 1
    for (const branch of branches.filter((each) => isParted(each) || each.refused > 0)) parts.say(branchLine(branch))
    for (const { shop, station, why, times } of await ledger.encounters())
      parts.say(`! ${shop} ${station}  ${why} ${times}`)
    return EXIT.done
  }),
  run: inLedger(async (ledger, parts, { from, hub, metrics, marks }) => {
    const source = await parts.source({ from, hub })
    if (!source)
      return no(parts, {
        zh: '不知道从哪里读取。请用 --hub 指明总部的文件夹（其中已运行过 npm run hub），或给出 --from FILE。',
        en:
          'There is nothing to read from. Name head office’s folder with --hub, once npm run hub has been there, ' +
          'or give --from FILE.',
      })
    const { clock, log, closing } = parts
    const { feed, watermarks } = source
    const said = marks === null ? {} : { sayMs: marks * SECOND_MS }
    const projector = startProjector({ ledger, feed, watermarks, clock, log, closing, ...said })
    const text = () => metricsText({ ledger, state: projector.state, nowMs: clock.nowMs })
    const server = metrics === null ? null : await parts.serveMetrics(metrics, text)
    if (server) parts.say(`http://127.0.0.1:${server.port}/metrics`)
    await projector.ended
    await source.close()
    await server?.close()
    return EXIT.done
  }),
}

function branchLine({ shop, station, branch, parent, forkSeq, alone, parentAlone, refused, newest }: Branch): string {
  const from = parent === null ? '' : `  ${parent} ${forkSeq} ⑂ (${parent} +${parentAlone})`
  const own = `  +${alone}${refused > 0 ? `  ! ${refused}` : ''}`
  return `${newest ? '  ›' : '  ·'} ${shop} ${station} ${branch}${from}${own}`
}

function inOffice(work: (office: LedgerOffice, parts: CommandParts, asked: Asked) => Promise<Exit>): Work {
  return async (parts, asked) => {
    const office = parts.openOffice(asked.database)
    return work(office, parts, asked).finally(() => office.close())
  }
}

function inLedger(work: (ledger: Ledger, parts: CommandParts, asked: Asked) => Promise<Exit>): Work {
  return async (parts, asked) => {
    const ledger = parts.openLedger(asked.database)
    return work(ledger, parts, asked).finally(() => ledger.close())
  }
}

const taken = (names: readonly string[]): Sentence =>
  names.length === 0
    ? { zh: '账本已是最新', en: 'the ledger is as it should be' }
    : { zh: `已执行：${names.join('、')}`, en: `taken: ${names.join(', ')}` }

function yes({ say }: CommandParts, { zh, en }: Sentence): Exit {
  say(`✓ ${zh} / ${en}`)
  return EXIT.done
}

function no({ say }: CommandParts, { zh, en }: Sentence): Exit {
  say(`✕ ${zh} / ${en}`)
  return EXIT.refused
}

const AMISS: Readonly<Record<Amiss, Sentence>> = {
  'broken-line': { zh: '该行不完整', en: 'its line is not whole' },
  missing: { zh: '记录缺失', en: 'it is missing' },
  unsigned: { zh: '没有签名批次包含它', en: 'no signed batch holds it' },
  signature: { zh: '批次与签名不符', en: 'its batch is not as it was signed' },
  column: { zh: '列与原始行不符', en: 'a column says otherwise than its line' },
  'fork-point': { zh: '分支不是从上级记录开始', en: 'its branch does not begin with its parent’s record' },
  head: { zh: '分支末尾与登记不符', en: 'the branch does not end where it says' },
  epoch: { zh: '换了纪元却没有说明', en: 'it is of another epoch and does not say so' },
}

const USAGE = [
  '用法 / usage: npm run ledger -- VERB [--database URL]',
  '  migrate                    建立或升级账本 / makes the ledger, or moves it on',
  '  enrol SHOP STATION KEY     登记收银台 / takes a station in',
  '  revoke SHOP STATION        注销收银台 / takes nothing new of it any more',
  '  run --hub DIR [--metrics PORT] [--marks SECONDS]',
  '                             从总线读入账本 / reads the hub of head office’s folder into the ledger',
  '  run --from FILE            从文件读入账本 / reads a file of a hub’s messages into the ledger',
  '  status                     现状 / how it stands; ⑂: 分支从哪里分开 / where branches part',
  '  check                      全面核对 / reads all of it and checks it',
  '  rescan                     从头重读总线 / reads the hub again from its beginning',
  '  URL: postgresql://USER@HOST/NAME，或环境变量 / or the variable LEDGER_DATABASE',
]
