import type { Of, TillEvent } from './events.ts'
import { isWithinLimits, type OpenSale } from './sale.ts'
import { assert, done, never, refused, type Result } from './result.ts'
import type { ParkedSale, Till } from './till.ts'

/**
 * A parked sale on its way to another station of the shop, whose cashier recalls it there. It is written here as given
 * before it is sent, and is kept until the other says that it has it, or that it never will: so it is at one of both,
 * and never at none. No money hangs on it: a sale of which some was paid is not parked.
 */
export interface PassedSale {
  /** Drawn by the station that asks for it. */
  readonly id: string
  readonly to: string
  readonly parked: ParkedSale
}

/** What came here from others, and what went there, the last ones: by one name nothing is taken or given twice. */
export const IDS_KEPT = 1_000
/** On their way at once: more is a line that is away. */
export const PASSING_MAX = 20

export type PassingEvent = Of<'parked-passed' | 'parked-arrived' | 'parked-returned' | 'parked-taken'>
const KINDS: ReadonlySet<TillEvent['is']> = new Set<PassingEvent['is']>([
  ...(['parked-passed', 'parked-arrived', 'parked-returned', 'parked-taken'] as const),
])
export const isPassing = (event: TillEvent): event is PassingEvent => KINDS.has(event.is)

export interface PassWish {
  readonly id: string
  readonly to: string
  /** Which one is meant: slots are used again. */
  readonly slot: number
  readonly parkedAtMs: number
}

/** Gives the event, or null where it is on its way already. */
export function decidePass(till: Till, wish: PassWish): Result<Of<'parked-passed'> | null, 'no-such-parked'> {
  const { id, to, slot, parkedAtMs } = wish
  if (till.passing.some((each) => each.id === id)) return done(null)
  // Somebody says an old text again.
  if (till.passed.includes(id)) return refused('no-such-parked')
  const found = till.parked.find((each) => each.slot === slot)
  if (found?.parkedAtMs !== parkedAtMs || till.passing.length >= PASSING_MAX) return refused('no-such-parked')
  return done({ is: 'parked-passed', id, slot, to })
}

/** Of what another station sent; null where it came before. It lies open on an empty counter, and else it is parked. */
export function takeEvent(till: Till, { id, from, parked }: Arrived): Of<'parked-taken'> | null {
  if (till.taken.includes(id)) return null
  const slot = till.sale.lines.length === 0 ? null : freeSlot(till.parked)
  const { parkedAtMs, operator, sale } = parked
  return { is: 'parked-taken', id, from, slot, parkedAtMs, operator, sale }
}

interface Arrived {
  readonly id: string
  readonly from: string
  readonly parked: ParkedSale
}

/** The lowest number that is free, as it is called across the counter. */
export function freeSlot(parked: readonly ParkedSale[]): number {
  let slot = 1
  while (parked.some((each) => each.slot === slot)) slot++
  return slot
}

export function passed(till: Till, event: PassingEvent): Till {
  switch (event.is) {
    case 'parked-passed': {
      const { id, to, slot } = event
      const found = till.parked.find((each) => each.slot === slot)
      assert(found !== undefined && !till.passing.some((each) => each.id === id), 'what is given is there, once')
      return {
        ...till,
        parked: till.parked.filter((each) => each !== found),
        passing: [...till.passing, { id, to, parked: found }],
      }
    }
    case 'parked-arrived':
      return { ...closed(till, event.id), passing: till.passing.filter(({ id }) => id !== event.id) }
    case 'parked-returned': {
      const back = till.passing.find(({ id }) => id === event.id)
      assert(back !== undefined, 'what comes back was on its way')
      const parked = { ...back.parked, slot: freeSlot(till.parked) }
      return {
        ...closed(till, event.id),
        passing: till.passing.filter((each) => each !== back),
        parked: [...till.parked, parked].sort((one, other) => one.parkedAtMs - other.parkedAtMs),
      }
    }
    case 'parked-taken':
      return taken(till, event)
    default:
      return never(event)
  }
}

const closed = (till: Till, id: string): Till => ({ ...till, passed: [...till.passed, id].slice(-IDS_KEPT) })

function taken(till: Till, event: Of<'parked-taken'>): Till {
  const { id, slot, parkedAtMs, operator, sale } = event
  assert(!till.taken.includes(id), 'a sale comes once')
  assert(isWhole(sale), 'a sale that comes was parked: it has lines, and no money')
  const after = { ...till, taken: [...till.taken, id].slice(-IDS_KEPT) }
  if (slot !== null) {
    assert(!till.parked.some((each) => each.slot === slot), 'a slot holds one sale')
    return { ...after, parked: [...till.parked, { slot, parkedAtMs, operator, sale }] }
  }
  assert(till.sale.lines.length === 0, 'what comes lies open on an empty counter')
  return { ...after, paid: null, sale }
}

/** Whether it is a sale that could have been parked: what another station says is not believed. */
export const isWhole = (sale: OpenSale): boolean =>
  sale.lines.length > 0 &&
  sale.tenders.length === 0 &&
  new Set(sale.lines.map(({ line }) => line)).size === sale.lines.length &&
  sale.lines.every(({ line }) => line < sale.nextLine) &&
  isWithinLimits(sale)
