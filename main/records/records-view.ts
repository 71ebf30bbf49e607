import type { RecordsView } from '#contract/records-view'
import { sentenceOfRefusal } from '../backup/sentences.ts'
import type { BackupsSeen, StationBackups } from './backups.ts'
import type { Whole } from './checked.ts'
import type { Checks } from './checks.ts'
import { sentenceOfBrokenOff, sentenceOfWhole } from './sentences.ts'

export interface RecordsNow {
  readonly start: RecordsView['start']
  readonly checks: Pick<Checks, 'running' | 'last'>
  readonly backups: Pick<StationBackups, 'seen' | 'running' | 'failed'>
}

export function recordsView({ start, checks, backups }: RecordsNow): RecordsView {
  const { whole, brokenOff } = checks.last
  const { seen, running } = backups
  const failed = backups.failed ?? seen.trouble
  return {
    start,
    running: checks.running,
    last: whole && lastView(whole),
    brokenOff: brokenOff && { atMs: brokenOff.atMs, said: sentenceOfBrokenOff(brokenOff) },
    backup: { ...backupView(seen), running, failed: failed && sentenceOfRefusal(failed) },
    alarms: [
      ...(whole && isFaulty(whole) ? (['journal'] as const) : []),
      ...(whole?.found.is === 'cache' ? (['cache'] as const) : []),
      ...(failed ? (['backup-failed'] as const) : []),
      ...(seen.late ? (['backup-late'] as const) : []),
    ],
  }
}

const isFaulty = ({ found, faulty }: Whole): boolean =>
  found.is === 'fault' || found.is === 'not-understood' || faulty.length > 0

function lastView(whole: Whole): RecordsView['last'] {
  const { atMs, records, found } = whole
  const is = isFaulty(whole) ? 'fault' : found.is === 'cache' ? 'cache' : 'sound'
  return { atMs, is, records, sales: found.is === 'sound' ? found.sales : null, said: sentenceOfWhole(whole) }
}

const backupView = ({ setUp, folder, everyHours, newest }: BackupsSeen) => ({
  ...{ setUp, folder, everyHours },
  newest: newest && { name: newest.name, atMs: newest.createdMs, seq: newest.seq },
})
