import type { Clock } from '../clock/port.ts'
import { makeTurns } from '../pipe/turns.ts'
import { isAnswerTo, packFrame, readHeader, unpackFrame } from './codec/frame.ts'
import type { AcquirerProfile } from './codec/profile.ts'
import { makeDialAcquirer, type AcquirerAddress, type AcquirerConnection, type DialAcquirer } from './connection.ts'
import type { AcquirerLine, Exchanged } from './line-port.ts'

export interface AcquirerLineParts {
  readonly address: AcquirerAddress
  readonly profile: AcquirerProfile
  readonly clock: Pick<Clock, 'wait' | 'elapsedMs'>
}

/** Frames that are not the answer, in one exchange: more is a host gone wild. */
export const PASSED_OVER_MAX = 16
/** How long after each failed connect in a row nobody is dialled; the last for all that follow. A cashier waits. */
export const BACK_OFF_MS: readonly number[] = [500, 1_000, 2_000, 4_000]
/** Exchanges under way and waiting. A till talks one at a time: more of them is a loop somewhere. */
const EXCHANGES_MAX = 8

const NOT_SENT: Exchanged = { is: 'not-sent' }
const silence = (why: (Exchanged & { is: 'silence' })['why']): Exchanged => ({ is: 'silence', why })

/** A connection for each exchange: an answer that comes late dies with its line. */
export function makeAcquirerLine({ address, profile, clock }: AcquirerLineParts): AcquirerLine {
  const dial = withBackOff(makeDialAcquirer({ address, lengthLimit: profile.lengthLimit, clock }), clock)
  const turns = makeTurns(EXCHANGES_MAX)
  const closing = new AbortController()
  let last: Promise<unknown> = Promise.resolve()

  async function exchanged(message: Uint8Array, isAnswer: IsAnswer, noMore: AbortSignal): Promise<Exchanged> {
    const gaveUp = () => noMore.aborted
    const { tpdu, header, lengthLimit } = profile
    const frame = packFrame({ tpdu, header, message }, lengthLimit)
    const connection = frame.ok ? await dial(noMore) : null
    if (!frame.ok || !connection) return NOT_SENT
    try {
      if (gaveUp() || !connection.send(frame.value)) return NOT_SENT
      const untilMs = clock.elapsedMs() + profile.responseMs
      const answer = await answerOn(connection, profile, { isAnswer, untilMs })
      return answer.is === 'silence' && gaveUp() ? silence('given-up') : answer
    } finally {
      await connection.close()
    }
  }

  return {
    exchange: (message, isAnswer, noMore) => {
      const until = AbortSignal.any([noMore, closing.signal])
      const mine = turns.take(
        () => exchanged(message, isAnswer, until),
        () => NOT_SENT,
      )
      last = Promise.all([last, mine]).then(() => undefined)
      return mine
    },
    close: async () => {
      closing.abort()
      await last
    },
  }
}

type IsAnswer = (message: Uint8Array) => boolean
interface Awaited {
  readonly isAnswer: IsAnswer
  readonly untilMs: number
}

async function answerOn(
  connection: AcquirerConnection,
  profile: AcquirerProfile,
  { isAnswer, untilMs }: Awaited,
): Promise<Exchanged> {
  for (let frames = 0; frames <= PASSED_OVER_MAX; frames++) {
    const content = await connection.next(untilMs)
    if (content === null) return silence('no-answer')
    if (content === 'gone') return silence('cut')
    if (content === 'garbled') return silence('garbled')
    const frame = unpackFrame(content)
    if (!frame.ok || !isAnswerTo(profile, frame.value)) continue
    const { message, header } = frame.value
    if (takes(isAnswer, message)) return { is: 'answer', message, asks: readHeader(header).asks }
  }
  return silence('garbled')
}

/** What a reader stumbles over is no answer. */
function takes(isAnswer: IsAnswer, message: Uint8Array): boolean {
  try {
    return isAnswer(message)
  } catch {
    return false
  }
}

/** A host that is not there is not dialled again at once: whoever tries too soon waits, and may give up meanwhile. */
function withBackOff(dial: DialAcquirer, { wait, elapsedMs }: AcquirerLineParts['clock']): DialAcquirer {
  let failures = 0
  let notBeforeMs = 0
  return async (noMore) => {
    const left = notBeforeMs - elapsedMs()
    if (left > 0) await wait(left, noMore).catch(() => undefined)
    const connection = await dial(noMore)
    if (connection) failures = 0
    else if (!noMore.aborted) {
      notBeforeMs = elapsedMs() + (BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] ?? 0)
      failures++
    }
    return connection
  }
}
