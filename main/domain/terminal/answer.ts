import { isMoney, type Money } from '../money.ts'
import { answerClass, type AnswerClass } from './response-codes.ts'
import { shapeOf, type CardTransaction } from './transactions.ts'

/** One request of a card terminal, as far as its answer is held against it. */
export interface CardAsked {
  readonly transaction: CardTransaction
  /** Null for what has none, such as a balance. */
  readonly amount: Money | null
  readonly stan: number
  /** Fields 41 and 42. */
  readonly terminal: string
  readonly merchant: string
}

/** What an acquirer answered, read out of its fields. */
export interface CardHeard {
  readonly mti: string
  /** Field 39. */
  readonly code: string
  /** Field 4, fen; null where it is not there. */
  readonly amount: number | null
  readonly stan: number
  readonly terminal: string
  readonly merchant: string
  /** Of field 64. */
  readonly mac: 'right' | 'wrong' | 'missing'
}

/**
 * What an answer comes to. `unknown`: nothing that came can be trusted to be the answer, and the order may have been
 * carried out · `reason`: what a reversal says in field 39.
 */
export type Judged =
  | { readonly is: 'approved'; readonly amount: Money | null; readonly partly: boolean }
  | { readonly is: 'declined'; readonly code: string; readonly as: AnswerClass }
  | { readonly is: 'unknown'; readonly reason: ReversalReason; readonly code: string | null }

/** 98: no answer · A0: its check (MAC) is wrong · 06: anything else, such as a chip that refuses. */
export type ReversalReason = '98' | 'A0' | '06'

/** Whether the acquirer signs what it declines. `unsigned`: some do not, and a no is taken as it comes. */
export type Declines = 'signed' | 'unsigned'

/**
 * Only an answer that is this order’s own and bears a right MAC ends it. A no without one could be anybody’s, while the
 * acquirer has charged: what can be reversed is reversed, unless the acquirer is known not to sign a no.
 */
export function judged(asked: CardAsked, heard: CardHeard | null, declines: Declines): Judged {
  if (heard === null || !isAnswerTo(asked, heard)) return { is: 'unknown', reason: '98', code: null }
  const as = answerClass(heard.code)
  const isYes = as === 'approved' || as === 'partly'
  const isTrusted = heard.mac === 'right' || (heard.mac === 'missing' && !isYes && declines === 'unsigned')
  if (!isTrusted) return { is: 'unknown', reason: 'A0', code: isYes ? null : heard.code }
  if (!isYes) return { is: 'declined', code: heard.code, as }
  const amount = heard.amount !== null && isMoney(heard.amount) ? heard.amount : null
  return { is: 'approved', amount: asked.amount === null ? null : amount, partly: as === 'partly' }
}

/** The type of an answer is its request’s and ten more. */
const answerTo = (mti: string): string => String(Number(mti) + 10).padStart(4, '0')

function isAnswerTo(asked: CardAsked, heard: CardHeard): boolean {
  const isOurs = heard.stan === asked.stan && heard.terminal === asked.terminal && heard.merchant === asked.merchant
  return isOurs && heard.mti === answerTo(shapeOf(asked.transaction).mti) && isAmountOf(asked, heard)
}

/** A no need not say of how much; a yes in part says how much, which is less. */
function isAmountOf({ amount: asked }: CardAsked, { amount, code }: CardHeard): boolean {
  if (asked === null) return true
  const as = answerClass(code)
  if (as === 'partly') return amount !== null && amount > 0 && amount < asked
  return as === 'approved' ? amount === asked : amount === null || amount === asked
}
