import type { RemoteView } from '#contract/remote'
import { onDuty } from '#domain/duty'
import { wantsFactor } from '#domain/remote'
import type { Till } from '#domain/till'
import type { Neighbour } from '#drivers/floor/port'
import type { Queue, Queued } from './queue.ts'

export interface RemoteNow {
  readonly till: Till
  readonly stations: readonly Neighbour[]
  readonly queue: Queue
  /** Of what is asked here. */
  readonly leftMs: number
}

export const remoteView = ({ till, stations, queue, leftMs }: RemoteNow): RemoteView => ({
  stations: stations.map(({ station }) => station),
  mine: mineOf(till, leftMs),
  waiting: onDuty(till)?.role === 'manager' ? queue.waiting().map(waitingView) : [],
})

function mineOf({ remote }: Till, leftMs: number): RemoteView['mine'] {
  if (!remote) return null
  const { request, end } = remote
  const { id, act, subject, amount } = request
  const about = { request: id, act, subject, amount, leftMs: end ? 0 : leftMs }
  const nothing = { approval: null, by: null, why: null }
  if (!end) return { ...about, ...nothing, is: leftMs > 0 ? 'waiting' : 'expired' }
  if (end.is === 'withdrawn') return { ...about, ...nothing, is: 'withdrawn' }
  const by = { station: end.station, manager: end.manager }
  return end.is === 'given'
    ? { ...about, ...nothing, is: 'given', approval: end.approval, by }
    : { ...about, ...nothing, is: 'refused', by, why: end.why }
}

function waitingView({ request, about, leftMs }: Queued): RemoteView['waiting'][number] {
  const { id, station, act, subject, amount, reason, asker, asks } = request
  const { name, goods, more, paidAtMs } = about
  return {
    ...{ request: id, station, act, subject, amount, reason, asks, leftMs, factor: wantsFactor(request) },
    ...{ asker: { number: asker, name }, goods, more, paidAtMs },
  }
}
