import { money, ZERO, type Money } from './money.ts'
import type { Operator } from './till.ts'

/** What somebody may need more for than being on duty. */
export const ACTS = [
  ...(['void-paid', 'refund', 'void-tender'] as const),
  ...(['reduce', 'remove-line', 'cancel-sale', 'reprint'] as const),
] as const
export type Act = (typeof ACTS)[number]

/**
 * What an act asks for, each beside the others: `pin`: the asker’s own transaction PIN · `void-password`: a manager’s,
 * the asker’s own only while they are the shop’s one manager · `second-person`: that manager is always somebody else ·
 * `second-factor`: that manager’s authenticator or passkey · `refund-code`: a one-time code for just this, sent to a
 * manager; where none can be sent and the amount is small, authenticator and void password together.
 */
export const ASKS = ['pin', 'void-password', 'second-person', 'second-factor', 'refund-code'] as const
export type Ask = (typeof ASKS)[number]

/** One line of the matrix: what an act asks for from an amount and an age of the sale on. */
export interface PolicyRow {
  readonly act: Act
  readonly from: Money
  /** Since the sale was paid; 0 where there is none, or it does not matter. */
  readonly afterMinutes: number
  readonly asks: readonly Ask[]
}

export interface Policy {
  /** Counts its changes, from 1. */
  readonly version: number
  readonly rows: readonly PolicyRow[]
  /** The most that may be refunded on an authenticator and a void password, where no code can be sent. */
  readonly offlineRefundMax: Money
  /** How long a one-time code is good for. */
  readonly codeMinutes: number
  /** Head office set it, and nobody in the shop changes it. */
  readonly locked: boolean
}

/** Below this no policy goes: it is code, not data. */
export const FLOORS: Readonly<Record<Act, readonly Ask[]>> = {
  'void-paid': ['void-password'],
  refund: ['refund-code'],
  'void-tender': ['void-password'],
  reduce: [],
  'remove-line': [],
  'cancel-sale': [],
  reprint: [],
}

const row = (act: Act, ...asks: readonly Ask[]): PolicyRow => ({ act, from: ZERO, afterMinutes: 0, asks })

/** A small shop’s, until a manager or head office sets another. */
export const DEFAULT_POLICY: Policy = {
  version: 1,
  rows: [
    row('void-paid', 'void-password'),
    row('refund', 'refund-code'),
    row('void-tender', 'void-password'),
    row('reduce', 'void-password'),
    row('remove-line'),
    row('cancel-sale'),
    row('reprint'),
  ],
  ...{ offlineRefundMax: money(50_000), codeMinutes: 10, locked: false },
}

export const ROWS_MAX = 60
export const CODE_MINUTES = { min: 2, max: 60 }
/** However much the policy says. */
export const OFFLINE_REFUND_MAX = money(500_000)
/** A year: an older sale asks for no more than one that old. */
export const AFTER_MINUTES_MAX = 525_600

/**
 * `below-floor`: a line asks for less than the act must · `no-code-for-it`: a one-time code is for money of paid sales
 * only · `no-first-line`: an act has no line from 0 on · `twice`: two
 * lines begin at the same place · `too-many` lines · `out-of-range`: a number is.
 */
export type PolicyFault = 'below-floor' | 'no-code-for-it' | 'no-first-line' | 'twice' | 'too-many' | 'out-of-range'

/** The first thing wrong with a policy and the line it is in, counted from 0 (-1: in none); null where it is sound. */
export function faultOfPolicy(policy: Policy): { readonly fault: PolicyFault; readonly line: number } | null {
  const { rows, codeMinutes, offlineRefundMax } = policy
  if (rows.length > ROWS_MAX) return { fault: 'too-many', line: ROWS_MAX }
  if (codeMinutes < CODE_MINUTES.min || codeMinutes > CODE_MINUTES.max) return { fault: 'out-of-range', line: -1 }
  if (offlineRefundMax < 0 || offlineRefundMax > OFFLINE_REFUND_MAX) return { fault: 'out-of-range', line: -1 }
  const seen = new Set<string>()
  for (const [line, { act, from, afterMinutes, asks }] of rows.entries()) {
    if (from < 0 || afterMinutes < 0 || afterMinutes > AFTER_MINUTES_MAX) return { fault: 'out-of-range', line }
    if (!FLOORS[act].every((ask) => covers(asks, ask))) return { fault: 'below-floor', line }
    if (asks.includes('refund-code') && !OF_PAID.has(act)) return { fault: 'no-code-for-it', line }
    const place = `${act} ${from} ${afterMinutes}`
    if (seen.has(place)) return { fault: 'twice', line }
    seen.add(place)
  }
  return ACTS.every((act) => seen.has(`${act} 0 0`)) ? null : { fault: 'no-first-line', line: -1 }
}

const OF_PAID: ReadonlySet<Act> = new Set(['void-paid', 'refund'])

/** Somebody else’s void password is a void password. */
const covers = (asks: readonly Ask[], ask: Ask): boolean =>
  asks.includes(ask) || (ask === 'void-password' && asks.includes('second-person'))

/** What an act is about, as far as the policy looks. */
export interface Measure {
  readonly amount: Money
  /** Since the sale was paid, whole ones. */
  readonly minutes: number
  readonly role: Operator['role']
}

/** A manager’s own word is enough for these: they would only type what they signed in with again. */
const OWN_WORD: ReadonlySet<Act> = new Set(['reduce', 'remove-line', 'cancel-sale', 'reprint'])

/** What an act asks for: its floor, and all that each line which it reaches adds; in the order of `ASKS`. */
export function asksFor({ rows }: Policy, act: Act, { amount, minutes, role }: Measure): readonly Ask[] {
  const reached = rows.filter((each) => each.act === act && each.from <= amount && each.afterMinutes <= minutes)
  const all = new Set([...FLOORS[act], ...reached.flatMap(({ asks }) => asks)])
  if (role === 'manager' && OWN_WORD.has(act)) all.delete('void-password')
  return ASKS.filter((ask) => all.has(ask))
}

/** Whether somebody beside the asker has to say yes. */
export const asksManager = (asks: readonly Ask[]): boolean => asks.some((ask) => ask !== 'pin')
