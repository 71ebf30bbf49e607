import type { Answer, PaymentPort, PortOrder } from './port.ts'
import { makeBooks, type Books } from './virtual-books.ts'

/**
 * How an order fares at the twin of an acquirer. `in-part`: less is approved than was asked for, and it says so ·
 * `other-amount`: it does not say so ·
 * `unregistered`: it does not know this terminal.
 */
export type Fate =
  | 'approve'
  | 'in-part'
  | 'other-amount'
  | 'decline'
  | 'unregistered'
  | 'not-sent'
  | 'lose-request'
  | 'delay-request'
  | 'lose-answer'
  | 'late'
  | 'twice'
export const FATES: readonly Fate[] = [
  ...(['approve', 'in-part', 'other-amount', 'decline', 'not-sent', 'lose-request'] as const),
  ...(['delay-request', 'lose-answer', 'late', 'twice'] as const),
]

export interface VirtualPaymentPort extends PaymentPort, Pick<Books, 'charged' | 'held' | 'times' | 'kept' | 'total'> {
  /** How the next orders fare, one after the other; then all as usual, which is approved. */
  readonly will: (...fates: readonly Fate[]) => void
  readonly setUsual: (fate: Fate) => void
  /** Neither questions nor reversals are answered while it is down; what is sent is lost. */
  readonly setDown: (down: boolean) => void
}

export interface TwinParts {
  readonly settlesBy: PaymentPort['settlesBy']
  readonly holds?: true
  /** Rejects when the signal aborts. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  /** How long a till waits for an answer. */
  readonly answerMs?: number
  /** Whether originals it does not know are trusted: its books began with this program, the till's before. */
  readonly trusting?: boolean
  /** Whether it is paid by cards, whose slips the till prints. */
  readonly ofCards?: boolean
}

/** How long a till waits for an answer; and when what is late comes all the same. */
export const ANSWER_MS = 60_000
const LATE = 1.25
const QUICK_MS = 300

/** The acquirer's own books behind a line that loses, delays and doubles what it carries. */
export function makeVirtualPaymentPort(parts: TwinParts): VirtualPaymentPort {
  const { settlesBy, holds, wait, answerMs = ANSWER_MS, trusting = false, ofCards = false } = parts
  const books = makeBooks({ trusting, ofCards })
  let fates: Fate[] = []
  let usual: Fate = 'approve'
  let down = false
  const listeners: ((attempt: string, answer: Answer) => void)[] = []

  const later = async (ms: number, attempt: string, answer: () => Answer): Promise<void> => {
    await wait(ms)
    const told = answer()
    for (const listener of listeners) listener(attempt, told)
  }
  /** Waits to the end; one that is broken off has heard nothing either. */
  const waited = async (ms: number, noMore: AbortSignal): Promise<boolean> => {
    try {
      await wait(ms, noMore)
      return true
    } catch {
      return false
    }
  }
  const silence = async (noMore: AbortSignal): Promise<Answer> => {
    await waited(answerMs, noMore)
    return { is: 'silence' }
  }
  const answered = async (noMore: AbortSignal) => (await waited(down ? answerMs : QUICK_MS, noMore)) && !down

  async function send(order: PortOrder, noMore: AbortSignal): Promise<Answer> {
    const fate = down ? 'lose-request' : (fates.shift() ?? usual)
    const { attempt } = order
    if (fate === 'not-sent') return { is: 'not-sent' }
    if (fate === 'delay-request') void later(answerMs * LATE, attempt, () => books.carryOut(order, 'approve'))
    if (fate === 'lose-request' || fate === 'delay-request') return silence(noMore)
    await wait(QUICK_MS)
    const answer = books.carryOut(order, fate)
    if (fate === 'late') void later(answerMs * LATE, attempt, () => answer)
    if (fate === 'late' || fate === 'lose-answer') return silence(noMore)
    if (fate === 'twice') void later(QUICK_MS, attempt, () => answer)
    return answer
  }

  return {
    ...{ settlesBy, send, ...(holds && { holds }) },
    ...{ charged: books.charged, held: books.held, times: books.times, kept: books.kept, total: books.total },
    lookUp: async ({ attempt }, noMore) => ((await answered(noMore)) ? books.find(attempt) : { is: 'silence' }),
    reverse: async ({ attempt }, noMore) => {
      if (!(await answered(noMore))) return { is: 'reversal-failed' }
      books.close(attempt)
      return { is: 'reversal-confirmed' }
    },
    onLate: (listener) => void listeners.push(listener),
    will: (...next) => {
      fates = [...next]
    },
    setUsual: (fate) => {
      usual = fate
    },
    setDown: (next) => {
      down = next
    },
  }
}
