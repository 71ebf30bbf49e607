import { onDuty } from '#domain/duty'
import { isTendering } from '#domain/tendering'
import type { Till } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'

export interface IdleParts {
  readonly acts: Acts
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Null: never. */
  readonly minutes: number | null
  readonly closing: AbortSignal
}

export interface IdleWatch {
  /** Somebody is there: a call of the page, a scan. */
  readonly touched: () => void
  /** Resolves when `closing` has ended it. */
  readonly ended: Promise<void>
}

const MINUTE_MS = 60_000
/** While a payment is under way: it is looked again whether it has ended. */
const LOOK_AGAIN_MS = 10_000

/**
 * Locks the station that nobody has touched for a while, by the clock that nobody can set; never while a payment is
 * under way, whose end somebody waits for. The open sale stays.
 */
export function watchIdle({ acts, clock, random, log, minutes, closing }: IdleParts): IdleWatch {
  let touchedMs = clock.elapsedMs()
  const touched = () => (touchedMs = clock.elapsedMs())
  if (minutes === null) return { touched, ended: Promise.resolve() }
  const limitMs = minutes * MINUTE_MS
  const isIdle = () => clock.elapsedMs() - touchedMs >= limitMs
  const event = (till: Till) => {
    const operator = onDuty(till)
    // Somebody may have come while this waited for its turn.
    if (!operator || !isIdle() || isTendering(till.sale)) return null
    return { is: 'locked', operator: operator.number, idle: true } as const
  }
  async function watch(): Promise<void> {
    while (!closing.aborted) {
      const leftMs = touchedMs + limitMs - clock.elapsedMs()
      const waitMs = leftMs > 0 ? leftMs : onDuty(acts.till()) ? LOOK_AGAIN_MS : limitMs
      if (leftMs <= 0) await acts.happened(random.id(), event)
      await clock.wait(waitMs, closing)
    }
  }
  const ended = watch().catch((cause: unknown) => {
    if (!closing.aborted) log.fault('the station does not lock itself until the next start', cause)
  })
  return { touched, ended }
}
