import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Claim } from '#drivers/lock/port'
import type { Random } from '#drivers/random/port'
import { archiveOld } from '#journal/archiving'
import { EXIT, unread, usage } from '#journal/command'
import { FileRefused } from '#journal/durable-file'
import type { Sentence } from '#domain/sentence'
import { refusalFor } from '../opening.ts'
import { sentenceOf } from '../sentences.ts'
import { settingsIn } from '../settings.ts'
import { readArguments, type Asked } from './arguments.ts'
import { checkExport } from './checking.ts'
import { exportRecords } from './exporting.ts'
import { OUT_SENTENCES } from './sentences.ts'
import { join, resolve } from 'node:path'

/** What `npm run journal -- export|check-export|archive` does; `build/journal.ts` gives it the real world. */
export interface ExportParts {
  readonly disk: Disk
  readonly clock: Clock
  readonly random: Random
  /** Claims a data folder, so that no station runs on it meanwhile. */
  readonly claim: (folder: string) => Promise<Claim>
  readonly args: readonly string[]
  /** The data folder where none is named. */
  readonly folder: string
  /** Text of the export itself, as it is. */
  readonly write: (text: string) => void
  readonly say: (line: string) => void
  /** What is not the command's product. */
  readonly warn: (line: string) => void
}

type Exit = (typeof EXIT)[keyof typeof EXIT]

export async function runExport(parts: ExportParts): Promise<Exit> {
  const asked = readArguments(parts.args)
  if (!asked) {
    for (const line of usage(parts.folder)) parts.say(line)
    return EXIT.usage
  }
  const data = asked.named === undefined ? parts.folder : resolve(asked.named)
  const tell = asked.verb === 'export' ? parts.warn : parts.say
  try {
    return (await carryOut(asked, data, parts)) ? EXIT.sound : EXIT.faults
  } catch (cause) {
    tell(refusalOf(asked, cause, data))
    return EXIT.usage
  }
}

function carryOut(asked: Asked, data: string, parts: ExportParts): Promise<boolean> {
  switch (asked.verb) {
    case 'export':
      return exportRecords(asked, data, parts)
    case 'check-export':
      return checkExport(asked, parts)
    case 'archive':
      return archive(data, parts)
  }
}

/** What was thrown, as a line; anything but a refusal of the disk or of a file is thrown on. */
function refusalOf(asked: Asked, cause: unknown, data: string): string {
  const line = ({ zh, en }: Sentence) => `✕ ${zh} / ${en}`
  if (cause instanceof FileRefused) return line(sentenceOf(refusalFor(cause, data)))
  if (!(cause instanceof DiskFault)) throw cause
  if (asked.verb === 'export' && asked.out !== null && cause.path.startsWith(asked.out))
    return line(OUT_SENTENCES[cause.why === 'exists' ? 'exists' : 'unwritable'](cause.path, cause.why))
  if (asked.verb === 'check-export' && cause.path.startsWith(asked.file))
    return line(OUT_SENTENCES.unreadable(cause.path, cause.why))
  return unread(cause, data)
}

async function archive(data: string, { disk, clock, claim, say }: ExportParts): Promise<boolean> {
  const tell = ({ zh, en }: Sentence, sign: string) => say(`${sign} ${zh} / ${en}`)
  // Two at once would write to one unfinished archive.
  const claimed = await claim(data)
  if (claimed.is === 'taken') {
    tell(OUT_SENTENCES.running(data, ''), '✕')
    return false
  }
  try {
    const { retention } = (await settingsIn(disk, data)).data
    const now = { policy: retention, now: clock.nowMs() }
    const { archived, faulty } = await archiveOld(disk, join(data, 'journal'), now)
    for (const name of faulty) tell(OUT_SENTENCES.faulty(name, ''), '✕')
    for (const name of archived) say(`  ${name}.gz`)
    tell(OUT_SENTENCES.archived(String(archived.length), ''), '✓')
    return faulty.length === 0
  } finally {
    await claimed.lock.free()
  }
}
