import type { Sentence } from '#domain/sentence'
import type { Clock } from '#drivers/clock/port'
import type { Disk } from '#drivers/disk/port'
import type { DeriveKey, HashingCost } from '#drivers/hashing/port'
import type { Claim } from '#drivers/lock/port'
import type { Random } from '#drivers/random/port'
import { readJournalName } from '#journal/epoch'
import { verifyFolder } from '#journal/verify'
import { readArguments, type Asked, type Verb } from './arguments.ts'
import type { CarriedSecrets } from './carried.ts'
import { openerFor, setRecipient } from './key-command.ts'
import { makeBackup, scratchOf, type Progress } from './make.ts'
import { ending, Refuse, type Ended } from './refusal.ts'
import { mustBeFree, restore } from './restore.ts'
import { sentenceOfRefusal } from './sentences.ts'
import { backupSettingsIn } from './settings.ts'
import { shelf } from './shelf.ts'
import { keyFor, openBackup, tryOut } from './unpack.ts'
import { join, resolve } from 'node:path'

/** What `npm run backup` does; `build/backup.ts` gives it the machine. */
export interface CommandParts {
  readonly disk: Disk
  readonly clock: Clock
  readonly random: Random
  readonly derive: DeriveKey
  readonly secrets: CarriedSecrets
  /** What a passphrase costs to guess, from now on. */
  readonly cost: HashingCost
  readonly args: readonly string[]
  /** The data folder where none is named. */
  readonly folder: string
  readonly claim: (folder: string) => Promise<Claim>
  /** Asks a person for a secret; null where nothing was typed. */
  readonly ask: (prompt: string) => Promise<string | null>
  readonly say: (line: string) => void
  readonly onProgress: (progress: Progress) => void
  readonly signal: AbortSignal
}

/** As the operating system sees it. */
export const EXIT = { done: 0, refused: 1, usage: 2 } as const

/** A verb's work: what came of it, and what is worth knowing. Throws Refuse. */
type Work = (command: CommandParts, asked: Asked, folder: string) => Promise<readonly Sentence[]>

export async function runCommand(command: CommandParts): Promise<(typeof EXIT)[keyof typeof EXIT]> {
  const { args, say, signal } = command
  const asked = readArguments(args)
  if (!asked) {
    for (const line of usage(command.folder)) say(line)
    return EXIT.usage
  }
  const folder = resolve(asked.options.get('--data') ?? command.folder)
  const ended = await ending(() => WORK[asked.verb](command, asked, folder), signal)
  const [first, ...more] = ended.ok ? ended.value : [sentenceOfRefusal(ended)]
  if (first) say(`${ended.ok ? '✓' : '✕'} ${first.zh} / ${first.en}`)
  for (const { zh, en } of more) say(`○ ${zh} / ${en}`)
  return ended.ok ? EXIT.done : EXIT.refused
}

const WORK: Readonly<Record<Verb, Work>> = { key: setRecipient, make, check, restore: restoring, list }

/** While the folder is held; nobody else is at it. */
async function holding<Value>(claim: CommandParts['claim'], folder: string, work: () => Promise<Value>) {
  const claimed = await claim(folder)
  if (claimed.is === 'taken') throw new Refuse({ why: 'busy', folder })
  try {
    return await work()
  } finally {
    await claimed.lock.free()
  }
}

async function make(command: CommandParts, { options }: Asked, folder: string): Promise<Sentence[]> {
  const { disk, clock, random, claim, signal, onProgress } = command
  const { data: settings } = await backupSettingsIn(disk, folder)
  const { recipient, keep } = settings
  if (!recipient) throw new Refuse({ why: 'no-recipient' })
  const { faults, head, epochs } = await verifyFolder(disk, join(folder, 'journal'))
  const [fault] = faults
  if (fault) throw new Refuse({ why: 'not-verified', fault })
  const to = resolve(options.get('--to') ?? settings.folder)
  const journal = epochs.at(-1)?.journal ?? ''
  const carried = await command.secrets.read(folder)
  if (!carried) throw new Refuse({ why: 'secrets-sealed' })
  const made = await holding(claim, scratchOf(folder, 'command'), () =>
    makeBackup({
      ...{
        disk,
        clock,
        random,
        folder,
        to,
        keep,
        recipient,
        journal,
        head,
        signal,
        onProgress,
        by: 'command',
        carried: () => carried,
      },
    }),
  )
  const { file, bytes, removed } = valueOf(made)
  return [
    {
      zh: `已备份到第 ${head.seq} 条并试恢复核对：${file}（${bytes} 字节）；删除旧备份 ${removed} 份`,
      en:
        `Backed up to record ${head.seq}, restored once and verified: ${file} (${bytes} bytes); ` +
        `old ones removed: ${removed}`,
    },
  ]
}

