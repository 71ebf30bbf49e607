import type { Clock } from '../clock/port.ts'
import type { UsbLine } from '../pipe/port.ts'
import { commandBytes, isSlotBusy, readAnswer, type Answer, type Command } from './ccid.ts'

/** Commands to one reader and their answers, one after another. It never sends a command twice. */
export interface Conversation {
  readonly say: (command: Command, said: Saying, limitMs: number) => Promise<Said>
}
export interface Saying {
  readonly special?: readonly [number, number, number]
  readonly data?: Uint8Array
}

/**
 * `not-sent`: not a byte left · `late`: it did not answer in time, and can be spoken to again · `gone`: it was pulled
 * out · `broken`: it can not be spoken to any more.
 */
export type Said =
  | { readonly is: 'answer'; readonly answer: Answer }
  | { readonly is: 'none'; readonly why: 'not-sent' | 'late' | 'gone' | 'broken' }

export interface ConversationParts {
  readonly line: Pick<UsbLine, 'send' | 'receive' | 'tell'>
  readonly clock: Pick<Clock, 'elapsedMs'>
  /** Of the slot, told of each answer. */
  readonly saw: (card: Answer['card']) => void
}

/** A reader has one slot, or its first one is used. */
const SLOT = 0
const SEND_MS = 5_000
/** A reader knows how its slot is without asking the card; a second and more, as a limit may lose what just came. */
const SLOT_MS = 2_000
/** With all times longer that the card or the person at the keys needed. */
const WHOLE_MS = 300_000
/** One time longer, as the reader asks for it. */
const LONGER_MS = 60_000
/** Answers to nothing that was asked, in a row: more is a reader gone wild. */
const STRAYS_MAX = 16
const RESYNCS_MAX = 3
/** Commands that wait for their turn. */
const WAITING_MAX = 16
/** Class request of the control pipe (5.3.1). */
const ABORT = 1

const ANSWERS: Readonly<Record<Command, Answer['is']>> = {
  ...{ powerOn: 'data', exchange: 'data', secure: 'data', getParameters: 'parameters', setParameters: 'parameters' },
  ...{ powerOff: 'slot', getSlotStatus: 'slot', abort: 'slot' },
}

export function makeConversation(parts: ConversationParts): Conversation {
  let sequence = 0
  let waiting = 0
  let broken = false
  let last: Promise<unknown> = Promise.resolve()
  const next = () => (sequence = (sequence + 1) & 0xff)

  async function sayNow(command: Command, said: Saying, limitMs: number): Promise<Said> {
    if (broken) return { is: 'none', why: 'broken' }
    const mine = next()
    const sent = await parts.line.send(commandBytes({ command, slot: SLOT, sequence: mine, ...said }), SEND_MS)
    if (sent === 'none') return { is: 'none', why: 'not-sent' }
    const answer = sent === 'all' ? await answerTo(parts, command, mine, limitMs) : null
    if (answer === 'gone') return { is: 'none', why: 'gone' }
    if (answer) {
      parts.saw(answer.card)
      return { is: 'answer', answer }
    }
    const again = await resynced(parts, next)
    broken = again === 'broken'
    return { is: 'none', why: again }
  }

  return {
    say: (command, said, limitMs) => {
      if (waiting >= WAITING_MAX) return Promise.resolve({ is: 'none', why: 'not-sent' })
      waiting++
      const mine = last.then(() => sayNow(command, said, limitMs)).finally(() => waiting--)
      last = mine.catch(() => undefined)
      return mine
    },
  }
}

type Line = Pick<ConversationParts, 'line' | 'clock'>

/** The answer of this number and kind, however long the reader asks to wait for it; null where none came. */
async function answerTo({ line, clock }: Line, command: Command, sequence: number, limitMs: number) {
  const until = clock.elapsedMs() + WHOLE_MS
  let limit = limitMs
  for (let strays = 0; strays < STRAYS_MAX && clock.elapsedMs() < until;) {
    const bytes = await line.receive(limit)
    if (bytes === 'gone') return 'gone'
    if (bytes === 'late' || bytes === 'stalled') return null
    const answer = readAnswer(bytes)
    const isOurs = answer?.slot === SLOT && answer.sequence === sequence
    const isFit = isOurs && (answer.is === ANSWERS[command] || answer.ended === 'failed')
    if (!isFit) strays++
    else if (answer.ended === 'wait') limit = Math.min(limitMs * Math.max(1, answer.error), LONGER_MS)
    else return answer
  }
  return null
}

/** After an answer that was lost: both sides agree again on what is under way, which is nothing. */
async function resynced(parts: ConversationParts, next: () => number): Promise<'late' | 'gone' | 'broken'> {
  for (let tries = 0; tries < RESYNCS_MAX; tries++) {
    const answer = await sayOnce(parts, 'getSlotStatus', next())
    if (answer === 'gone') return 'gone'
    if (answer && !isSlotBusy(answer)) {
      parts.saw(answer.card)
      return 'late'
    }
    // The same number both ways (5.3.1): by the control pipe, then by the bulk pipe, whose answer ends it.
    const mine = next()
    await parts.line.tell({ type: 'class', request: ABORT, value: (mine << 8) | SLOT })
    if ((await sayOnce(parts, 'abort', mine)) === 'gone') return 'gone'
  }
  return 'broken'
}

async function sayOnce(parts: ConversationParts, command: Command, sequence: number) {
  const sent = await parts.line.send(commandBytes({ command, slot: SLOT, sequence }), SEND_MS)
  return sent === 'all' ? answerTo(parts, command, sequence, SLOT_MS) : null
}
