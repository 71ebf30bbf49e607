import { activated, NO_ACTIVATION, terminalHeard, type Activation, type ActivationEvent } from './activation.ts'
import { examined, NO_INTEGRITY, type Integrity, type IntegrityEvent } from './integrity.ts'
import { NO_TIME, timeSeen, type SeenTime } from './seen-time.ts'
import type { TillEvent } from './events.ts'
import type { Till } from './till.ts'

/** How the till stands with head office and with itself; selling changes none of it. */
export interface Standing {
  readonly time: SeenTime
  readonly activation: Activation
  readonly integrity: Integrity
}
export type StandingEvent = ActivationEvent | IntegrityEvent

export const NEW_STANDING: Standing = { time: NO_TIME, activation: NO_ACTIVATION, integrity: NO_INTEGRITY }

const KINDS: Readonly<Record<StandingEvent['is'], 'activation' | 'integrity'>> = {
  ...{ 'activation-demanded': 'activation', 'activation-lapsed': 'activation', 'activation-granted': 'activation' },
  ...{ 'code-refused': 'activation', 'clock-turned': 'activation' },
  ...{ 'integrity-checked': 'integrity', 'settings-accepted': 'integrity' },
}

export const isStanding = (event: TillEvent): event is StandingEvent => Object.hasOwn(KINDS, event.is)
const isIntegrity = (event: StandingEvent): event is IntegrityEvent => KINDS[event.is] === 'integrity'

export const standing = (till: Till, event: StandingEvent, atMs: number): Till =>
  isIntegrity(event) ? examined(till, event) : activated(till, event, atMs)

/** The till after any event: the time that has passed, and what an acquirer said of this terminal. */
export function timed(before: Till, after: Till, event: TillEvent, atMs: number): Till {
  const heard = terminalHeard(after, event)
  // What a code of head office says of the time counts more than what clocks said before it.
  return heard.time === before.time ? { ...heard, time: timeSeen(before.time, atMs) } : heard
}
