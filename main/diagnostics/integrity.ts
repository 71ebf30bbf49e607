import { settingsChanged, type Finding } from '#domain/integrity'
import type { Disk } from '#drivers/disk/port'
import { FileRefused } from '#journal/durable-file'
import { checkProgram, type BuiltProgram } from '../integrity/manifest.ts'
import { readSettings } from '../integrity/look.ts'
import { checkFolder, type Check } from './check.ts'
import { tillOn } from './payments.ts'
import { join } from 'node:path'

const PROGRAM = { zh: '程序文件', en: 'files of the program' }
const ACCEPTED = { zh: '设置的改动', en: 'changes of settings' }

/** Named of many, so that the line can be read; the station's own drawer shows all. */
const NAMED_MAX = 5

/** Holds the built program against the list its build signed. */
export function checkProgramFiles(disk: Disk, program: BuiltProgram): Promise<Check> {
  return checkFolder(PROGRAM, program.folder, async () => {
    const { findings, files } = await checkProgram(disk, program)
    const [first] = findings
    if (!first) {
      return {
        is: 'good',
        sentence: { zh: `${files} 个文件与构建时一致`, en: `files as they were built: ${files}` },
      }
    }
    const named = namesOf(findings)
    if (first.code === 'manifest-missing') {
      return {
        is: 'attention',
        sentence: {
          zh: `没有清单（${named}）。请运行 npm start，它会先构建；安装版请重新安装。`,
          en: `There is no list of them (${named}). Run npm start, which builds first; or install it again.`,
        },
      }
    }
    return {
      is: 'bad',
      sentence: {
        zh: `${findings.length} 处与构建时不同：${named}。请重新构建或安装，并查明是谁改的。`,
        en: `Not as they were built (${findings.length}): ${named}. Build or install again, and find out who did it.`,
      },
    }
  })
}

/** Holds the settings against those a manager accepted, as the journal has it. */
export function checkAccepted(disk: Disk, folder: string): Promise<Check> {
  return checkFolder(ACCEPTED, folder, async () => {
    const till = await tillOn(disk, join(folder, 'journal'))
    const accepted = till?.integrity.accepted
    if (!accepted) {
      return { is: 'good', sentence: { zh: '还没有确认过的设置', en: 'none was accepted yet' } }
    }
    const changed = await changedIn(disk, folder, accepted.hashes)
    if (changed.length === 0) {
      return { is: 'good', sentence: { zh: '与店长确认过的一致', en: 'as a manager accepted them' } }
    }
    const named = changed.slice(0, NAMED_MAX).join(', ')
    return {
      is: 'attention',
      sentence: {
        zh: `改过而店长没有确认：${named}。请店长在“更多 → 完整性检查”里核对并确认。`,
        en: `Changed, and no manager accepted it: ${named}. A manager sees to it under More, Integrity check.`,
      },
    }
  })
}

async function changedIn(disk: Disk, folder: string, accepted: Parameters<typeof settingsChanged>[0]) {
  try {
    return settingsChanged(accepted, (await readSettings(disk, folder)).hashes)
  } catch (cause) {
    if (!(cause instanceof FileRefused)) throw cause
    return [`${cause.file}: ${cause.message}`]
  }
}

const namesOf = (findings: readonly Finding[]): string =>
  findings
    .slice(0, NAMED_MAX)
    .map(({ about }) => about)
    .join(', ')
