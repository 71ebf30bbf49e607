import type { Handlers } from '#contract'
import { cashOnly, type CashOnly } from '#domain/activation'
import type { Till } from '#domain/till'
import { startActivation } from './activation/activation.ts'
import type { Acts } from './acts.ts'
import type { Codes } from './head-office/codes.ts'
import type { Identity } from './identity.ts'
import { startIntegrity } from './integrity/integrity.ts'
import type { Opened } from './opening.ts'
import type { Moments } from './operators/moments.ts'
import type { Secrets } from './operators/secrets.ts'
import type { StartedRecords } from './records/records.ts'
import type { StationParts } from './station.ts'
import type { ViewParts } from './view.ts'

export interface StandingParts {
  readonly parts: StationParts
  readonly opened: Opened
  /** Null where it can not be read. */
  readonly identity: Identity | null
  readonly acts: Acts
  readonly moments: Moments
  readonly secrets: Secrets
  readonly records: Pick<StartedRecords, 'view'>
  readonly closing: AbortSignal
  readonly onChange: () => void
}

export interface StartedStanding {
  readonly handlers: Pick<Handlers, 'activation' | 'integrity'>
  readonly views: Pick<ViewParts, 'activation' | 'integrity'>
  readonly codes: Codes & Pick<Handlers['activation'], 'enter'>
  readonly cashOnly: (till: Till) => CashOnly | null
  readonly examine: () => Promise<unknown>
  /** Resolves when `closing` has ended all of it. */
  readonly ended: Promise<void>
}

/** Whether head office knows this station, and whether it is still what was installed. */
export function startStanding({ parts, opened, ...running }: StandingParts): StartedStanding {
  const { clock, surroundings = null, version = '0' } = parts
  const { settings, headOffice, vault, till } = opened
  const activation = startActivation({ ...parts, ...running, settings, headOffice, version })
  const start = { nowMs: clock.nowMs(), elapsedMs: clock.elapsedMs(), lastRecordMs: till.time.lastMs }
  const recordsFaulty = () => {
    const { alarms } = running.records.view()
    return alarms.includes('journal') || alarms.includes('cache')
  }
  const integrity = startIntegrity({ ...parts, ...running, vault, start, surroundings, recordsFaulty })
  return {
    handlers: { activation: activation.handlers, integrity: integrity.handlers },
    views: { activation: activation.view, integrity: integrity.view },
    codes: { ...activation.codes, enter: activation.handlers.enter },
    cashOnly: (now) => cashOnly(now, activation.on),
    ...{ examine: integrity.examine, ended: activation.ended },
  }
}
