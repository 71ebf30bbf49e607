import { assert, never } from './result.ts'
import { stationStanding } from './in-force.ts'
import { passedAt, timeSeen } from './seen-time.ts'
import type { TillEvent } from './events.ts'
import type { Till } from './till.ts'

/**
 * Whether head office knows this till: folded from the journal, where what the station found by itself stands too. A
 * code is asked for, then there is a time of grace, then cards and scan payments wait for the code; cash never does.
 */
export interface Activation {
  /** By the newest code; null before the first. */
  readonly granted: Granted | null
  /** A code is asked for. What is asked for meanwhile asks for the same code and moves no deadline. */
  readonly demand: Demand | null
  /** Grace is over; said when no sale was open, so that none is struck in the midst of it. */
  readonly lapsed: boolean
  /** When the last wrong codes were entered, by the time that has passed. */
  readonly wrong: readonly number[]
  /** Codes of head office that did their work, of every kind. */
  readonly used: readonly string[]
  /** What the card acquirer last said of this terminal, where it does not know it: `03` or `97`. */
  readonly unregistered: string | null
}

/** By the time that has passed (`seen-time.ts`). */
interface Granted {
  readonly device: string | null
  readonly major: number
  readonly sinceMs: number
}
interface Demand {
  readonly why: Cause
  readonly sinceMs: number
  readonly graceMs: number
}

export type Cause = 'new-device' | 'changed-device' | 'upgrade' | 'periodic' | 'head-office'

export const NO_ACTIVATION: Activation = {
  ...{ granted: null, demand: null, lapsed: false, wrong: [], used: [], unregistered: null },
}

/** Wrong codes heard in an hour. Who guesses has no chance anyway; who floods the journal has none either. */
export const WRONG_CODES_MAX = 10
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Less is a clock being kept right by the network. */
const CLOCK_SLACK_MS = 300_000
/** Codes remembered as used: many years of them. Each has an end of its own besides. */
export const USED_KEPT = 1000

export type ActivationEvent =
  /** `token`: head office's own demand, entered by somebody; null: the station found it by itself. */
  | {
      readonly is: 'activation-demanded'
      readonly why: Cause
      readonly graceMs: number
      readonly token: string | null
      readonly by: string | null
    }
  | { readonly is: 'activation-lapsed' }
  | {
      readonly is: 'activation-granted'
      readonly token: string
      readonly device: string
      readonly major: number
      readonly by: string
    }
  | { readonly is: 'code-refused'; readonly why: string; readonly by: string }
  /** The clock stands before the last record: written so that time counts from here on, and is not given twice. */
  | { readonly is: 'clock-turned' }

/** How the till stands after one of these. What does not fit is a bug or forged, and throws. */
export function activated(till: Till, event: ActivationEvent, atMs: number): Till {
  const { activation, time } = till
  const sinceMs = passedAt(time, atMs)
  const become = (change: Partial<Activation>): Till => ({ ...till, activation: { ...activation, ...change } })
  switch (event.is) {
    case 'activation-demanded': {
      const { why, graceMs, token } = event
      assert(activation.demand === null || token !== null, 'a code is asked for once')
      const used = token === null ? activation.used : withUsed(activation, token)
      return become({ used, demand: activation.demand ?? { why, graceMs, sinceMs } })
    }
    case 'activation-lapsed':
      assert(activation.demand !== null && !activation.lapsed, 'grace ends once')
      assert(till.sale.lines.length === 0, 'grace ends between two sales')
      return become({ lapsed: true })
    case 'activation-granted': {
      const { device, major, token } = event
      const granted = { device, major, sinceMs }
      const after = become({ granted, demand: null, lapsed: false, wrong: [], used: withUsed(activation, token) })
      // Head office's own time lies behind the code, so what a clock once set forward left behind is over.
      return { ...after, time: timeSeen({ ...time, latestMs: Math.min(time.latestMs, atMs) }, atMs) }
    }
    case 'clock-turned':
      return till
    case 'code-refused':
      return become({ wrong: [...activation.wrong, sinceMs].slice(-WRONG_CODES_MAX) })
    default:
      return never(event)
  }
}

