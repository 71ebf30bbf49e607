import type { F60 } from '../codec/f60.ts'
import { textOf, type Message } from '../codec/message.ts'
import type { AcquirerProfile } from '../codec/profile.ts'
import type { Kind } from './kinds.ts'
import { keyOf, type Account, type HostState } from './state.ts'

/** One request about a card, with what is known of it. */
export interface Facts {
  readonly kind: Kind
  readonly message: Message
  readonly f60: F60
  readonly profile: AcquirerProfile
  readonly key: string
  readonly stan: number
  readonly pan: string
  /** Fen; 0 where it has none. */
  readonly amount: number
  readonly time: HostTime
  /** It is approved for half. */
  readonly inPart: boolean
}

/** What it comes to. `amount`, `delta`: as booked. */
export interface Outcome {
  readonly code: string
  readonly amount: number
  readonly delta: number
  readonly of: string | null
}
export const refusedWith = (code: string, of: string | null = null): Outcome => ({ code, amount: 0, delta: 0, of })

/** How one kind is decided, after all that is the same for every card. */
export type Deciding = (state: HostState, facts: Facts, account: Account) => Outcome

/** Beijing’s, in digits. */
export interface HostTime {
  readonly hhmmss: string
  readonly mmdd: string
  readonly yymm: string
}

const BEIJING_MS = 8 * 3_600_000
export function hostTime(nowMs: number): HostTime {
  const [date = '', time = ''] = new Date(nowMs + BEIJING_MS).toISOString().split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  return { hhmmss: time.slice(0, 8).replaceAll(':', ''), mmdd: month + day, yymm: year.slice(2) + month }
}

type Told = Pick<Facts, 'kind' | 'f60' | 'profile' | 'time' | 'inPart'>
export function factsOf(message: Message, told: Told): Facts {
  const stan = textOf(message, 11) ?? ''
  return {
    ...{ ...told, message, key: keyOf(told.f60.batch, stan), stan: Number(stan) },
    ...{ pan: textOf(message, 2) ?? '', amount: Number(textOf(message, 4) ?? '0') },
  }
}
