import { refused, type Refused } from './result.ts'
import { withEntry } from './sales.ts'
import type { Operator } from './till.ts'

/**
 * Guessing a secret is slowed, then stopped. How often one was entered wrongly in a row is folded from the journal, so
 * a restart forgives nothing; how long somebody has waited is told by a clock that nobody can set, and begins anew with
 * each start (docs/decisions/0009).
 */
export type SecretKind = (typeof SECRET_KINDS)[number]
/** What somebody can enter to show who they are; `totp`: what a manager's authenticator shows. */
export const SECRET_KINDS = ['login', 'void', 'pin', 'totp'] as const

/** Wrong tries in a row, by `keyOf`; what is not in it is 0. */
export type WrongTries = ReadonlyMap<string, number>

export const keyOf = (kind: SecretKind, operator: string): string => `${kind} ${operator}`

/** Tries that cost nothing but a count. */
export const FREE_TRIES = 5
/** From so many on, waiting does not help: another manager must unlock. */
export const SHUT_AT = 10
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 15 * 60_000

/**
 * `open`: the next try is heard · `waits`: it is refused unheard for `forMs` more · `alone`: the same, of somebody whom
 * nobody else is left to unlock · `shut`: until another manager unlocks.
 */
export type Lock =
  { readonly is: 'open' | 'shut' } | { readonly is: 'waits' | 'alone'; /** More than 0. */ readonly forMs: number }

export interface Guessed {
  readonly operators: readonly Operator[]
  readonly wrong: WrongTries
}

export const wrongTries = ({ wrong }: Guessed, kind: SecretKind, operator: string): number =>
  wrong.get(keyOf(kind, operator)) ?? 0

/** The wait after so many wrong tries, ms: 30 s after the fifth, doubling to 15 minutes. */
export const waitMs = (count: number): number =>
  count < FREE_TRIES ? 0 : Math.min(FIRST_WAIT_MS * 2 ** Math.min(count - FREE_TRIES, 10), LONGEST_WAIT_MS)

/** Whether a secret would be heard now, `waitedMs` after its wait began. */
export function lockOf(guessed: Guessed, kind: SecretKind, operator: string, waitedMs: number): Lock {
  const count = wrongTries(guessed, kind, operator)
  const alone = count >= SHUT_AT && !canBeUnlocked(guessed, operator)
  if (count >= SHUT_AT && !alone) return { is: 'shut' }
  const forMs = Math.max(0, waitMs(count) - waitedMs)
  return forMs === 0 ? { is: 'open' } : { is: alone ? 'alone' : 'waits', forMs }
}

const NAMES = { login: 'password', void: 'void-password', pin: 'pin', totp: 'totp' } as const
const LOCKED = { waits: 'locked', alone: 'alone', shut: 'shut' } as const
/** Such as `void-password-locked`: it waits; `…-alone`, `…-shut` as a lock is. */
export type LockedRefusal<Kind extends SecretKind> = `${(typeof NAMES)[Kind]}-${(typeof LOCKED)[keyof typeof LOCKED]}`

/** Why a secret is not to be heard at all, `waitedMs` after its wait began; null where it is. */
export function lockRefusal<Kind extends SecretKind>(
  guessed: Guessed,
  kind: Kind,
  operator: string,
  waitedMs: number,
): Refused<LockedRefusal<Kind>> | null {
  const lock = lockOf(guessed, kind, operator, waitedMs)
  return lock.is === 'open' ? null : refused(`${NAMES[kind]}-${LOCKED[lock.is]}` as const)
}

/** By a manager who can still sign in: were all shut out at once, a thief could close a shop by guessing. */
const canBeUnlocked = (guessed: Guessed, operator: string): boolean =>
  guessed.operators.some(
    ({ number, role }) => role === 'manager' && number !== operator && wrongTries(guessed, 'login', number) < SHUT_AT,
  )

/** Tries before the next wait begins. */
export const triesLeft = (count: number): number => Math.max(FREE_TRIES - count, count >= FREE_TRIES ? 1 : 0)

/** The count after one more wrong try. */
export const countedUp = (guessed: Guessed, kind: SecretKind, operator: string): WrongTries =>
  withEntry(guessed.wrong, keyOf(kind, operator), wrongTries(guessed, kind, operator) + 1)

/** The counts after these of somebody's secrets were entered rightly, or unlocked. */
export function forgiven(wrong: WrongTries, operator: string, ...kinds: readonly SecretKind[]): WrongTries {
  const keys = new Set(kinds.map((kind) => keyOf(kind, operator)))
  return new Map([...wrong].filter(([key]) => !keys.has(key)))
}
