import type { Handlers } from '#contract'
import type { ShopView, StationNow, Today } from '#contract/shop'
import { onDuty, sells } from '#domain/duty'
import { pieces } from '#domain/sale'
import { saleTotal } from '#domain/pricing'
import type { Journal } from '#journal/journal'
import type { Acts } from '../acts.ts'
import { unresolved } from '../payment/view.ts'
import { parkedSummary } from '../sale/parked.ts'
import type { SearchParts } from '../sale/search.ts'
import type { AmongStations } from './join.ts'
import { makeNeighbours, type Neighbours } from './neighbours.ts'
import { PARKED_SAID_MAX, SHOP, type News, type Said } from './news.ts'
import { Passer } from './passing.ts'
import { keepOneSession } from './sessions.ts'
import { openedText, sealedText } from './signed.ts'
import { keepTelling } from './telling.ts'
import { countToday } from './today.ts'

export interface ShopParts extends AmongStations, Pick<SearchParts, 'records' | 'distrust'> {
  /** Of whoever is on duty. */
  readonly desk: { readonly acts: Acts }
  readonly journal: Pick<Journal, 'head'>
  /** Records that head office's hub has not. */
  readonly outbox: () => number
}

export interface StartedShop {
  readonly handlers: Handlers['shop']
  readonly view: () => ShopView
  readonly ended: Promise<unknown>
}

/** What the stations of a shop know of each other, and do for each other. */
export function startShop(parts: ShopParts): StartedShop {
  const { acts, desk, clock, random, settings, identity, joined, closing, onChange } = parts
  const { station } = settings
  const say = (said: Said) => {
    if (identity && joined.stations().length > 0) joined.send(sealedText(SHOP, station, identity, said))
  }
  const neighbours = makeNeighbours(clock)
  const isStopped = (other: string) => neighbours.of(other)?.isStopped === true
  const passer = new Passer({
    acts,
    own: desk.acts,
    clock,
    random,
    station,
    joined,
    say,
    closing,
    isStopped,
  })
  const sessions = keepOneSession({ acts, clock, random, station })
  const isSeen = () => onDuty(acts.till())?.role === 'manager'
  const onRead = () => {
    telling.changed()
    onChange()
  }
  const counting = countToday({ ...parts, timeZone: settings.timeZone, head: parts.journal.head, onChange: onRead })
  const own = makeOwnNews(parts, counting.today, sessions.onDutyMs)
  const isHeard = () => joined.stations().length > 0
  const telling = keepTelling({ clock, closing, isHeard, tell: () => say(own()) })
  acts.onEvent(telling.changed)
  joined.onStations(telling.changed)
  joined.onStations(onChange)
  joined.onText((text) => {
    const heard = openedText(SHOP, text, joined.stations())
    if (!heard) return
    const { from, said } = heard
    if (said.is !== 'news') {
      passer.hear(from, said)
      return
    }
    const before = neighbours.of(from)
    if (!neighbours.take(from, said)) return
    sessions.hear(from, said)
    // Others see of it what they may recall.
    if (isSeen() || JSON.stringify(before?.parked) !== JSON.stringify(said.parked)) onChange()
  })
  return {
    handlers: passer.handlers,
    view: () => shopView(parts, neighbours, own),
    ended: Promise.all([telling.ended, passer.ended, counting.ended]),
  }
}

/** How this station is, as it tells the others. */
function makeOwnNews({ acts, random, outbox }: ShopParts, today: () => Today, onDutyMs: () => number): () => News {
  const life = random.id()
  let n = 0
  return () => {
    const till = acts.till()
    const { lines } = till.sale
    return {
      ...{ is: 'news', life, n: ++n, duty: onDuty(till), onDutyMs: onDutyMs(), today: today(), outbox: outbox() },
      sale: lines.length === 0 ? null : { count: pieces(lines), total: saleTotal(till.sale) },
      ...{ unresolved: unresolved(till).length, isStopped: acts.stopped() !== null },
      parked: till.parked.slice(0, PARKED_SAID_MAX).map(parkedSummary),
    }
  }
}

function shopView({ acts, clock, settings, joined }: ShopParts, neighbours: Neighbours, own: () => News): ShopView {
  const till = acts.till()
  const operator = onDuty(till)
  const there = new Set(joined.stations().map(({ station }) => station))
  const heard = neighbours.all()
  const now = (station: string, news: News, atMs: number, isHere: boolean): StationNow => {
    const { duty, sale, today, outbox, isStopped, parked } = news
    const counts = { unresolved: news.unresolved, outbox, parked: parked.length }
    return { station, isHere, atMs, duty, sale, today, isStopped, ...counts }
  }
  const mine = () => now(settings.station, own(), clock.nowMs(), true)
  const others = heard.map(({ station, news, atMs }) => now(station, news, atMs, there.has(station)))
  return {
    // What was taken is read for a shop of several stations alone.
    stations: operator?.role === 'manager' && heard.length > 0 ? inOrder([mine(), ...others]) : [],
    parked: sells(operator)
      ? heard
          .filter(({ station }) => there.has(station))
          .flatMap(({ station, news }) => news.parked.map((each) => ({ station, ...each })))
      : [],
    passing: till.passing.map(({ id, to, parked }) => {
      const { total, first } = parkedSummary(parked)
      return { id, to, total, first }
    }),
  }
}

const inOrder = (stations: readonly StationNow[]): StationNow[] =>
  stations.toSorted((one, other) => (one.station < other.station ? -1 : 1))