async function check(command: CommandParts, asked: Asked, folder: string): Promise<Sentence[]> {
  const { disk, claim, signal, onProgress } = command
  const backup = await openBackup(disk, resolve(asked.file))
  const key = keyFor(backup, await openerFor(command, asked, backup))
  const { bytes: of, head, journal } = backup.header
  let done = 0
  const onFile = (bytes: number) => onProgress({ at: 'trying', done: (done += bytes), of })
  const into = scratchOf(folder, 'command')
  await holding(claim, into, () => tryOut({ disk, backup, key, into, signal, onFile }))
  return [
    {
      zh: `备份完好：${journal}，到第 ${head.seq} 条，散列 ${head.hash}`,
      en: `The backup is sound: ${journal}, up to record ${head.seq}, hash ${head.hash}`,
    },
  ]
}

async function restoring(command: CommandParts, asked: Asked, folder: string): Promise<Sentence[]> {
  const { disk, clock, random, claim, signal, onProgress } = command
  const backup = await openBackup(disk, resolve(asked.file))
  const of = backup.header.bytes
  let done = 0
  const onFile = (bytes: number) => onProgress({ at: 'trying', done: (done += bytes), of })
  const { epoch } = asked
  const ended = await holding(claim, folder, async () => {
    // Nobody is asked for a secret that opens nothing here.
    await mustBeFree(disk, folder, backup)
    const key = await openerFor(command, asked, backup)
    return restore({ disk, clock, random, backup, key, folder, epoch, signal, onFile, keep: command.secrets.keep })
  })
  const { journal, seq } = valueOf(ended)
  const now = readJournalName(journal)
  const [station, is] = [now?.station ?? '', now?.epoch ?? 0]
  return [
    {
      zh: `已恢复到 ${folder}：到第 ${seq} 条，收银台以纪元 ${is} 继续（小票 S${station}-${is}-…）`,
      en:
        `Restored to ${folder}: up to record ${seq}; the station goes on in epoch ${is} ` +
        `(receipts S${station}-${is}-…)`,
    },
    {
      zh: `备份之后的销售不在其中。同一台收银台若还要再恢复一次，请用 --epoch ${is + 1} 或更大的数，纪元不能重复。`,
      en:
        `Sales after the backup are not in it. If this station is restored once more, use --epoch ${is + 1} ` +
        'or a greater number: no two may have the same epoch.',
    },
    {
      zh: '请对照银行和扫码平台的对账单，核实备份时尚未了结的付款。',
      en: 'Compare payments that were open at the time of the backup with the statements of bank and scan platform.',
    },
  ]
}

async function list({ disk }: CommandParts, { options }: Asked, folder: string): Promise<Sentence[]> {
  const { data: settings } = await backupSettingsIn(disk, folder)
  const to = resolve(options.get('--to') ?? settings.folder)
  const found = await shelf(disk, to, null)
  const lines = found.map(({ name, station, epoch, seq }) => ({
    zh: `${name}：收银台 ${station}，纪元 ${epoch}，到第 ${seq} 条`,
    en: `station ${station}, epoch ${epoch}, up to record ${seq}`,
  }))
  return [{ zh: `${to}：共 ${found.length} 份备份`, en: `backups: ${found.length}` }, ...lines]
}

function valueOf<Value>(ended: Ended<Value>): Value {
  if (ended.ok) return ended.value
  throw new Refuse(ended)
}

const usage = (folder: string): string[] => [
  '用法 / usage: npm run backup -- key|make|check|restore|list',
  '  key [--public PEM] [--to DIR]  设定备份口令，或总部的 X25519 公钥；备份放在哪里',
  '                                 sets a passphrase, or head office’s X25519 key; and where backups go',
  '  make [--to DIR]                备份、试恢复、核对 / backs up, restores it once and verifies',
  '  check FILE [--key PEM]         试恢复一份备份并核对 / restores a backup once and verifies it',
  '  restore FILE --data DIR [--key PEM] [--epoch N]  恢复到空文件夹 / restores to an empty folder',
  '  list [--to DIR]                列出备份 / lists backups',
  `  --data DIR  数据文件夹，不写就是 / the data folder, if left out: ${folder}`,
]
