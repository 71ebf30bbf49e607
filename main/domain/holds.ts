import type { Money } from './money.ts'
import { moved, type Movement } from './movement.ts'
import { hasMoved, isSettled, type Payment } from './payment.ts'
import type { Addressed, PortName } from './payments.ts'
import { assert, done, refused, type Result } from './result.ts'
import { withEntry } from './sales.ts'
import type { CardFacts } from './terminal/card-facts.ts'
import type { Of } from './events.ts'
import type { Till } from './till.ts'

/** An amount of a customer's card that is held for the shop (pre-authorisation), or was. Nothing has moved by it. */
export interface Hold {
  /** The order that made it; it is named by this ever after. */
  readonly attempt: string
  readonly port: PortName
  readonly amount: Money
  /** The acquirer's own number for it; empty while there is none. */
  readonly approval: string
  /** At most the first six and last four digits; null where the port does not tell. */
  readonly card: string | null
  /** Whose it is, such as a room or a table; may be empty. */
  readonly note: string
  readonly operator: string
  readonly askedAtMs: number
  readonly state: Movement
  /** What its slip says of the card; left out where the port tells nothing. */
  readonly facts?: CardFacts
  /** The newest order that ends it; null where there is none, or where what it took was given back. */
  readonly end: HoldEnd | null
}

export interface HoldEnd {
  readonly by: 'release' | 'complete'
  readonly attempt: string
  readonly state: Movement
}

/** By attempt, oldest first. */
export type Holds = ReadonlyMap<string, Hold>

/** Holds that are open, or may be: a small hotel's. */
export const HOLDS_MAX = 100
/** Holds remembered that are over: of one whose completion is voided later than that, the till knows no more. */
export const HOLDS_OVER_KEPT = 100
/** Signs of what a hold is for. */
export const HOLD_NOTE_MAX = 40

export const HOLD_STATES = [
  ...(['asked', 'open', 'failed', 'unclear', 'releasing', 'released', 'completing', 'completed'] as const),
] as const
export type HoldState = (typeof HOLD_STATES)[number]

/** How it stands, in one word. */
export function holdState({ state, end }: Hold): HoldState {
  if (state !== 'done') return state === 'under-way' ? 'asked' : state
  if (end === null || end.state === 'failed') return 'open'
  if (end.state === 'unclear') return 'unclear'
  const isDone = end.state === 'done'
  if (end.by === 'release') return isDone ? 'released' : 'releasing'
  return isDone ? 'completed' : 'completing'
}

/** Whether it can be taken of, or let go. */
export const isOpen = (hold: Hold): boolean => holdState(hold) === 'open'
/** Whether nothing of the card is held by it any more. */
export const isOver = ({ state, end }: Hold): boolean => state === 'failed' || end?.state === 'done'
/** Whether a customer is asked for a card to hold of just now. */
export const isHolding = (holds: Holds): boolean => [...holds.values()].some(({ state }) => state === 'under-way')

/** A hold that can be taken of, or let go. */
export function openHold({ holds }: Till, wanted: string): Result<Hold, 'no-such-hold'> {
  const hold = holds.get(wanted)
  return hold && isOpen(hold) ? done(hold) : refused('no-such-hold')
}

export function holdAsked(holds: Holds, { port, order, note, operator }: Of<'hold-asked'>, atMs: number): Holds {
  const { attempt, amount } = order
  assert(order.kind === 'hold' && amount > 0, 'a hold is of something')
  const who = { card: null, note, operator, askedAtMs: atMs }
  const hold: Hold = { attempt, port, amount, approval: '', ...who, state: 'under-way', end: null }
  return withoutOldest(withEntry(holds, attempt, hold))
}

/** The holds with the order on its way that ends one of them; as they were, where it ends none. */
export function withHoldEnding(holds: Holds, { order }: Addressed): Holds {
  const { kind, attempt, amount, of } = order
  if (kind !== 'release' && kind !== 'complete') return holds
  const hold = holds.get(of?.attempt ?? '')
  assert(hold !== undefined && isOpen(hold), 'a hold ends that is open')
  assert(kind === 'release' ? amount === hold.amount : amount <= hold.amount, 'no more is taken than is held')
  return withEntry(holds, hold.attempt, { ...hold, end: { by: kind, attempt, state: 'under-way' } })
}

/** The holds after an order changed: one of theirs, or one that gives back what was taken of them. */
export function holdsTold(holds: Holds, payment: Payment, card: string | null): Holds {
  const { kind, attempt, of } = payment
  const about = (kind === 'hold' ? attempt : of?.attempt) ?? ''
  const hold = kind === 'void' ? [...holds.values()].find(({ end }) => end?.attempt === about) : holds.get(about)
  if (!hold) return holds
  const next = told(hold, payment, card)
  return next === hold ? holds : withoutOldest(withEntry(holds, hold.attempt, next))
}

function told(hold: Hold, payment: Payment, card: string | null): Hold {
  if (payment.kind === 'hold') {
    const state = moved(hold.state, payment)
    if (state === hold.state) return hold
    const { approval = '', card: facts } = payment.at === 'approved' ? payment : {}
    return { ...hold, state, card, amount: payment.amount, approval, ...(facts && { facts }) }
  }
  // Its completion was voided: the acquirer holds it again.
  if (payment.kind === 'void') return hasMoved(payment) ? { ...hold, end: null } : hold
  if (hold.end?.attempt !== payment.attempt) return hold
  return { ...hold, end: { ...hold.end, state: endState(payment) } }
}

/** Unlike a tender's, an order of unknown end keeps its hold from every other one: the acquirer may know it is over. */
function endState(payment: Payment): Movement {
  if (isSettled(payment)) return hasMoved(payment) ? 'done' : 'failed'
  const { at, settlesBy } = payment
  return at === 'stuck' || (at === 'unknown' && settlesBy === 'neither') ? 'unclear' : 'under-way'
}

/** What is open, or may be, is never forgotten. */
function withoutOldest(holds: Holds): Holds {
  const over = [...holds.values()].filter(isOver)
  const gone = new Set(over.slice(0, Math.max(0, over.length - HOLDS_OVER_KEPT)).map(({ attempt }) => attempt))
  return gone.size === 0 ? holds : new Map([...holds].filter(([attempt]) => !gone.has(attempt)))
}
