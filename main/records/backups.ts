import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import { readJournalName } from '#journal/epoch'
import type { Made, Progress } from '../backup/make.ts'
import { ending, type BackupRefusal, type Ended } from '../backup/refusal.ts'
import { backUpNow, startBackups, type BackupsParts } from '../backup/schedule.ts'
import { backupSettingsIn } from '../backup/settings.ts'
import { shelf, type Shelved } from '../backup/shelf.ts'
import type { Turns } from '../turns.ts'

/** What there is of backups, as it was seen last. */
export interface BackupsSeen {
  /** Whether somebody said for whom they are made. */
  readonly setUp: boolean
  readonly folder: string
  readonly everyHours: number
  /** It bears its name because it was unpacked again and verified. */
  readonly newest: Shelved | null
  /** Older than twice what it should be. */
  readonly late: boolean
  /** Why the folder or the settings can not be looked at. */
  readonly trouble: BackupRefusal | null
}

export interface StationBackupsParts extends Omit<BackupsParts, 'inTurn' | 'onOutcome' | 'onProgress'> {
  readonly log: Log
  readonly turns: Turns
  readonly onChange: () => void
}

const HOUR_MS = 3_600_000
/** How many times over the time between two of them a backup is late. */
const LATE = 2
const WHOLE = 100
const UNSEEN: BackupsSeen = { setUp: false, folder: '', everyHours: 0, newest: null, late: false, trouble: null }

/** The station's backups: by schedule and by hand, and what there is of them. */
export class StationBackups {
  seen = UNSEEN
  /** Per cent of the one under way. */
  running: number | null = null
  /** Why the last one was not made; null once one was. */
  failed: BackupRefusal | null = null
  private readonly parts: StationBackupsParts

  constructor(parts: StationBackupsParts) {
    this.parts = parts
  }

  /** Resolves when the station ends. That backups do not go on must not stop the till. */
  start(): Promise<void> {
    const { log, turns } = this.parts
    const inTurn: BackupsParts['inTurn'] = (work) => turns.take(() => work().finally(() => this.show(null)))
    return startBackups({ ...this.making(), inTurn, onOutcome: (outcome) => this.ended(outcome) }).catch(
      (cause: unknown) => log.fault('there are no more backups until the next start', cause),
    )
  }

  /** Begins one, beside whoever asked for it. */
  async now(): Promise<'begun' | 'under-way' | 'no-recipient' | 'trouble'> {
    await this.look()
    if (this.running !== null) return 'under-way'
    if (this.seen.trouble) return 'trouble'
    if (!this.seen.setUp) return 'no-recipient'
    this.show(0)
    void this.parts.turns
      .take(() => this.make())
      .catch((cause: unknown) => this.parts.log.fault('a backup failed', cause))
      .finally(() => this.show(null))
    return 'begun'
  }

  /** Sees what there is. It never rejects. */
  async look(): Promise<void> {
    const { disk, folder, journal, clock } = this.parts
    const station = readJournalName(journal)?.station ?? ''
    const looked = await ending(async (): Promise<BackupsSeen> => {
      const { data } = await backupSettingsIn(disk, folder)
      const { recipient, folder: to, everyHours } = data
      const setUp = recipient !== null
      const newest = setUp ? ((await shelf(disk, to, station)).at(-1) ?? null) : null
      return { setUp, folder: to, everyHours, newest, late: isLate(newest, everyHours, clock), trouble: null }
    })
    const { value: seen } = looked.ok ? looked : { value: { ...this.seen, trouble: looked } }
    if (JSON.stringify(seen) === JSON.stringify(this.seen)) return
    this.seen = seen
    this.parts.onChange()
  }

  private making(): BackupsParts {
    const onProgress = (progress: Progress) => this.show(percentOf(progress))
    return { ...this.parts, inTurn: (work) => work(), onOutcome: () => undefined, onProgress }
  }

  private async make(): Promise<void> {
    const outcome = await backUpNow(this.making())
    if (outcome) this.ended(outcome)
  }

  private ended(outcome: Ended<Made>): void {
    const { log, onChange } = this.parts
    if (!outcome.ok && outcome.why === 'cancelled') return
    this.failed = outcome.ok ? null : outcome
    if (outcome.ok) log.note('backed up', { sequence: outcome.value.head.seq })
    else log.note('not backed up', { why: outcome.why })
    onChange()
    void this.look().catch((cause: unknown) => log.fault('what there is of backups can not be seen', cause))
  }

  private show(running: number | null): void {
    if (running === this.running) return
    this.running = running
    this.parts.onChange()
  }
}

/** Packing is the first half, trying out the second. */
const percentOf = ({ at, done, of }: Progress): number =>
  of === 0 ? 0 : Math.min(WHOLE - 1, Math.floor((((at === 'trying' ? of : 0) + done) * WHOLE) / (2 * of)))

/** By the time of day: what a clock that was set makes of it, the next look sees. */
export const isLate = (newest: Pick<Shelved, 'createdMs'> | null, everyHours: number, clock: Clock): boolean =>
  newest !== null && clock.nowMs() - newest.createdMs > LATE * everyHours * HOUR_MS
