import type { Cache } from '#drivers/cache/port'
import { CacheFault } from '#drivers/cache/port'
import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import { archiveOld, type Retention } from '#journal/archiving'
import type { Journal } from '#journal/journal'
import type { Low } from 'lowdb'
import type { Storeroom } from '../storeroom/storeroom.ts'
import type { Turns } from '../turns.ts'
import { ScratchFault } from './anew.ts'
import { checkRecords } from './check.ts'
import type { BrokenOff, CheckedFile, Whole } from './checked.ts'
import { join } from 'node:path'

/** A check that is wanted: it waits for its turn, reads, compares, and puts old files away. */
export interface RunningCheck {
  readonly at: 'waiting' | 'reading' | 'comparing' | 'archiving'
  readonly percent: number
}

export interface ChecksParts {
  readonly disk: Disk
  readonly clock: Clock
  readonly log: Log
  /** The station's data folder. */
  readonly folder: string
  readonly journal: Pick<Journal, 'head' | 'name'>
  readonly storeroom: Storeroom
  readonly cache: Cache
  readonly openScratchCache: () => Cache
  readonly checked: Low<CheckedFile>
  readonly retention: Retention
  /** What wants the whole machine, one at a time. */
  readonly turns: Turns
  readonly closing: AbortSignal
  readonly onChange: () => void
}

/** The checks of the records: never two at once. */
export class Checks {
  running: RunningCheck | null = null
  private readonly parts: ChecksParts
  private stopping = new AbortController()

  constructor(parts: ChecksParts) {
    this.parts = parts
  }

  get last(): CheckedFile {
    return this.parts.checked.data
  }

  /** Resolves when it has ended, however; null where one runs already. It never rejects. */
  run(): Promise<void> | null {
    const { turns, log } = this.parts
    if (this.running) return null
    this.stopping = new AbortController()
    this.show({ at: 'waiting', percent: 0 })
    return turns
      .take(() => this.carryOut())
      .catch((cause: unknown) => log.fault('the check of the records failed', cause))
      .finally(() => this.show(null))
  }

  /** Whether there was one to stop. It ends within a slice. */
  stop(): boolean {
    if (!this.running) return false
    this.stopping.abort()
    return true
  }

  private show(running: RunningCheck | null): void {
    const before = this.running
    if (before?.at === running?.at && before?.percent === running?.percent) return
    this.running = running
    this.parts.onChange()
  }

  private async carryOut(): Promise<void> {
    const { closing, clock } = this.parts
    const signal = AbortSignal.any([closing, this.stopping.signal])
    try {
      signal.throwIfAborted()
      const whole = await this.check(signal)
      await this.keep(whole)
      if (whole.found.is === 'sound') await this.archive(whole, signal)
    } catch (cause) {
      // At the end of the program there is nobody to be told, and little time.
      if (closing.aborted) return
      const why = signal.aborted ? 'stopped' : 'disk'
      if (why === 'disk' && !isDisks(cause)) throw cause
      this.parts.log.note('the records were not checked to the end', { why: `${why}: ${String(cause)}` })
      await this.keepBrokenOff({ atMs: clock.nowMs(), why, percent: this.running?.percent ?? 0 })
    }
  }

  private async check(signal: AbortSignal): Promise<Whole> {
    const { disk, folder, journal, storeroom, cache, openScratchCache, clock, log } = this.parts
    const { records, found } = await checkRecords({
      ...{ disk, folder: join(folder, 'journal'), durable: journal.head(), storeroom, cache, openScratchCache, signal },
      onProgress: (progress) => this.show(progress),
    })
    if (found.is === 'cache') storeroom.distrust('the record check')
    log.note('the records were checked', { why: found.is, sequence: records })
    return { atMs: clock.nowMs(), records, found, faulty: [] }
  }

  private async archive(whole: Whole, signal: AbortSignal): Promise<void> {
    const { disk, folder, retention: policy, clock, log } = this.parts
    this.show({ at: 'archiving', percent: 99 })
    const { archived, faulty } = await archiveOld(disk, join(folder, 'journal'), { policy, now: clock.nowMs(), signal })
    if (archived.length > 0) log.note(`old journal files were archived: ${archived.join(', ')}`)
    if (faulty.length > 0) await this.keep({ ...whole, faulty: [...faulty] })
  }

  private async keep(whole: Whole): Promise<void> {
    await this.write({ journal: this.parts.journal.name, whole, brokenOff: null })
  }

  private async keepBrokenOff(brokenOff: BrokenOff): Promise<void> {
    await this.write({ ...this.last, brokenOff })
  }

  /** Shown at once: that it can not be kept beyond this run is told to the log. */
  private async write(data: CheckedFile): Promise<void> {
    const { checked, log } = this.parts
    checked.data = data
    await checked.write().catch((cause: unknown) => {
      if (!(cause instanceof DiskFault)) throw cause
      log.fault('how the check ended can not be kept', cause)
    })
  }
}

const isDisks = (cause: unknown): boolean =>
  cause instanceof DiskFault || cause instanceof CacheFault || cause instanceof ScratchFault
