import { stationsOf } from '#domain/in-force'
import { makeHubFloor } from '#drivers/floor/hub'
import type { Floor } from '#drivers/floor/port'
import { startPostings, type PostingsParts, type StartedPostings } from './postings/postings.ts'
import { startRemote, type RemoteParts, type StartedRemote } from './remote/remote.ts'
import { joinFloor } from './shop/join.ts'
import { startShop, type ShopParts, type StartedShop } from './shop/shop.ts'
import { startSync, type StartedSync, type SyncParts } from './sync/start.ts'

export type BeyondParts = Omit<RemoteParts & ShopParts & SyncParts & PostingsParts, 'joined' | 'outbox' | 'lines'> & {
  /** The other stations, where no head office joins them. */
  readonly floor: Floor
}

/** What is beyond this machine: head office, and the other stations of the shop. */
export interface Beyond {
  readonly sync: StartedSync
  readonly postings: StartedPostings
  readonly remote: StartedRemote
  readonly shop: StartedShop
  /** Resolves when `closing` has ended all of it. */
  readonly ended: Promise<unknown>
}

export function startBeyond(parts: BeyondParts): Beyond {
  const { acts, clock, settings, identity, closing } = parts
  const sync = startSync(parts)
  const postings = startPostings({ ...parts, lines: sync.lines })
  const roster = () => stationsOf(acts.till())
  const floor = sync.lines ? makeHubFloor({ clock, roster, onLine: sync.lines.onLine }) : parts.floor
  const joined = joinFloor(floor, settings.station, identity, closing)
  const remote = startRemote({ ...parts, joined })
  const shop = startShop({ ...parts, joined, outbox: sync.waiting })
  return { sync, postings, remote, shop, ended: Promise.all([sync.ended, postings.ended, shop.ended]) }
}
