import type { Answer, LookUp, PaymentPort, PortOrder, Reversal } from '../payment/port.ts'
import type { LookUpOf, PaymentTerminal, ServiceId, TerminalOutcome, TerminalTransaction } from './port.ts'

/** Whatever a terminal did it can be asked about (TransactionStatus), so no order of its is undone unasked. */
export const TERMINAL_SETTLES = { pay: 'look-up', void: 'look-up', refund: 'look-up' } as const

/** A reversal that was declined may be asked for again, as another exchange: so often. */
const REVERSALS_MAX = 25
const NTH_DIGITS = 6
const EPOCH_DIGITS = 3
const BASE = 36

/**
 * The exchange of an order, told by its own key alone, so that a station that starts again asks after the same one:
 * its epoch, its number, and which exchange about it (0: the order itself, from 1 on: undoing it). Zeros in it keep it
 * apart from those that are drawn by chance. Throws for what is no key of an order.
 */
export function serviceOf(attempt: string, exchange: number): ServiceId {
  const [, epoch = '', nth = ''] = /-(\d+)-(\d+)$/.exec(attempt) ?? []
  const [first, second] = [written(epoch, EPOCH_DIGITS), written(nth, NTH_DIGITS)]
  if (first === null || second === null || exchange > REVERSALS_MAX) throw new RangeError('no key of an order')
  return `${first}${second}${exchange.toString(BASE)}`.toUpperCase()
}

function written(number: string, digits: number): string | null {
  const text = Number(number).toString(BASE).padStart(digits, '0')
  return number !== '' && text.length === digits ? text : null
}

/** What a receipt and the journal call a transaction of the terminal, and how it is found again by that. */
const approvalOf = ({ id, at }: TerminalTransaction): string => `${id}/${at}`
function transactionIn(approval: string): TerminalTransaction | null {
  const end = approval.lastIndexOf('/')
  return end < 1 ? null : { id: approval.slice(0, end), at: approval.slice(end + 1) }
}

/** A payment terminal of its own as the one through whom a shop's card payments move. */
export function makeTerminalPort(terminal: PaymentTerminal): PaymentPort {
  const listeners: ((attempt: string, answer: Answer) => void)[] = []
  /** The order that the terminal is still at, when nobody waits for it any more. */
  let under: Promise<unknown> = Promise.resolve()
  const send = async (order: PortOrder, noMore: AbortSignal): Promise<Answer> => {
    if (!(await unlessAborted(noMore, under))) return { is: 'not-sent' }
    const work = exchangeOf(terminal, order)
    if (work === null) return { is: 'declined', why: 'no-original' }
    under = work
    const ended = await unlessAborted(noMore, work)
    if (ended) return answerOf(ended.value)
    void terminal.abort()
    void work.then((outcome) => {
      const late = answerOf(outcome)
      if (late.is === 'approved' || late.is === 'declined') for (const tell of listeners) tell(order.attempt, late)
    })
    return { is: 'silence' }
  }
  return {
    settlesBy: TERMINAL_SETTLES,
    send,
    lookUp: async (order, noMore) => {
      if (!(await unlessAborted(noMore, under))) return { is: 'silence' }
      return lookedUp(terminal, { service: serviceOf(order.attempt, 0), kind: kindOf(order) })
    },
    reverse: async (order, noMore) =>
      (await unlessAborted(noMore, under)) ? undone(terminal, order) : { is: 'reversal-failed' },
    onLate: (listener) => void listeners.push(listener),
  }
}

/** Null once nobody waits any more. */
async function unlessAborted<Value>(noMore: AbortSignal, work: Promise<Value>): Promise<{ value: Value } | null> {
  if (noMore.aborted) return null
  const over = new AbortController()
  const stopped = new Promise<null>((resolve) =>
    noMore.addEventListener('abort', () => resolve(null), { signal: over.signal }),
  )
  try {
    return await Promise.race([work.then((value) => ({ value })), stopped])
  } finally {
    over.abort()
  }
}

const kindOf = ({ kind }: PortOrder): LookUpOf['kind'] => (kind === 'pay' ? 'payment' : 'reversal')

/** Null where what it gives back of has no name at the terminal. */
function exchangeOf(terminal: PaymentTerminal, { kind, attempt, amount, of }: PortOrder) {
  const order = { service: serviceOf(attempt, 0), sale: attempt, amount }
  if (kind === 'pay') return terminal.pay(order)
  const original = of && transactionIn(of.approval)
  return original && terminal.reverse({ ...order, of: original })
}

function answerOf(outcome: TerminalOutcome): Answer {
  switch (outcome.is) {
    case 'approved':
      return { is: 'approved', approval: approvalOf(outcome.transaction), amount: outcome.amount }
    case 'declined':
      return outcome
    case 'refused':
      // One that was used is one that was sent.
      return { is: outcome.why === 'used' ? 'silence' : 'not-sent' }
    case 'unknown':
      return { is: 'silence' }
  }
}

async function lookedUp(terminal: PaymentTerminal, of: LookUpOf): Promise<LookUp> {
  const found = await terminal.lookUp(of)
  if (found.is === 'approved' || found.is === 'declined') return answerOf(found)
  return { is: found.is === 'unknown' ? 'silence' : found.is }
}

const CONFIRMED: Reversal = { is: 'reversal-confirmed' }
const FAILED: Reversal = { is: 'reversal-failed' }

/** Nothing is undone that was not done: the terminal is asked first. */
async function undone(terminal: PaymentTerminal, order: PortOrder): Promise<Reversal> {
  const found = await terminal.lookUp({ service: serviceOf(order.attempt, 0), kind: kindOf(order) })
  if (found.is === 'declined' || found.is === 'not-found') return CONFIRMED
  if (found.is === 'still-open') await terminal.abort()
  // Money that was given back comes again only from the customer’s hand: that is for a person.
  if (found.is !== 'approved' || order.kind !== 'pay') return FAILED
  for (let exchange = 1; exchange <= REVERSALS_MAX; exchange++) {
    const service = serviceOf(order.attempt, exchange)
    const before = await terminal.lookUp({ service, kind: 'reversal' })
    if (before.is === 'approved') return CONFIRMED
    if (before.is === 'declined') continue
    if (before.is !== 'not-found') return FAILED
    const asked = { service, sale: order.attempt, amount: found.amount, of: found.transaction }
    const outcome = await terminal.reverse(asked)
    if (outcome.is === 'refused' && outcome.why === 'used') continue
    return outcome.is === 'approved' ? CONFIRMED : FAILED
  }
  return FAILED
}
