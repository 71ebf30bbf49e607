import { settingsChanged, type Accepted, type Finding, type OnFailure } from '#domain/integrity'
import type { Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Sealing } from '#drivers/sealing/port'
import { FileRefused } from '#journal/durable-file'
import { loadGoods } from '../catalogue/goods-file.ts'
import { policyIn } from '../head-office/policy-file.ts'
import { headOfficeIn } from '../head-office/trust.ts'
import { settingsIn, type StationSettings } from '../settings.ts'
import type { Vault } from '../vault.ts'
import { amiss, checkProgram, type BuiltProgram, type ProgramFound } from './manifest.ts'
import { hashesOf, type HashedSetting } from './setting-hashes.ts'
import { basename } from 'node:path'

/** What the station can see of itself beyond its data folder. */
export interface Surroundings {
  /** Null where it runs from its sources. */
  readonly program: BuiltProgram | null
  /** Whether the operating system confines the page's process. Asked once the windows are open. */
  readonly sandbox: () => Promise<{ readonly osSandbox: 'on' | 'off' | 'unknown'; readonly osSandboxWhy?: string }>
}

export interface LookParts {
  readonly disk: Disk
  readonly clock: Clock
  readonly sealing: Sealing
  /** The station's data folder. */
  readonly folder: string
  readonly profile: StationSettings['profile']
  readonly surroundings: Surroundings
  readonly vault: Pick<Vault, 'unreadable'>
  /** Whether the last check of the records found a fault. */
  readonly recordsFaulty: () => boolean
  readonly start: StartClock
}

/** What the clocks said at the start, and of when the last record before it is; milliseconds. */
export interface StartClock {
  readonly nowMs: number
  readonly elapsedMs: number
  readonly lastRecordMs: number
}

export interface Looked {
  readonly findings: readonly Finding[]
  readonly files: number | null
  /** As they are now; null where a file of them can not be read. */
  readonly settings: SettingsNow | null
}

export interface SettingsNow {
  readonly hashes: readonly HashedSetting[]
  readonly onFailure: OnFailure
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Two readings of a clock that nobody set differ by less. */
const CLOCK_SLACK_MS = 5 * MINUTE_MS
/** A till that has written nothing for longer was away, or its clock is ahead. */
const AWAY_MAX_MS = 31 * DAY_MS

/** Looks at everything once; what can not be looked at is a finding, not the end of the look. */
export async function lookAtItself(parts: LookParts, till: Till): Promise<Looked> {
  const program = await orFinding(() => programFound(parts), { findings: [], files: 0 })
  const settings = await settingsFound(parts, till.integrity.accepted)
  return {
    findings: [
      ...program.findings,
      ...settings.findings,
      ...(await policyFound(parts, till)),
      ...(await shellFound(parts)),
      ...clockFound(parts),
      ...(parts.recordsFaulty() ? [amiss('records-faulty', '')] : []),
      ...(parts.vault.unreadable.length > 0 ? [amiss('vault-unreadable', parts.vault.unreadable.join(', '))] : []),
    ],
    files: parts.surroundings.program && program.files,
    settings: settings.now,
  }
}

async function orFinding(look: () => Promise<ProgramFound>, otherwise: ProgramFound): Promise<ProgramFound> {
  try {
    return await look()
  } catch (cause) {
    if (!(cause instanceof DiskFault)) throw cause
    return { ...otherwise, findings: [amiss('not-checked', cause.path)] }
  }
}

const programFound = ({ disk, surroundings: { program } }: LookParts): Promise<ProgramFound> =>
  program ? checkProgram(disk, program) : Promise.resolve({ findings: [], files: 0 })

export async function readSettings(disk: Disk, folder: string): Promise<SettingsNow> {
  const { data: stored } = await settingsIn(disk, folder)
  const { data: headOffice } = await headOfficeIn(disk, folder)
  const goods = await loadGoods(disk, folder, () => undefined)
  return { hashes: hashesOf({ stored, headOffice, goods }), onFailure: stored.integrity.onFailure }
}

async function settingsFound({ disk, folder }: LookParts, accepted: Accepted | null) {
  try {
    const now = await readSettings(disk, folder)
    const changed = accepted ? settingsChanged(accepted.hashes, now.hashes) : []
    return { now, findings: changed.map((about) => amiss('setting-changed', about)) }
  } catch (cause) {
    if (cause instanceof FileRefused) {
      return { now: null, findings: [amiss('setting-changed', `${basename(cause.file)}: ${cause.message}`)] }
    }
    if (!(cause instanceof DiskFault)) throw cause
    return { now: null, findings: [amiss('not-checked', cause.path)] }
  }
}

/** A policy that says it is head office's and may not be; one that may be is no finding, even before it counts. */
async function policyFound(place: LookParts, till: Till): Promise<Finding[]> {
  try {
    const judged = await policyIn(place, till)
    return judged?.ok === false ? [amiss(judged.why, judged.about)] : []
  } catch (cause) {
    // That whom the station trusts can not be read is found among the settings.
    if (cause instanceof FileRefused) return []
    if (!(cause instanceof DiskFault)) throw cause
    return [amiss('not-checked', cause.path)]
  }
}

/** Only what is live has something to lose by a page that is not confined. */
async function shellFound({ surroundings, sealing, profile }: LookParts): Promise<Finding[]> {
  const { osSandbox, osSandboxWhy } = await surroundings.sandbox()
  const strength = await sealing.strength()
  return [
    ...(osSandbox === 'off' ? [amiss('sandbox-off', osSandboxWhy ?? '', profile !== 'live')] : []),
    ...(strength === 'weak' ? [amiss('sealing-weak', '', true)] : []),
  ]
}

/**
 * `clock-back`: at the start it stood before the newest record · `clock-away`: more than 31 days after it ·
 * `clock-jumped`: since the start somebody has set it. In minutes, days, minutes.
 */
function clockFound({ clock, start }: LookParts): Finding[] {
  const sinceMs = start.nowMs - start.lastRecordMs
  const jumpMs = clock.nowMs() - start.nowMs - (clock.elapsedMs() - start.elapsedMs)
  const began = start.lastRecordMs > 0
  return [
    ...(began && sinceMs < -CLOCK_SLACK_MS ? [amiss('clock-back', whole(-sinceMs, MINUTE_MS))] : []),
    ...(began && sinceMs > AWAY_MAX_MS ? [amiss('clock-away', whole(sinceMs, DAY_MS))] : []),
    ...(Math.abs(jumpMs) > CLOCK_SLACK_MS ? [amiss('clock-jumped', whole(jumpMs, MINUTE_MS))] : []),
  ]
}

const whole = (ms: number, unitMs: number): string => String(Math.trunc(ms / unitMs))
