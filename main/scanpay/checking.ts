import type { CheckedView } from '#contract/scanpay'
import type { Random } from '#drivers/random/port'
import { ask, type Talk } from '#drivers/scanpay/envelope'
import { tradequery } from '#drivers/scanpay/operations'
import type { ExchangeTrace, NotSent, Silence } from '#drivers/scanpay/transport'

/** What was found, before anybody says when. */
export type Checked = Omit<CheckedView, 'atMs'>
type Found = Checked['found']

export interface CheckingParts extends Talk {
  readonly random: Pick<Random, 'bytes'>
  /** Of the exchange that was made; null: none was. */
  readonly trace: () => ExchangeTrace | null
}

const NUMBER_BYTES = 8
/** The platform refuses what was signed longer ago, or later, than some minutes. */
export const CLOCK_OFF_MS = 120_000
const [HTTP_UNAUTHORISED, HTTP_FORBIDDEN] = [401, 403]

/** Asks after an order that there can not be: it moves nothing, and its answer proves both keys. */
export async function checked(parts: CheckingParts, noMore: AbortSignal): Promise<Checked> {
  const number = `check-${Buffer.from(parts.random.bytes(NUMBER_BYTES)).toString('hex')}`
  const said = await ask(parts, tradequery(parts.party, { number, amount: null }), noMore)
  const trace = parts.trace()
  if (!trace) return { found: 'given-up', skewMs: null, code: null, status: null, traceId: null }
  const { end, skewMs, code, status, traceId } = trace
  const found = end === 'answer' ? saidOf(code, said.is === 'failed' ? said.why : null) : foundIn(end, trace)
  return { found, skewMs, code, status, traceId }
}

/** Of an answer that was rightly signed: only that there is no such order is what was to be heard. */
function saidOf(code: string | null, why: string | null): Found {
  if (code === null) return 'no-answer'
  if (why === 'not-found') return 'fine'
  return why === 'configuration' ? 'merchant' : 'other-answer'
}

function foundIn(end: NotSent | Silence, { status, skewMs }: ExchangeTrace): Found {
  switch (end) {
    case 'unreachable':
    case 'too-slow':
      return 'unreachable'
    case 'insecure':
    case 'proxy':
    case 'unsigned':
    case 'given-up':
      return end
    case 'unsignable':
      return 'given-up'
    case 'no-answer':
    case 'cut':
    case 'garbled':
    case 'too-large':
      return 'no-answer'
    case 'http':
      if (status !== HTTP_UNAUTHORISED && status !== HTTP_FORBIDDEN) return 'http'
      // A signature that is right is refused all the same where it was made too long ago.
      return Math.abs(skewMs ?? 0) > CLOCK_OFF_MS ? 'clock' : 'refused'
  }
}
