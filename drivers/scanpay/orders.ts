import { createHash } from 'node:crypto'
import type { Answer, LookUp, PortOrder } from '../payment/port.ts'
import { queryCounterOrder } from './counter.ts'
import { ask, type Operation, type Said, type Talk } from './envelope.ts'
import { refund, tradequery, type Found, type QrAsked, type RefundAsked, type Sought } from './operations.ts'
import type { Booked, Order } from './shapes.ts'
import { unifiedQuery, unifiedRefund } from './unified-refund.ts'

/** By which of the platform’s interfaces a shop’s contract moves money. Changed only where no order is open. */
export interface Terms extends Talk {
  /** The older interface, or the unified one, whose refunds have a question of their own. */
  readonly refundsBy: 'labs' | 'unified'
  /** Whose customers a code is shown to, and others’ codes are scanned; `counter`: one code does for all wallets. */
  readonly qrWallet: QrAsked['wallet'] | 'counter'
}

/** How a payment is made: the customer’s code, ours in one wallet, or ours at the counter page. */
export type PaidBy = 'code' | 'qr' | 'counter'

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

/**
 * The numbers under which a payment is undone, the same whenever that is tried; no order’s key ends so. A refund that
 * failed in the end is made again under the next, as often as there are any.
 */
export const REVOCATION = '-V'
export const REFUNDS = ['-R', '-S', '-T'] as const
export const undoNumber = (attempt: string, sign: typeof REVOCATION | (typeof REFUNDS)[number]): string =>
  `${numberOf(attempt)}${sign}`

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

type Question = Operation<Found>

export async function queried(talk: Talk, order: Sought, noMore: AbortSignal): Promise<Queried> {
  return questioned(talk, [tradequery(talk.party, order)], noMore)
}

/** A payment, where it may be; null: how it was made is not known any more. */
export function payment(terms: Terms, order: Sought, by: PaidBy | null, noMore: AbortSignal): Promise<Queried> {
  const { party, qrWallet } = terms
  const [labs, counter] = [() => tradequery(party, order), () => queryCounterOrder(party, order)]
  if (by === 'counter') return questioned(terms, [counter()], noMore)
  return questioned(terms, by === null && qrWallet === 'counter' ? [counter(), labs()] : [labs()], noMore)
}

/** What gives back, by its own number: `void`, that of a void, which either was revoked or refunded. */
export function ownOf(
  terms: Terms,
  order: Order,
  kind: 'void' | 'refund' | 'revocation',
  noMore: AbortSignal,
): Promise<Queried> {
  const { party, refundsBy } = terms
  const [labs, unified] = [tradequery(party, order), unifiedQuery(party, order)]
  if (refundsBy === 'labs' || kind === 'revocation') return questioned(terms, [labs], noMore)
  return questioned(terms, kind === 'void' ? [labs, unified] : [unified], noMore)
}

/** The first that finds it. It is missing where it is at all of them. */
async function questioned(talk: Talk, all: readonly Question[], noMore: AbortSignal): Promise<Queried> {
  let isMissing = true
  for (const question of all) {
    const said = await ask(talk, question, noMore)
    if (said.is === 'done') return { state: said.value.state, found: said.value }
    const state = stateIn(said)
    if (state === 'DEAL') return { state, found: null }
    isMissing &&= state === 'not-found'
  }
  return { state: isMissing ? 'not-found' : 'unknown', found: null }
}

/** As the contract has it. */
export const refunding = ({ party, refundsBy }: Terms, asked: RefundAsked): Operation<Booked> =>
  refundsBy === 'unified' ? unifiedRefund(party, asked) : refund(party, asked)

/** Of a question only that there is no such order says something about the order: all else is about the question. */
function stateIn(said: Exclude<Said<Found>, { is: 'done' }>): Query {
  if (said.is === 'open') return 'DEAL'
  return said.is === 'failed' && said.why === 'not-found' ? 'not-found' : 'unknown'
}

/** Whether it is what gives back, and came to its end. */
export const isGiven = ({ state, found }: Queried): boolean =>
  state === 'SUCCESS' && (found?.kind === null || found?.kind === 'REFUND' || found?.kind === 'CANCEL')

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

const isPayment = ({ kind }: Found): boolean =>
  kind === null || kind === 'PREORDER' || kind === 'MICROPAY' || kind === 'COUNTER'
