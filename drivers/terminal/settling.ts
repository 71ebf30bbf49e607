import type { Clock } from '../clock/port.ts'
import type { Random } from '../random/port.ts'
import type { Asking } from './asking.ts'
import { endingOf, makeServiceId, referenceBody, type Parties } from './messages.ts'
import type { TerminalLookUp, TerminalOutcome } from './port.ts'

export interface Settling {
  readonly asking: Asking
  readonly clock: Pick<Clock, 'wait' | 'elapsedMs'>
  readonly random: Pick<Random, 'below'>
  readonly parties: Parties
}

/** An order whose end is not known. `amount`: fen, null where it is not known any more. */
export interface Unsettled {
  readonly category: 'Payment' | 'Reversal'
  readonly service: string
  readonly amount: number | null
}

/** For the answer to one question. */
const LOOK_UP_MS = 10_000
/** Between two questions. */
const AGAIN_MS = 3_000
/** So long it is asked, again and again: as long as a payment may take, and a terminal to start anew. */
export const SETTLE_MS = 240_000
/** That it knows of nothing counts when it says so twice: the order may just have been on its way. */
const NOT_FOUND_TIMES = 2

/** Asks what became of it, once. */
export async function lookedUp(
  { asking, random, parties }: Settling,
  { category, service, amount }: Unsettled,
): Promise<TerminalLookUp> {
  const asked = await asking.ask({
    ...{ category: 'TransactionStatus', service: makeServiceId(random), limitMs: LOOK_UP_MS },
    body: referenceBody(category, service, parties),
  })
  const status = asked.is === 'response' ? asked.response.TransactionStatusResponse : undefined
  if (!status) return { is: 'unknown' }
  const { Result, ErrorCondition } = status.Response
  if (Result === 'Failure' && ErrorCondition === 'NotFound') return { is: 'not-found' }
  if (Result === 'Failure') return { is: ErrorCondition === 'InProgress' ? 'still-open' : 'unknown' }
  const { MessageHeader, RepeatedResponseMessageBody } = status.RepeatedMessageResponse ?? {}
  const isOurs = MessageHeader?.ServiceID === service && MessageHeader.MessageCategory === category
  const ending = isOurs && RepeatedResponseMessageBody ? endingOf(category, RepeatedResponseMessageBody, amount) : null
  return ending ?? { is: 'unknown' }
}

/** Asks until it is known, or time is up. The order itself is never sent again. */
export async function settled(settling: Settling, unsettled: Unsettled): Promise<TerminalOutcome> {
  const until = settling.clock.elapsedMs() + SETTLE_MS
  let notFound = 0
  // What is still on the old line shall not overtake the answers: it is closed before the first question.
  settling.asking.hangUp()
  while (settling.clock.elapsedMs() < until) {
    const found = await lookedUp(settling, unsettled)
    if (found.is === 'approved' || found.is === 'declined') return found
    notFound = found.is === 'not-found' ? notFound + 1 : 0
    if (notFound >= NOT_FOUND_TIMES) return { is: 'declined', why: 'not-found' }
    await settling.clock.wait(AGAIN_MS)
  }
  return { is: 'unknown' }
}
