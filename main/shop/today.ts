import type { Today } from '#contract/shop'
import { plus, ZERO } from '#domain/money'
import type { TillEvent } from '#domain/events'
import { localTime } from '#domain/receipt-parts'
import { dayOf } from '#domain/shop-day'
import type { Clock } from '#drivers/clock/port'
import { CacheFault } from '#drivers/cache/port'
import { DiskFault } from '#drivers/disk/port'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import { ANY } from '#journal/finding'
import { IndexMismatch } from '#journal/find-records'
import type { Acts } from '../acts.ts'
import { TillRecord } from '../record.ts'
import { overOr } from '../sync/lines.ts'
import type { SearchParts } from '../sale/search.ts'

export interface TodayParts extends Pick<SearchParts, 'records' | 'distrust'> {
  readonly acts: Acts
  readonly clock: Pick<Clock, 'nowMs'>
  /** The newest record of the journal. */
  readonly head: () => { readonly seq: number }
  readonly log: Log
  readonly timeZone: string
  readonly random: Pick<Random, 'id'>
  readonly closing: AbortSignal
  readonly onChange: () => void
}

/** It goes on as long as the station. */
const NEVER = new Promise<never>(() => undefined)
const TYPES = ['sale-paid', 'sale-voided', 'sale-refunded'] as const

export interface CountedToday {
  /** As far as it is known by now: asked for the first time, it is read from the journal. */
  readonly today: () => Today
  /** Resolves when `closing` has ended the reading. */
  readonly ended: Promise<unknown>
}

/** What was taken today, by the shop's day: read from the journal once it is asked for, and counted on from there. */
export function countToday(parts: TodayParts): CountedToday {
  const { acts, clock, random, timeZone, closing, head } = parts
  const day = () => localTime(clock.nowMs(), timeZone).slice(0, 'YYYY-MM-DD'.length)
  let today = nothingOn(day())
  let reading: Promise<void> | null = null
  acts.onEvent((event) => {
    const now = day()
    if (now !== today.day) today = nothingOn(now)
    today = counted(today, event)
  })
  const take = (before: Today) => {
    if (before.day === today.day) today = together(before, today)
    parts.onChange()
  }
  // In a turn of its own: what is on record by then is read, and what comes after it is heard.
  const begin = (): null => {
    today = nothingOn(day())
    reading = readBefore(parts, { day: today.day, upTo: head().seq }, take)
    return null
  }
  let isBegun = false
  return {
    today: () => {
      if (!isBegun) void acts.happened(random.id(), begin)
      isBegun = true
      return today.day === day() ? today : nothingOn(day())
    },
    ended: overOr(NEVER, closing).then(() => reading),
  }
}

async function readBefore(
  { records, distrust, timeZone, closing, log }: TodayParts,
  { day, upTo }: { readonly day: string; readonly upTo: number },
  take: (today: Today) => void,
): Promise<void> {
  const span = dayOf(day, timeZone)
  if (!span) return
  let today = nothingOn(day)
  try {
    for (const type of TYPES)
      for await (const { seq, body } of records({ ...ANY, type, from: span.from })) {
        if (closing.aborted) return
        if (seq <= upTo) today = counted(today, TillRecord.parse(body).event)
      }
  } catch (cause) {
    if (cause instanceof IndexMismatch) distrust(cause)
    else if (cause instanceof DiskFault || cause instanceof CacheFault)
      log.fault('what was taken today could not be read', cause)
    else throw cause
  }
  take(today)
}

const nothingOn = (day: string): Today => ({
  ...{ day, sales: 0, taken: ZERO, cash: ZERO, voids: 0, voided: ZERO, refunds: 0, refunded: ZERO },
})

function counted(today: Today, event: TillEvent): Today {
  if (event.is === 'sale-paid') {
    const { sales, taken, cash } = today
    const byCash = event.given - event.change
    return { ...today, sales: sales + 1, taken: plus(taken, event.total), cash: plus(cash, byCash as typeof cash) }
  }
  if (event.is === 'sale-voided') return { ...today, voids: today.voids + 1, voided: plus(today.voided, event.back) }
  if (event.is !== 'sale-refunded') return today
  return { ...today, refunds: today.refunds + 1, refunded: plus(today.refunded, event.back) }
}

const together = (one: Today, other: Today): Today => ({
  ...{ day: one.day, sales: one.sales + other.sales, taken: plus(one.taken, other.taken) },
  ...{ cash: plus(one.cash, other.cash), voids: one.voids + other.voids, voided: plus(one.voided, other.voided) },
  ...{ refunds: one.refunds + other.refunds, refunded: plus(one.refunded, other.refunded) },
})
