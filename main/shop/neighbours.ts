import type { Clock } from '#drivers/clock/port'
import type { News } from './news.ts'

/** What was last heard of each other station. */
export interface Neighbours {
  /** False where it is no news: older than what is known, or of a program that has ended since. */
  readonly take: (station: string, news: News) => boolean
  readonly all: () => readonly Heard[]
  readonly of: (station: string) => News | null
}

export interface Heard {
  readonly station: string
  readonly news: News
  readonly atMs: number
}

/** Programs of one station that have ended, remembered so that nobody brings their news back. */
const PAST_MAX = 32

export function makeNeighbours(clock: Pick<Clock, 'nowMs'>): Neighbours {
  const heard = new Map<string, Heard & { readonly past: readonly string[] }>()
  return {
    take: (station, news) => {
      const before = heard.get(station)
      const isSame = before?.news.life === news.life
      if (before && (isSame ? news.n <= before.news.n : before.past.includes(news.life))) return false
      const past = before && !isSame ? [...before.past, before.news.life].slice(-PAST_MAX) : (before?.past ?? [])
      heard.set(station, { station, news, atMs: clock.nowMs(), past })
      return true
    },
    all: () => [...heard.values()].sort((one, other) => (one.station < other.station ? -1 : 1)),
    of: (station) => heard.get(station)?.news ?? null,
  }
}
