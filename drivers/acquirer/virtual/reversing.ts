import { textOf } from '../codec/message.ts'
import type { Facts } from './facts.ts'
import type { Kind } from './kinds.ts'
import { about, moved, stands, type Booked, type HostState } from './state.ts'

const REASONS = ['98', 'A0', '06', '96']
const REVERSIBLE: readonly Kind[] = ['sale', 'void', 'pre-auth', 'pre-auth-void', 'completion', 'completion-void']
const ALL = [...REVERSIBLE, 'refund'] as const

export interface Reversed {
  readonly state: HostState
  readonly code: string
}

/**
 * Undoes what has its number in its batch, once, however often it is asked. 25: there is none, and should it still come
 * it will not be carried out. What must not be undone is refused with a code that does not end a reversal: 22 its batch
 * is settled, or something was done with it since; 30, 40, 64 it is not what it says it is.
 */
export function reverse(state: HostState, facts: Facts): Reversed {
  const { message, kind, key } = facts
  if (!REASONS.includes(textOf(message, 39) ?? '')) return { state, code: '30' }
  if (!REVERSIBLE.includes(kind)) return { state, code: '40' }
  const original = state.booked.get(key)
  if (!original) return { state: { ...state, barred: new Set(state.barred).add(key) }, code: '25' }
  const no = refusalOf(state, facts, original)
  if (no !== null) return { state, code: no }
  if (original.isReversed) return { state, code: '00' }
  const booked = new Map(state.booked).set(key, { ...original, isReversed: true })
  return { state: moved({ ...state, booked }, original.pan, -original.delta), code: '00' }
}

function refusalOf(state: HostState, { kind, pan, amount }: Facts, original: Booked): string | null {
  if (original.kind !== kind || original.pan !== pan) return '30'
  if (original.asked !== amount) return '64'
  if (original.isReversed) return null
  if (!stands(original)) return '25'
  const isOver = original.batch !== state.batch || state.settling !== null
  return isOver || about(state, original.key, ALL).length > 0 ? '22' : null
}
