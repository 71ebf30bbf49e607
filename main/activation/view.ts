import type { ActivationView } from '#contract/activation'
import { codesLockedMs, graceLeftMs, validLeftMs } from '#domain/activation'
import { inGroups } from '#domain/head-office-code'
import type { Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { HeadOfficeFile, Trust } from '../head-office/trust.ts'
import type { StationSettings } from '../settings.ts'

export interface ActivationNow {
  readonly till: Till
  readonly on: boolean
  readonly settings: StationSettings
  readonly headOffice: HeadOfficeFile
  readonly device: string | null
  readonly trust: Trust | null
  readonly clock: Clock
}

const GROUP = 4

export function activationView(now: ActivationNow, entersCodes: boolean): ActivationView {
  const { till, on, clock } = now
  const nowMs = clock.nowMs()
  const { demand, lapsed, unregistered } = till.activation
  const asked = on && demand !== null
  const is = !on ? 'off' : !asked ? 'active' : lapsed ? 'lapsed' : 'grace'
  const leftMs =
    !on || lapsed ? null : asked ? graceLeftMs(till, nowMs) : validLeftMs(till, now.settings.activation, nowMs)
  return {
    ...{ is, why: asked ? demand.why : null, leftMs, untilMs: leftMs === null ? null : nowMs + leftMs, unregistered },
    here: entersCodes ? hereOf(now, nowMs) : null,
  }
}

const hereOf = ({ till, headOffice, device, trust }: ActivationNow, nowMs: number): ActivationView['here'] => ({
  ...{ merchant: headOffice.merchant, terminal: headOffice.terminal, trusts: trust !== null },
  device: device && inGroups(device, GROUP),
  lockedForMs: codesLockedMs(till, nowMs),
})
