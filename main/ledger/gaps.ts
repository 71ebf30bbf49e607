import type { Again } from '#drivers/ledger/feed'
import type { Lacking } from '#drivers/ledger/port'

/** What was done so far about what a station lacks. */
export interface Tried {
  /** The last record of it that the ledger had then: more is progress. */
  readonly seq: number
  readonly reads: number
  readonly asks: number
  readonly again: Again | null
  /** When something is to be done next, by the clock that nobody sets. */
  readonly dueMs: number
}

/** `read`: its subject is read again in the hub, by another line · `ask`: the station is to send again. */
export interface Step {
  readonly do: 'wait' | 'read' | 'ask'
  readonly tried: Tried
}

/** The hub is read so often; the first time after so long, then each time twice as long. */
export const READS_MAX = 4
const READ_AGAIN_MS = 500
/** A station that was asked may be away for days: it is asked anew, each time after twice as long. */
export const ASK_AGAIN_MS = 10 * 60_000
const ASK_AGAIN_MAX_MS = 24 * 60 * 60_000

/** What is done now about what a station lacks. While it comes nothing is done but waiting. */
export function nextStep(lacking: Lacking, before: Tried | null, nowMs: number): Step {
  const { seq } = lacking
  if (before === null)
    return { do: 'wait', tried: { seq, reads: 0, asks: 0, again: null, dueMs: nowMs + READ_AGAIN_MS } }
  if (seq !== before.seq) {
    const isAsked = before.again !== null
    const dueMs = nowMs + (isAsked ? ASK_AGAIN_MS : READ_AGAIN_MS)
    return { do: 'wait', tried: { ...before, seq, reads: isAsked ? before.reads : 0, dueMs } }
  }
  if (nowMs < before.dueMs) return { do: 'wait', tried: before }
  if (before.reads < READS_MAX) {
    const reads = before.reads + 1
    return { do: 'read', tried: { ...before, reads, dueMs: nowMs + READ_AGAIN_MS * 2 ** reads } }
  }
  const asks = before.asks + 1
  const dueMs = nowMs + Math.min(ASK_AGAIN_MS * 2 ** before.asks, ASK_AGAIN_MAX_MS)
  return { do: 'ask', tried: { ...before, asks, again: againOf(lacking, asks), dueMs } }
}

/** A branch that the ledger does not know goes on from wherever: all of it is asked for. */
function againOf({ branch, newest, seq }: Lacking, asks: number): Again {
  const from = branch === newest ? seq + 1 : 1
  return { id: `${branch}:${from}:${asks}`, from }
}
