import { NO_FLOOR } from '#drivers/floor/none'
import type { Floor, Joined } from '#drivers/floor/port'
import type { Identity } from '../identity.ts'

/** This station among those of its shop, until `closing`; alone where it can not sign what it says. */
export function joinFloor(floor: Floor, station: string, identity: Identity | null, closing: AbortSignal): Joined {
  const joined = identity ? floor.join({ station, publicKey: identity.publicKey }) : NO_FLOOR.join(ALONE)
  closing.addEventListener('abort', () => joined.leave())
  return joined
}

const ALONE = { station: '', publicKey: '' }
