import { createHash } from 'node:crypto'
import type { Answer, LookUp, PortOrder } from '../payment/port.ts'
import { ask, type Said, type Talk } from './envelope.ts'
import { tradequery, type Booked, type Found, type Order, type Sought } from './operations.ts'

/** Two signs less than the platform takes: room to name what undoes it. */
const CHARACTERS_MAX = 30
const SAFE = new RegExp(`^[\\w-]{1,${CHARACTERS_MAX}}$`)

/** An order’s number at the platform: its own key, or what stands for one that the platform would not take. */
export const numberOf = (attempt: string): string =>
  SAFE.test(attempt)
    ? attempt
    : `h${createHash('sha256')
        .update(attempt)
        .digest('hex')
        .slice(0, CHARACTERS_MAX - 1)}`

/** The number under which a payment is undone, the same whenever that is tried; no order’s key ends so. */
export const undoNumber = (attempt: string, by: 'revoked' | 'refund'): string =>
  `${numberOf(attempt)}${by === 'revoked' ? '-V' : '-R'}`

export const orderOf = ({ attempt, amount }: Pick<PortOrder, 'attempt' | 'amount'>): Order => ({
  ...{ number: numberOf(attempt), amount },
})

/** What it gives back of. A void is of all of it; what a refund is of may have been more. */
export const originalOf = ({ kind, of, amount }: PortOrder): Sought | null =>
  of && { number: numberOf(of.attempt), amount: kind === 'void' ? amount : null }

export const approved = ({ tradeNo, facts }: Booked, amount: number): Answer => ({
  ...{ is: 'approved', approval: tradeNo, amount, facts },
})

/** `not-found`: the platform knows of none · `unknown`: nothing that can be believed. */
export type Query = Found['state'] | 'not-found' | 'unknown'
export interface Queried {
  readonly state: Query
  readonly found: Found | null
}

export async function queried(talk: Talk, order: Sought, noMore: AbortSignal): Promise<Queried> {
  const said = await ask(talk, tradequery(talk.party, order), noMore)
  if (said.is === 'done') return { state: said.value.state, found: said.value }
  return { state: stateIn(said), found: null }
}

/** Of a question only that there is no such order says something about the order: all else is about the question. */
function stateIn(said: Exclude<Said<Found>, { is: 'done' }>): Query {
  if (said.is === 'open') return 'DEAL'
  return said.is === 'failed' && said.why === 'not-found' ? 'not-found' : 'unknown'
}

/** Whether the shop has none of its money, now and later. */
export const isOver = (state: Query): boolean =>
  state === 'FAIL' || state === 'CLOSE' || state === 'REFUND' || state === 'REVOKED'

/** What became of a payment. */
export function paidIn({ state, found }: Queried, amount: number): LookUp {
  switch (state) {
    case 'FAIL':
    case 'CLOSE':
    case 'REFUND':
    case 'REVOKED':
      return { is: 'declined', why: state }
    case 'SUCCESS':
      return found?.booked && isPayment(found) ? approved(found.booked, amount) : { is: 'silence' }
    case 'not-found':
      return { is: 'not-found' }
    case 'INIT':
    case 'CREATE':
    case 'DEAL':
    case 'UNKNOWN':
      return { is: 'still-open' }
    case 'unknown':
    // Some of it went back by somebody else’s hand: that is for a person.
    case 'PART_REFUND':
      return { is: 'silence' }
  }
}

const isPayment = ({ kind }: Found): boolean => kind === null || kind === 'PREORDER' || kind === 'MICROPAY'