/** The till once a code did its work beside the activation. */
export const withTokenUsed = (till: Till, token: string): Till => ({
  ...till,
  activation: { ...till.activation, used: withUsed(till.activation, token) },
})

function withUsed({ used }: Activation, token: string): readonly string[] {
  assert(!used.includes(token), 'a code does its work once')
  return [...used, token].slice(-USED_KEPT)
}

/** ISO 8583, field 39, as UnionPay uses it: the acquirer does not know the merchant (03) or the terminal (97). */
const UNREGISTERED = ['03', '97']

/** What an acquirer's answer says of this terminal. */
export function terminalHeard(till: Till, event: TillEvent): Till {
  if (event.is !== 'payment-told' || till.payments.get(event.attempt)?.port !== 'acquirer') return till
  const { activation } = till
  const told = event.event
  if (told.is === 'declined' && UNREGISTERED.includes(told.why)) {
    return { ...till, activation: { ...activation, unregistered: told.why } }
  }
  return told.is === 'approved' && activation.unregistered !== null
    ? { ...till, activation: { ...activation, unregistered: null } }
    : till
}

export interface ActivationRules {
  /** A code is asked for again after so many days; null never. */
  readonly everyDays: number | null
  readonly graceHours: number
  /** Whether a new major version asks for a code. */
  readonly onUpgrade: boolean
}

/** What the station is that asks. */
export interface Device {
  /** The fingerprint of its key; null where it can not be read. */
  readonly device: string | null
  readonly major: number
}

/** Why a code is to be asked for; null where none is. */
export function causeOf(till: Till, rules: ActivationRules, here: Device, nowMs: number): Cause | null {
  const { granted } = till.activation
  if (granted === null) return 'new-device'
  if (granted.device !== here.device) return 'changed-device'
  if (rules.onUpgrade && here.major > granted.major) return 'upgrade'
  const age = passedAt(till.time, nowMs) - granted.sinceMs
  return rules.everyDays !== null && age >= rules.everyDays * DAY_MS ? 'periodic' : null
}

/** What the station is to write down by itself now; null where that is nothing. */
export function activationDue(till: Till, rules: ActivationRules, here: Device, nowMs: number): ActivationEvent | null {
  const { demand, lapsed } = till.activation
  if (nowMs < till.time.lastMs - CLOCK_SLACK_MS) return { is: 'clock-turned' }
  if (demand === null) {
    const why = causeOf(till, rules, here, nowMs)
    const graceMs = rules.graceHours * HOUR_MS
    return why && { is: 'activation-demanded', why, graceMs, token: null, by: null }
  }
  if (lapsed || till.sale.lines.length > 0) return null
  return graceLeftMs(till, nowMs) === 0 ? { is: 'activation-lapsed' } : null
}

/** 0 where nothing is left of it, or no code is asked for. */
export function graceLeftMs({ activation: { demand }, time }: Till, nowMs: number): number {
  if (demand === null) return 0
  return Math.max(0, demand.sinceMs + demand.graceMs - passedAt(time, nowMs))
}

/** How long until a code is asked for by age; null where it never is. */
export function validLeftMs({ activation: { granted }, time }: Till, rules: ActivationRules, nowMs: number) {
  if (granted === null || rules.everyDays === null) return null
  return Math.max(0, granted.sinceMs + rules.everyDays * DAY_MS - passedAt(time, nowMs))
}

/** For how long no code is heard; 0 where one is. */
export function codesLockedMs({ activation: { wrong }, time }: Till, nowMs: number): number {
  const [first] = wrong
  if (first === undefined || wrong.length < WRONG_CODES_MAX) return 0
  return Math.max(0, first + HOUR_MS - passedAt(time, nowMs))
}

/** `cash-only`: head office said so. */
export type CashOnly = 'not-activated' | 'not-sound' | 'cash-only'

/** Why nothing but cash is taken; null where all is. `on`: whether this till needs to be activated at all. */
export function cashOnly(till: Till, on: boolean): CashOnly | null {
  const { activation, integrity } = till
  if (stationStanding(till) !== 'open') return 'cash-only'
  if (on && activation.lapsed) return 'not-activated'
  return integrity.cashOnly ? 'not-sound' : null
}
