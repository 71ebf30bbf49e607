import { planted, type Campaign, type Piece } from '../mutants.ts'

const inJournal = (file: string, from: string, to: string): Piece => ({ file: `main/journal/${file}`, from, to })

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
} as const satisfies Record<string, Piece>

const CAMPAIGN: Campaign = { program: 'tests/disk/simulate.ts', sound: 'no promise broken' }

export const { names: MUTANT_NAMES, catchThese: catchMutants } = planted(CAMPAIGN, MUTANTS)
