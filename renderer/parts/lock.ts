import type { LockView, PersonView } from '#contract/people-view'
import type { CashierView } from '#contract/view'
import type { SecretKind } from '#domain/lockout'
import { useCashier } from '../station.ts'
import { useLeft } from './left.ts'

export interface Lock {
  readonly kind: SecretKind
  /** Whose secret it is; nobody's while no known number is typed. */
  readonly person: PersonView | undefined
  /** How long main would still refuse the secret unheard, ms; 0 when it would listen. */
  readonly leftMs: number
  /** Whether it would be refused unheard, for a time or until somebody helps. */
  readonly locked: boolean
}

/** How a secret stands; a wait is counted by a clock that nobody sets. */
export function useLock(number: string, kind: Lock['kind']): Lock {
  const personIn = ({ people }: CashierView) => people.find((each) => each.number === number)
  const person = useCashier(personIn)
  const leftMs = useLeft((view) => lockIn(personIn(view), kind)?.lockedForMs ?? 0)
  return { kind, person, leftMs, locked: lockIn(person, kind)?.is === 'shut' || leftMs > 0 }
}

export const lockIn = (person: PersonView | undefined, kind: Lock['kind']): LockView | null => person?.[kind] ?? null

const SECOND_MS = 1000
const MINUTE_S = 60

/** `1:05`: minutes and seconds, as a kitchen clock shows them. */
export function clockOf(leftMs: number): string {
  const seconds = Math.ceil(leftMs / SECOND_MS)
  return `${Math.floor(seconds / MINUTE_S)}:${String(seconds % MINUTE_S).padStart(2, '0')}`
}
