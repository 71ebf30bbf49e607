import type { Sentence } from '#domain/sentence'
import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Random } from '#drivers/random/port'
import { FileRefused } from '#journal/durable-file'
import { sentenceOf } from '../sentences.ts'
import { readArguments, type Asked, type Verb } from './arguments.ts'
import { issue } from './issuing.ts'
import { list, makeKeys, revoke, trust } from './keeping.ts'
import { makePolicy, takePolicyFile } from './policy-commands.ts'

/** What `npm run activation` does; `build/activation.ts` gives it the machine. */
export interface CommandParts {
  readonly disk: Disk
  readonly clock: Clock
  readonly random: Random
  readonly args: readonly string[]
  /** The station's data folder where none is named. */
  readonly folder: string
  readonly say: (line: string) => void
  /** A text as a QR code, drawn into a file. */
  readonly drawQr: (path: string, text: string) => Promise<void>
}

/** As the operating system sees it. */
export const EXIT = { done: 0, refused: 1, usage: 2 } as const

/** Why nothing was done, with the next step. */
export class Refuse extends Error {
  readonly said: Sentence
  constructor(said: Sentence) {
    super(said.en)
    this.said = said
  }
}

export type Work = (command: CommandParts, asked: Asked) => Promise<readonly Sentence[]>
const WORK: Readonly<Record<Verb, Work>> = {
  ...{ keys: makeKeys, trust, issue, revoke, list },
  ...{ policy: makePolicy, 'take-policy': takePolicyFile },
}

export async function runCommand(command: CommandParts): Promise<number> {
  const { say, args } = command
  const asked = readArguments(args)
  if (!asked) {
    for (const line of USAGE) say(line)
    return EXIT.usage
  }
  try {
    const [first, ...more] = await WORK[asked.verb](command, asked)
    if (first) say(`✓ ${first.zh} / ${first.en}`)
    for (const { zh, en } of more) say(zh === en ? zh : `○ ${zh} / ${en}`)
    return EXIT.done
  } catch (cause) {
    const said = sentenceFor(cause)
    say(`✕ ${said.zh} / ${said.en}`)
    return EXIT.refused
  }
}

function sentenceFor(cause: unknown): Sentence {
  if (cause instanceof Refuse) return cause.said
  if (cause instanceof FileRefused) return sentenceOf({ why: 'file-broken', file: cause.file, cause: cause.message })
  if (cause instanceof DiskFault) return sentenceOf({ why: 'folder', folder: cause.path, fault: cause.why })
  throw cause
}

const USAGE = [
  '用法 / usage: npm run activation -- keys|trust|issue|revoke|list|policy|take-policy',
  '  keys --to DIR                                      总部的密钥 / head office’s keys',
  '  trust [--key PUB --merchant M --terminal T] [--list FILE] [--data DIR]',
  '                                                     收银台信任这把公钥 / a station trusts this key',
  '  issue --key KEY --merchant M --terminal T --device FINGERPRINT --days N',
  '        [--reset OPERATOR | --demand] [--qr FILE.svg]  开码 / makes a code',
  '  revoke --key KEY ID [--data DIR]                   作废 / takes a code back',
  '  list --dir DIR                                     列出 / lists what was made',
  '  policy --key KEY --policy FILE --out SIGNED        签授权规则 / signs a policy',
  '  take-policy SIGNED [--data DIR]                    收银台采用它 / a station takes it',
]
