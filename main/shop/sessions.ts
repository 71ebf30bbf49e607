import { onDuty } from '#domain/duty'
import { isTendering } from '#domain/tendering'
import type { TillEvent } from '#domain/events'
import type { Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import type { News } from './news.ts'

export interface SessionsParts {
  readonly acts: Acts
  readonly clock: Pick<Clock, 'elapsedMs' | 'nowMs'>
  readonly random: Pick<Random, 'id'>
  readonly station: string
}

/** News take a moment to get there: who signed in at two stations within it is told by the stations' numbers. */
const TOGETHER_MS = 2_000

/**
 * One person, one station: where somebody signs in elsewhere, they are signed out here. The later one counts, by how
 * long each says that it has lasted, so that no two clocks need agree. Never while a payment is under way.
 */
export function keepOneSession({ acts, clock, random, station }: SessionsParts) {
  const now = () => ({ operator: acts.till().duty, atMs: clock.elapsedMs(), wallMs: clock.nowMs() })
  let since = now()
  acts.onEvent((event) => {
    const { duty } = acts.till()
    if (event.is === 'signed-in' || duty !== since.operator) since = now()
  })
  // The clock that nobody sets stands still in some machines that sleep.
  const onDutyMs = () => Math.max(clock.elapsedMs() - since.atMs, clock.nowMs() - since.wallMs)
  const isLater = (other: string, theirsMs: number): boolean => {
    const oursMs = onDutyMs()
    return Math.abs(theirsMs - oursMs) < TOGETHER_MS ? other < station : theirsMs < oursMs
  }
  const hear = (other: string, news: Pick<News, 'duty' | 'onDutyMs'>) => {
    const lock = (till: Till): TillEvent | null => {
      const own = onDuty(till)
      if (!own || own.number !== news.duty?.number || isTendering(till.sale)) return null
      return isLater(other, news.onDutyMs) ? { is: 'locked', operator: own.number, elsewhere: other } : null
    }
    if (lock(acts.till()) !== null) void acts.happened(random.id(), lock)
  }
  return { onDutyMs, hear }
}
