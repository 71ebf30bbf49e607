import type { Answer, LookUp, PaymentPort, PortOrder, Reversal } from './port.ts'

/** How an order fares at the twin of an acquirer. `in-part`: another amount is approved than was asked for. */
export type Fate =
  'approve' | 'in-part' | 'decline' | 'not-sent' | 'lose-request' | 'delay-request' | 'lose-answer' | 'late' | 'twice'
export const FATES: readonly Fate[] = [
  ...(['approve', 'in-part', 'decline', 'not-sent', 'lose-request'] as const),
  ...(['delay-request', 'lose-answer', 'late', 'twice'] as const),
]

export interface VirtualPaymentPort extends PaymentPort {
  /** How the next orders fare, one after the other; then all are approved. */
  readonly will: (...fates: readonly Fate[]) => void
  /** Neither questions nor reversals are answered while it is down; what is sent is lost. */
  readonly setDown: (down: boolean) => void
  /** What the acquirer has charged for an order, fen; 0 where it has not or has taken it back. */
  readonly charged: (attempt: string) => number
  /** How often it was charged, which must never be twice. */
  readonly times: (attempt: string) => number
}

export interface TwinParts {
  readonly settlesBy: PaymentPort['settlesBy']
  readonly wait: (ms: number) => Promise<void>
}

/** How long a till waits for an answer; and when what is late comes all the same. */
export const ANSWER_MS = 60_000
const LATE_MS = 75_000
const QUICK_MS = 300

/** The acquirer's own books behind a line that loses, delays and doubles what it carries. */
export function makeVirtualPaymentPort({ settlesBy, wait }: TwinParts): VirtualPaymentPort {
  const books = makeBooks()
  let fates: Fate[] = []
  let down = false
  const listeners: ((attempt: string, answer: Answer) => void)[] = []

  const later = async (ms: number, attempt: string, answer: () => Answer): Promise<void> => {
    await wait(ms)
    const told = answer()
    for (const listener of listeners) listener(attempt, told)
  }
  const silence = (): Promise<Answer> => wait(ANSWER_MS).then(() => ({ is: 'silence' }))

  async function send(order: PortOrder): Promise<Answer> {
    const fate = down ? 'lose-request' : (fates.shift() ?? 'approve')
    const { attempt } = order
    if (fate === 'not-sent') return { is: 'not-sent' }
    if (fate === 'delay-request') void later(LATE_MS, attempt, () => books.carryOut(order, 'approve'))
    if (fate === 'lose-request' || fate === 'delay-request') return silence()
    await wait(QUICK_MS)
    const answer = books.carryOut(order, fate)
    if (fate === 'late') void later(LATE_MS, attempt, () => answer)
    if (fate === 'late' || fate === 'lose-answer') return silence()
    if (fate === 'twice') void later(QUICK_MS, attempt, () => answer)
    return answer
  }

  async function lookUp({ attempt }: PortOrder): Promise<LookUp> {
    await wait(down ? ANSWER_MS : QUICK_MS)
    return down ? { is: 'silence' } : books.find(attempt)
  }

  async function reverse({ attempt }: PortOrder): Promise<Reversal> {
    await wait(down ? ANSWER_MS : QUICK_MS)
    if (down) return { is: 'reversal-failed' }
    books.close(attempt)
    return { is: 'reversal-confirmed' }
  }

  return {
    ...{ settlesBy, send, lookUp, reverse, charged: books.charged, times: books.times },
    onLate: (listener) => void listeners.push(listener),
    will: (...next) => {
      fates = [...next]
    },
    setDown: (next) => {
      down = next
    },
  }
}

interface Booked {
  charged: number
  times: number
  /** Undone, perhaps before it came: it will not be carried out any more. */
  closed: boolean
  declined: boolean
}

/** What an acquirer knows of orders by their key. */
function makeBooks() {
  const books = new Map<string, Booked>()
  const bookOf = (attempt: string): Booked => {
    const book = books.get(attempt) ?? { charged: 0, times: 0, closed: false, declined: false }
    books.set(attempt, book)
    return book
  }
  const yes = (attempt: string, amount: number): Answer => ({ is: 'approved', approval: `A-${attempt}`, amount })

  return {
    charged: (attempt: string) => books.get(attempt)?.charged ?? 0,
    times: (attempt: string) => books.get(attempt)?.times ?? 0,
    /** The order has come. One that is closed is not carried out, and one that was is not carried out again. */
    carryOut: ({ attempt, amount }: PortOrder, fate: Fate): Answer => {
      const book = bookOf(attempt)
      if (book.closed) return { is: 'declined', why: 'closed' }
      if (book.times > 0) return yes(attempt, book.charged)
      book.declined = fate === 'decline'
      if (book.declined) return { is: 'declined', why: '51' }
      book.times++
      book.charged = fate === 'in-part' ? Math.max(1, Math.floor(amount / 2)) : amount
      return yes(attempt, book.charged)
    },
    find: (attempt: string): LookUp => {
      const book = books.get(attempt)
      if (!book) return { is: 'not-found' }
      if (book.closed || book.declined) return { is: 'declined', why: book.closed ? 'closed' : '51' }
      return yes(attempt, book.charged)
    },
    close: (attempt: string): void => {
      const book = bookOf(attempt)
      book.closed = true
      book.charged = 0
    },
  }
}
