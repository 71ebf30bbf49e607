import type { RemoteRequest } from '#domain/remote'
import type { Clock } from '#drivers/clock/port'
import type { About } from './wire.ts'

/** What other stations wait for a manager’s word on, in memory: a station asks again until it is answered. */
export interface Queue {
  /** Of one station the newest counts. Gives whether it was not known before. */
  readonly put: (request: RemoteRequest, about: About, leftMs: number) => boolean
  readonly find: (id: string) => Queued | null
  /** Gives whether it was there. */
  readonly remove: (id: string) => boolean
  readonly waiting: () => readonly Queued[]
}

export interface Queued {
  readonly request: RemoteRequest
  readonly about: About
  readonly leftMs: number
}

/** Stations of a shop that may wait at once. */
const STATIONS_MAX = 20

export function makeQueue(clock: Pick<Clock, 'elapsedMs'>): Queue {
  const byStation = new Map<string, Queued & { readonly endsMs: number }>()
  const waiting = () => {
    const now = clock.elapsedMs()
    for (const [station, { endsMs }] of byStation) if (endsMs <= now) byStation.delete(station)
    return [...byStation.values()].map(({ request, about, endsMs }) => ({ request, about, leftMs: endsMs - now }))
  }
  const find = (id: string) => waiting().find(({ request }) => request.id === id) ?? null
  return {
    ...{ waiting, find },
    put: (request, about, leftMs) => {
      // A repeat does not make it wait longer: it would never end for a station that keeps on.
      if (find(request.id)) return false
      if (!byStation.has(request.station) && byStation.size >= STATIONS_MAX) return false
      byStation.set(request.station, { request, about, leftMs, endsMs: clock.elapsedMs() + leftMs })
      return true
    },
    remove: (id) => {
      const found = find(id)
      return found !== null && byStation.delete(found.request.station)
    },
  }
}
