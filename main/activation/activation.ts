import type { Handlers } from '#contract'
import type { ActivationView } from '#contract/activation'
import { activationDue, graceLeftMs, validLeftMs, type Device } from '#domain/activation'
import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { makeCodes, type Codes } from '../head-office/codes.ts'
import { deviceFingerprint } from '../head-office/token.ts'
import { trustOf, type HeadOfficeFile } from '../head-office/trust.ts'
import type { Identity } from '../identity.ts'
import type { StationSettings } from '../settings.ts'
import { activationHandlers } from './handlers.ts'
import { activationView } from './view.ts'

export interface ActivationParts {
  readonly acts: Acts
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly settings: StationSettings
  readonly headOffice: HeadOfficeFile
  /** Null where it can not be read. */
  readonly identity: Pick<Identity, 'publicKey'> | null
  /** Of this program, such as `1.4.2`. */
  readonly version: string
  /** Aborted when the station closes. */
  readonly closing: AbortSignal
}

export interface StartedActivation {
  readonly handlers: Handlers['activation']
  /** Whether this station needs to be activated at all. */
  readonly on: boolean
  /** For rooms that let a code of head office do something else, such as setting a secret anew. */
  readonly codes: Codes
  readonly view: (entersCodes: boolean) => ActivationView
  /** Resolves when `closing` has ended the watch. */
  readonly ended: Promise<void>
}

/** The clock may be set at any time, and says no word of it: it is looked at again after so long at the latest. */
const LOOK_MAX_MS = 600_000
const LOOK_MIN_MS = 1_000

/** Keeps watch over the activation: what is due is written down, between two sales and never in one. */
export function startActivation(parts: ActivationParts): StartedActivation {
  const { acts, clock, settings, headOffice, identity, version, closing } = parts
  const on = settings.profile === 'live' || settings.activation.practise
  const device = identity && deviceFingerprint(identity.publicKey)
  const here: Device = { device, major: Number(/^\d+/.exec(version)?.[0] ?? 0) }
  const trust = trustOf(headOffice)
  const codes = makeCodes({ clock, trust, device })
  const now = { ...{ on, settings, headOffice, device, trust, clock } }
  return {
    ...{ on, codes, handlers: activationHandlers({ acts, clock, codes, on, here, rules: settings.activation }) },
    view: (entersCodes) => activationView({ ...now, till: acts.till() }, entersCodes),
    ended: on ? keepWatch(parts, here, closing) : Promise.resolve(),
  }
}

async function keepWatch(parts: ActivationParts, here: Device, closing: AbortSignal): Promise<void> {
  const { acts, clock, random, log, settings } = parts
  const due = () => activationDue(acts.till(), settings.activation, here, clock.nowMs())
  let looking = false
  const look = () => {
    if (looking || closing.aborted || acts.stopped() !== null || due() === null) return
    looking = true
    acts.happened(random.id(), due).then(
      () => {
        looking = false
        // One thing may lead to the next: a grace of no hours is over at once.
        look()
      },
      (cause: unknown) => {
        // Not tried again before the next record or the next look, lest a fault goes round and round.
        looking = false
        log.fault('the activation could not be looked at', cause)
      },
    )
  }
  // From the record of the start on; each later one may be the end of a sale.
  acts.onEvent(look)
  while (!closing.aborted) {
    const till = acts.till()
    const nowMs = clock.nowMs()
    const leftMs = till.activation.demand
      ? graceLeftMs(till, nowMs)
      : (validLeftMs(till, settings.activation, nowMs) ?? LOOK_MAX_MS)
    try {
      await clock.wait(Math.min(Math.max(leftMs, LOOK_MIN_MS), LOOK_MAX_MS), closing)
    } catch {
      return // The station closes; the next start goes on.
    }
    look()
  }
}
