import type { Clock } from '#drivers/clock/port'
import { NO_FLOOR } from '#drivers/floor/none'
import type { Floor, Joined } from '#drivers/floor/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import type { Identity } from '../identity.ts'
import type { StationSettings } from '../settings.ts'

/** What every room is given that has to do with the other stations of the shop. */
export interface AmongStations {
  readonly acts: Acts
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly settings: StationSettings
  /** Null where it can not be read: then nothing is asked, and nothing answered. */
  readonly identity: Identity | null
  /** The other stations. */
  readonly joined: Joined
  readonly closing: AbortSignal
  readonly onChange: () => void
}

/** This station among those of its shop, until `closing`; alone where it can not sign what it says. */
export function joinFloor(floor: Floor, station: string, identity: Identity | null, closing: AbortSignal): Joined {
  const joined = identity ? floor.join({ station, publicKey: identity.publicKey }) : NO_FLOOR.join(ALONE)
  closing.addEventListener('abort', () => joined.leave())
  return joined
}

const ALONE = { station: '', publicKey: '' }
