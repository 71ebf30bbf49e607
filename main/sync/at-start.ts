import type { Clock } from '#drivers/clock/port'
import { DiskFault, type Disk } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import { FileRefused } from '#journal/durable-file'
import { ed25519In } from '../ed25519.ts'
import { readIdentity } from '../identity.ts'
import type { StationSettings } from '../settings.ts'
import { fastForward, NOBODY, type Forwarded, type ForwardFrom } from './fast-forward.ts'
import type { HubGiven } from './start.ts'

/** The hub that the settings name; null where they name none. */
export type HubNamed = (settings: StationSettings) => HubGiven | null | Promise<HubGiven | null>

export interface AtStartParts {
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly clock: Pick<Clock, 'wait' | 'nowMs'>
  readonly log: Log
  readonly hub?: HubNamed
}

/** Head office's hub, as a start meets it: before anything is written. */
export interface HubAtStart {
  /** Null where the settings name none. */
  readonly given: () => HubGiven | null
  /** Whether there is one that did not say what it has of this station, or has of it what is not here. */
  readonly isUnheard: () => boolean
  readonly forward: (from: ForwardFrom, settings: StationSettings) => Promise<Forwarded>
}

export function hubAtStart(parts: AtStartParts): HubAtStart {
  let given: HubGiven | null = null
  let isWhole = false
  return {
    given: () => given,
    isUnheard: () => given?.is === 'hub' && !isWhole,
    forward: async (from, settings) => {
      given = (await parts.hub?.(settings)) ?? null
      const key = given?.is === 'hub' ? await ownKey(parts) : null
      if (given?.is !== 'hub' || settings.hub === null || key === null) return NOBODY
      const sender = { shop: settings.hub.shop, station: settings.station }
      const forwarded = await fastForward({ ...parts, hub: given.hub, sender, key }, from)
      isWhole = forwarded.isWhole
      return forwarded
    },
  }
}

/** Null where there is none yet, as on a new machine, or none that can be read. */
async function ownKey(parts: AtStartParts) {
  try {
    const identity = await readIdentity(parts)
    return identity && ed25519In(identity.publicKey)
  } catch (cause) {
    if (cause instanceof DiskFault || cause instanceof FileRefused) return null
    throw cause
  }
}
