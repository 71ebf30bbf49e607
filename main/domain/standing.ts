import { activated, NO_ACTIVATION, terminalHeard, type Activation, type ActivationEvent } from './activation.ts'
import { devicesAfter, NO_DEVICES, type DeviceEvent, type Devices } from './devices.ts'
import { examined, NO_INTEGRITY, type Integrity, type IntegrityEvent } from './integrity.ts'
import { partedAfter, type Parting, type PartingEvent } from './parting.ts'
import { NO_TIME, timeSeen, type SeenTime } from './seen-time.ts'
import type { TillEvent } from './events.ts'
import type { Till } from './till.ts'

/** How the till stands with head office, with itself and with what is plugged into it; selling changes none of it. */
export interface Standing {
  readonly time: SeenTime
  readonly activation: Activation
  readonly integrity: Integrity
  readonly devices: Devices
  /** Null while head office has what is here, as far as anybody knows. */
  readonly parting: Parting | null
}
export type StandingEvent = ActivationEvent | IntegrityEvent | DeviceEvent | PartingEvent

export const NEW_STANDING: Standing = {
  ...{ time: NO_TIME, activation: NO_ACTIVATION, integrity: NO_INTEGRITY, devices: NO_DEVICES },
  parting: null,
}

const KINDS: Readonly<Record<StandingEvent['is'], keyof Standing>> = {
  ...{ 'activation-demanded': 'activation', 'activation-lapsed': 'activation', 'activation-granted': 'activation' },
  ...{ 'code-refused': 'activation', 'clock-turned': 'activation' },
  ...{ 'integrity-checked': 'integrity', 'settings-accepted': 'integrity' },
  ...{ 'device-assigned': 'devices', 'device-removed': 'devices' },
  ...{ 'branch-parted': 'parting', 'branch-joined': 'parting', 'epoch-decided': 'parting' },
}

export const isStanding = (event: TillEvent): event is StandingEvent => Object.hasOwn(KINDS, event.is)
const isIntegrity = (event: StandingEvent): event is IntegrityEvent => KINDS[event.is] === 'integrity'
const isOfDevices = (event: StandingEvent): event is DeviceEvent => KINDS[event.is] === 'devices'
const isOfParting = (event: StandingEvent): event is PartingEvent => KINDS[event.is] === 'parting'

export function standing(till: Till, event: StandingEvent, atMs: number): Till {
  if (isOfParting(event)) return { ...till, parting: partedAfter(till, event) }
  if (isOfDevices(event)) return { ...till, devices: devicesAfter(till, event) }
  return isIntegrity(event) ? examined(till, event) : activated(till, event, atMs)
}

/** The till after any event: the time that has passed, and what an acquirer said of this terminal. */
export function timed(before: Till, after: Till, event: TillEvent, atMs: number): Till {
  const heard = terminalHeard(after, event)
  // What a code of head office says of the time counts more than what clocks said before it.
  return heard.time === before.time ? { ...heard, time: timeSeen(before.time, atMs) } : heard
}
