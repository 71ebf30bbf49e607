import type { Handlers } from '#contract'
import type { RecordsView } from '#contract/records-view'
import { done, refused } from '#domain/result'
import type { Random } from '#drivers/random/port'
import { carriedOf } from '../carried-secrets.ts'
import type { Opened } from '../opening.ts'
import { makeTurns } from '../turns.ts'
import { StationBackups } from './backups.ts'
import { Checks, type ChecksParts } from './checks.ts'
import { keepWatch } from './night.ts'
import { recordsView } from './records-view.ts'

export interface RecordsParts extends Pick<
  ChecksParts,
  'disk' | 'clock' | 'log' | 'folder' | 'openScratchCache' | 'closing' | 'onChange'
> {
  readonly random: Random
  readonly opened: Pick<Opened, 'journal' | 'storeroom' | 'cache' | 'checked' | 'settings' | 'knownTo' | 'vault'>
}

export interface StartedRecords {
  readonly handlers: Handlers['records']
  readonly view: () => RecordsView
  /** Resolves when `closing` has ended all of it. */
  readonly ended: Promise<void>
}

/** Looks after the records while the station sells: checks, the night's work and backups, one after another. */
export function startRecords({ opened, ...parts }: RecordsParts): StartedRecords {
  const { clock, closing, log } = parts
  const { journal, settings, knownTo } = opened
  const turns = makeTurns()
  const checks = new Checks({ ...parts, ...opened, retention: settings.retention, turns })
  const backups = new StationBackups({
    ...{ ...parts, turns, journal: journal.name, head: journal.head },
    carried: () => carriedOf(opened.vault),
  })
  const watching = keepWatch({
    ...{ clock, timeZone: settings.timeZone, closing },
    checkedAtMs: () => checks.last.whole?.atMs ?? null,
    work: async () => checks.run() ?? undefined,
    look: () => backups.look(),
  }).catch((cause: unknown) => log.fault('the records are not checked by themselves until the next start', cause))
  const start = { atMs: clock.nowMs(), from: knownTo, to: journal.head().seq }
  return {
    handlers: handlersOf(checks, backups),
    view: () => recordsView({ start, checks, backups }),
    ended: Promise.all([watching, backups.start()]).then(turns.idle),
  }
}

const handlersOf = (checks: Checks, backups: StationBackups): Handlers['records'] => ({
  check: () => Promise.resolve(checks.run() ? done({}) : refused('check-running')),
  stopCheck: () => Promise.resolve(checks.stop() ? done({}) : refused('no-check')),
  backUp: async () => {
    const begun = await backups.now()
    return begun === 'begun' ? done({}) : refused(REFUSED[begun])
  },
})

const REFUSED = { 'under-way': 'backup-running', 'no-recipient': 'no-backup-key', trouble: 'backup-trouble' } as const
