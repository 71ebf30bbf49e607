/**
 * `npm run doctor [-- --data DIR --program DIR]`: the self-checks, one after the other, for whoever installs or repairs
 * a till. It takes no lock, so a station may be selling meanwhile. Exit 0, 1 where a check is bad, 2 where it was
 * not understood.
 */
import { parseArgs } from 'node:util'
import { join, resolve } from 'node:path'
import { makeRealClock } from '../drivers/clock/real.ts'
import { makeRealDisk } from '../drivers/disk/real.ts'
import { checkBackups } from '../main/diagnostics/backups.ts'
import { checkBundle } from '../main/diagnostics/bundle.ts'
import { linesOf, verdictOf, type Check } from '../main/diagnostics/check.ts'
import { checkDisk } from '../main/diagnostics/disk.ts'
import { checkAccepted, checkProgramFiles } from '../main/diagnostics/integrity.ts'
import { checkJournal } from '../main/diagnostics/journal.ts'
import { checkMessages } from '../main/diagnostics/messages.ts'
import { checkPayments } from '../main/diagnostics/payments.ts'
import { checkRecordCheck } from '../main/diagnostics/record-check.ts'
import { checkSandbox } from '../main/diagnostics/sandbox.ts'
import { checkSettings } from '../main/diagnostics/settings.ts'
import { checkShell } from '../main/diagnostics/shell.ts'
import { checkVersions } from '../main/diagnostics/versions.ts'
import { defaultFolder } from '../main/shell/options.ts'
import { buildState } from './freshness.ts'
import { findSandbox } from './machine/sandbox.ts'
import { findShells } from './machine/shell.ts'
import { readVersions } from './machine/versions.ts'
import { ROOT } from './places.ts'

const EXIT = { fit: 0, bad: 1, usage: 2 } as const
const say = (line: string) => void process.stdout.write(`${line}\n`)

interface Asked {
  readonly data: string
  /** Where the built program lies. */
  readonly program: string
}

/** The folders, or null where the command line says something else. */
function foldersAsked(): Asked | null {
  try {
    const { values } = parseArgs({ options: { data: { type: 'string' }, program: { type: 'string' } } })
    const program = resolve(values.program ?? join(ROOT, 'out'))
    return { data: resolve(values.data ?? defaultFolder('training')), program }
  } catch {
    // An option that there is not; the usage says which there is.
    return null
  }
}

async function examine({ data: folder, program }: Asked): Promise<number> {
  const checks: Check[] = []
  const disk = makeRealDisk()
  const clock = makeRealClock()
  const note = async (check: Check | Promise<Check>): Promise<Check> => {
    const found = await check
    checks.push(found)
    for (const line of linesOf(found)) say(line)
    return found
  }
  say(`收银台自检 / station self-check  ${folder}`)
  const shell = await note(checkShell(await findShells()))
  await note(checkVersions(readVersions()))
  await note(checkBundle(buildState()))
  await note(checkProgramFiles(disk, { folder: program, key: null }))
  await note(checkDisk({ disk, clock, folder }))
  await note(checkJournal(disk, folder))
  await note(checkRecordCheck({ disk, clock, folder }))
  await note(checkPayments(disk, folder))
  await note(checkBackups({ disk, clock, folder }))
  await note(checkSettings(disk, folder))
  await note(checkMessages(disk, folder))
  await note(checkAccepted(disk, folder))
  // Without a shell there is no window to look at.
  if (shell.is !== 'bad') await note(checkSandbox(await findSandbox()))
  say(verdictOf(checks))
  return checks.some(({ is }) => is === 'bad') ? EXIT.bad : EXIT.fit
}

const asked = foldersAsked()
if (asked === null) say('用法 / usage: npm run doctor [-- --data DIR --program DIR]')
process.exitCode = asked === null ? EXIT.usage : await examine(asked)
