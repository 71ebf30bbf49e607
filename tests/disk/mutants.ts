import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../sources.ts'

/** One piece of the journal's source replaced by another. */
interface Mutant {
  readonly file: string
  readonly from: string
  readonly to: string
}

const inJournal = (file: string, from: string, to: string): Mutant => ({ file: `main/journal/${file}`, from, to })

/** Bugs on purpose: each flush left out, each reason for refusing ignored, and the tail not written again. */
export const MUTANTS = {
  /** Acknowledges what was written and not flushed. */
  skipDatasync: inJournal('adapter.ts', 'await file.handle.sync()\n', '\n'),
  /** Begins a file whose name may be lost. */
  skipDirSync: inJournal('adapter.ts', 'await disk.syncFolder(folder)\n', '\n'),
  /** Takes any break in the last file for a torn tail. */
  naiveTail: inJournal(
    'judging.ts',
    'Math.max(highest, watermark), witnessed)',
    '(void watermark, highest), 0 * witnessed)',
  ),
  /** … whatever later lines say. */
  deafToWatermarks: inJournal(
    'judging.ts',
    'Math.max(highest, watermark), witnessed)',
    '(void watermark, highest), witnessed)',
  ),
  /** … whatever the witness says. */
  deafToWitness: inJournal('judging.ts', 'tornFrom(faults, lines, witness.seq)', 'tornFrom(faults, lines, 0)'),
  /** … where the disk did not give the witness. */
  deafToUnreadWitness: inJournal('recovery.ts', 'if (witness.cause) throw witness.cause\n', '\n'),
  /** Shows a tail that may be in the cache only. */
  skipOpenSync: inJournal('recovery.ts', 'await file.sync()\n', '\n'),
  /** Flushes a tail that a failed flush has marked as flushed. */
  skipRewrite: inJournal('recovery.ts', 'if (from < soundBytes) await file.write(', 'if (from < 0) await file.write('),
  skipCut: inJournal('recovery.ts', 'if (soundBytes < bytes.length) await file.truncate(soundBytes)\n', '\n'),
  skipWitnessSync: inJournal('files.ts', 'await file.sync()\n', '\n'),
  skipWitnessDirSync: inJournal('durable-file.ts', 'await this.disk.syncFolder(dirname(this.path))\n', '\n'),
  skipWitnessAtEnd: inJournal(
    'journal.ts',
    'if (!adapter.stopped()) await testify()',
    'if (adapter.stopped()) await testify()',
  ),
  skipWitnessAtStart: inJournal('journal.ts', '    await testify()\n', '\n'),
  /** Goes on after a failed flush. */
  forgivesFaults: inJournal(
    'adapter.ts',
    "this.fault = new JournalStopped(cause instanceof DiskFault ? cause.why : 'io', cause)\n      throw this.fault\n",
    "throw new JournalStopped(cause instanceof DiskFault ? cause.why : 'io', cause)\n",
  ),
  skipRecoveryDirSync: inJournal('recovery.ts', '  await disk.syncFolder(folder)\n', '\n'),
} as const satisfies Record<string, Mutant>

export type MutantName = keyof typeof MUTANTS
export const MUTANT_NAMES = Object.keys(MUTANTS) as readonly MutantName[] // its own keys

export interface Caught {
  readonly name: MutantName
  /** What the campaign said; null where it found nothing. */
  readonly said: string | null
}

/** A mutant that does more than fail may also run for ever. */
const RUN_LIMIT_MS = 600_000

/** Plays the campaign against a copy of the source with the one piece replaced. */
export async function catchMutant(name: MutantName, seeds: number): Promise<Caught> {
  const { file, from, to } = MUTANTS[name]
  const folder = mkdtempSync(join(tmpdir(), 'cashier-mutant-'))
  try {
    for (const part of ['main', 'drivers', 'tests', 'package.json'])
      cpSync(join(ROOT, part), join(folder, part), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
    const source = readFileSync(join(folder, file), 'utf8')
    const pieces = source.split(from)
    if (pieces.length !== 2) throw new Error(`${name}: ${file} holds ${pieces.length - 1} of ${JSON.stringify(from)}`)
    writeFileSync(join(folder, file), pieces.join(to))
    const output = await outputOf(join(folder, 'tests/disk/simulate.ts'), seeds)
    const said = /^seed \d+: .*/m.exec(output)?.[0] ?? null
    // A copy that does not even run proves nothing.
    if (said === null && !output.includes('no promise broken'))
      throw new Error(`${name}: the campaign itself failed: ${output}`)
    return { name, said }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function outputOf(program: string, seeds: number): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout: RUN_LIMIT_MS, cwd: join(program, '../../..') }
    // It is to end with an error; what it said is what counts.
    execFile(process.execPath, [program, '--seeds', String(seeds)], options, (_error, out, errors) =>
      resolve(`${out}${errors}`),
    )
  })
}
